"""Somebody of the demo world has watched a part of the first part, by a card."""

from datetime import timedelta

from foundation.demo import World
from training_media.campaigns.models import Invitation
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Sitting
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces

from .queries import parts_of
from .services.coming_in import Who, name_viewers


def seed(world: World) -> None:
    """Let two people have begun, one of them days ago; a world in which somebody watched stays as it is."""
    cards = Invitation.objects.select_related("campaign__course", "agency").order_by("pk")
    if world.door != "public" or Sitting.objects.exists() or not cards:
        return
    for card, days in zip(cards, (1, 10), strict=False):
        parts = parts_of(card.campaign.course)
        people = [Who("佐久間 礼子", "サクマ レイコ", "生活相談員")]
        viewers = name_viewers(agency=card.agency, people=people, now=world.now - timedelta(days=days))
        for part in parts[:1]:
            assert part.recording is not None
            began = world.now - timedelta(days=days)
            sitting = begin_sitting(
                recording=part.recording,
                viewers=viewers,
                kind=SittingKind.ALONE,
                now=began,
                let_in_by=card.door,
            )
            whole = part.recording.duration
            third = whole // 3
            pieces = [
                Piece(0, (0, third), (0, third), 1_000),
                Piece(1, (2 * third, 2 * third + third // 2), (third, third + third // 2), 1_000),
            ]
            now = began + timedelta(milliseconds=whole)
            take_pieces(key=sitting.key, pieces=pieces, now=now)
