"""One more of something in this month, as a number that belongs to nobody."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from foundation.transactions import assert_in_transaction
from portal.digest.models import MonthlyCount


def count_in_transaction(what: str, *, now: datetime, many: int = 1) -> None:
    """Add to a column of this month's row; the row begins with the first."""
    assert_in_transaction("count")
    month = timezone.localdate(now).replace(day=1)
    MonthlyCount.objects.get_or_create(month=month)
    MonthlyCount.objects.filter(month=month).update(**{what: F(what) + many})
