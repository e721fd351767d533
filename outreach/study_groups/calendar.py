"""The sessions of one's communities in one's own calendar, answered or not."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from events.entries import entries_of
from foundation.calendar.entries import CalendarEntry

from . import queries
from .access import where
from .enums import Action
from .rules import is_committee


def sessions_for(user: User, *, now: datetime) -> Iterable[CalendarEntry]:
    """Return the announced sessions of the communities in which somebody reads the plan, called-off ones too.

    Not those of committees: a calendar's address asks for no second factor, and committees do.

    Whoever stands in a community no more has none of it in their calendar from that day.
    """
    inside = where(Action.READ_HOME, user, today=timezone.localdate(now))
    open_to_feeds = [each.community.pk for each in inside if not is_committee(each.community.kind)]
    return entries_of(queries.announced_sessions(open_to_feeds))
