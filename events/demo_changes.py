"""A seminar of the demo world is put off, so that everybody sees how a change of dates looks."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World

from .enums import ChangeKind
from .models import Session
from .services.rescheduling import Decided, change_dates

PUT_OFF = "入口支援を学ぶ"
PUT_OFF_BY = 1


def seed_changes(world: World, staff: User) -> None:
    """Put one coming date off to a later day."""
    session = Session.objects.select_related("event").filter(event__title=PUT_OFF).get()
    decided = Decided(
        kind=ChangeKind.POSTPONED,
        reason="講師の都合のため",
        decided_on=timezone.localdate(world.now),
        starts_at=session.starts_at + timedelta(days=PUT_OFF_BY),
    )
    change_dates(event=session.event, sessions=[session.pk], decided=decided, actor=staff, now=world.now)
