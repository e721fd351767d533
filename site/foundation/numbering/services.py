from datetime import datetime

from django.utils import timezone

from foundation.japanese.dates import fiscal_year, fiscal_year_short
from foundation.transactions import assert_in_transaction

from .models import NumberSeries

EVERY_YEAR = 0


def next_serial_in_transaction(series: str, *, year: int = EVERY_YEAR) -> int:
    """Return the next whole number of a series; its row stays locked until commit, so there are no gaps.

    A series bears the name of its app and of what it counts: `events.application`.
    """
    assert_in_transaction("next_serial")
    NumberSeries.objects.get_or_create(name=series, fiscal_year=year)
    row = NumberSeries.objects.select_for_update().get(name=series, fiscal_year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def next_number_in_transaction(series: str, *, now: datetime, letter: str = "", digits: int = 4) -> str:
    """Return the next number of a series in the fiscal year, such as R8-0147; no number is given twice."""
    assert_in_transaction("next_number")
    year = fiscal_year(timezone.localdate(now))
    serial = next_serial_in_transaction(series, year=year)
    return f"{fiscal_year_short(year)}-{letter}{serial:0{digits}d}"
