"""Readers of the demo world: three who said yes, one who has the question in the mailbox."""

from datetime import timedelta

from foundation.demo import World

from . import sealing
from .enums import Cadence
from .models import Subscription
from .services.reading import ask_for_digest, confirm_digest

# (address, cadence, wants news, wants events, said yes)
SAMPLES = (
    ("yomu-1@example.jp", Cadence.WEEKLY, True, True, True),
    ("yomu-2@example.jp", Cadence.WEEKLY, False, True, True),
    ("yomu-3@example.jp", Cadence.MONTHLY, True, True, True),
    ("yomu-4@example.jp", Cadence.WEEKLY, True, False, False),
)


def seed(world: World) -> None:
    """Fill the list of readers once."""
    if world.door != "public" or not sealing.is_ready() or Subscription.objects.exists():
        return
    for address, cadence, news, events, said_yes in SAMPLES:
        now = world.now - timedelta(hours=2)
        ask_for_digest(
            address=address, cadence=cadence, wants_news=news, wants_events=events, actor=None, now=now
        )
        if said_yes:
            asked = Subscription.objects.latest("pk")
            confirm_digest(
                public_id=asked.public_id, wish=asked.wish, actor=None, now=now + timedelta(minutes=5)
            )
