"""Reads of what a community keeps and hands on: its shelf, and each handing over."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from events.models import Participant

from .enums import ShelfReader
from .models import Community, HandoverRound, HandoverTick, ShelfItem


def shelf_of(community: Community, *, today: date) -> QuerySet[ShelfItem]:
    """Return what lies open on the shelf of a community, the latest first."""
    is_open = Q(open_until__isnull=True) | Q(open_until__gte=today)
    return ShelfItem.objects.filter(is_open, community=community).select_related(
        "community", "event__plan_row"
    )


def for_members_and(items: QuerySet[ShelfItem], agencies: Collection[int]) -> QuerySet[ShelfItem]:
    """Keep what is for all members, or for attendees while somebody of these agencies came."""
    came = Participant.objects.attended().filter(
        session__event=OuterRef("event"), application__agency__in=agencies
    )
    return items.filter(Q(reader=ShelfReader.MEMBERS) | Exists(came))


def handover_rounds(community: Community) -> list[HandoverRound]:
    """Return each handing over with what was ticked in it and by whom, the latest first."""
    ticks = HandoverTick.objects.select_related("ticked_by__person")
    rounds = HandoverRound.objects.filter(community=community).select_related("begun_by__person")
    return list(rounds.prefetch_related(Prefetch("ticks", ticks)))
