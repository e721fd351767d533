"""A column of days holds days of our time alone, whichever way a row is written."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from foundation.japanese.dates import EARLIEST_DAY, LATEST_DAY, asks_for_our_time

TOKYO = ZoneInfo("Asia/Tokyo")
# Wide enough for every place on earth: a moment in it has a day in Japan, and so has the next one.
BEGINS, ENDS = (
    datetime.combine(day, time(), tzinfo=TOKYO) for day in (EARLIEST_DAY, LATEST_DAY + timedelta(days=1))
)


def within_our_time(
    *, table: str, days: Sequence[str] = (), moments: Sequence[str] = ()
) -> models.CheckConstraint:
    """Return the constraint `<table>_within_our_time` on columns of days, and of moments that people type.

    Without it one day of the year 1 or 9999 breaks every list, paper and calendar in which it stands.
    """
    condition = Q()
    for name in days:
        condition &= Q((f"{name}__range", (EARLIEST_DAY, LATEST_DAY)))
    for name in moments:
        condition &= Q((f"{name}__gte", BEGINS), (f"{name}__lt", ENDS))
    return models.CheckConstraint(
        name=f"{table}_within_our_time", condition=condition, violation_error_message=asks_for_our_time()
    )
