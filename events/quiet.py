"""Quiet hours: nothing that the centre begins by itself leaves by mail at night or on a day it is closed.

Answers to what somebody has just done go at once, and so does what its own day demands.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.business_days import Closures, is_business_day, next_business_day
from foundation.limits.queries import limits

from .limits import QUIET_FROM, QUIET_UNTIL


@dataclass(frozen=True)
class QuietHours:
    """From which hour of the evening until which of the morning, and on which days; moments are local."""

    begins: int
    ends: int
    closures: Closures

    def leaves_at(self, moment: datetime, *, needed_by: datetime | None = None) -> datetime:
        """Return when a mail of this moment leaves: in the day, on an open day.

        Where that is no longer before `needed_by`, a closed day will do, and at last the moment itself.
        """
        for found in (self._open(moment), self._awake(moment)):
            if needed_by is None or found < needed_by:
                return found
        return moment

    def first_hour(self, day: date, moment: datetime) -> datetime:
        """Return the end of the night before a day, in the zone of a moment."""
        return datetime.combine(day, time(self.ends), tzinfo=moment.tzinfo)

    def _awake(self, moment: datetime) -> datetime:
        if moment.hour < self.ends:
            return self.first_hour(moment.date(), moment)
        if moment.hour >= self.begins:
            return self.first_hour(moment.date() + timedelta(days=1), moment)
        return moment

    def _open(self, moment: datetime) -> datetime:
        awake = self._awake(moment)
        if is_business_day(awake.date(), self.closures):
            return awake
        return self.first_hour(next_business_day(awake.date(), self.closures), moment)


def quiet_hours(*, on: date) -> QuietHours:
    """Return the quiet hours as they stand on a day."""
    hours = limits(QUIET_FROM, QUIET_UNTIL, on=on)
    return QuietHours(hours[QUIET_FROM], hours[QUIET_UNTIL], current_centre().hours.closures)


def leaves_at(now: datetime, *, needed_by: datetime | None = None) -> datetime | None:
    """Return when a mail that the centre begins now leaves; None is at once."""
    local = timezone.localtime(now)
    found = quiet_hours(on=local.date()).leaves_at(
        local, needed_by=timezone.localtime(needed_by) if needed_by else None
    )
    return None if found == local else found


def day_of(moment: datetime) -> datetime:
    """Return the beginning of a moment's day: what concerns that day is needed before it."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
