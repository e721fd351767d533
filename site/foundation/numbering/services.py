from datetime import datetime

from django.db import connection
from django.utils import timezone

from foundation.japanese.dates import fiscal_year, fiscal_year_short
from foundation.transactions import assert_in_transaction

from .models import NumberSeries

EVERY_YEAR = 0
_NEXT = f"""
INSERT INTO {NumberSeries._meta.db_table} AS series (name, fiscal_year, last) VALUES (%s, %s, 1)
ON CONFLICT (name, fiscal_year) DO UPDATE SET last = series.last + 1 RETURNING last
"""  # noqa: S608 -- a name of ours


def next_serial_in_transaction(series: str, *, year: int = EVERY_YEAR) -> int:
    """Return the next whole number of a series; its row stays locked until commit, so there are no gaps.

    A series bears the name of its app and of what it counts: `events.application`.
    """
    assert_in_transaction("next_serial")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, year])
        (last,) = cursor.fetchone()
    return int(last)


def next_number_in_transaction(series: str, *, now: datetime, letter: str = "", digits: int = 4) -> str:
    """Return the next number of a series in the fiscal year, such as R8-0147; no number is given twice."""
    assert_in_transaction("next_number")
    year = fiscal_year(timezone.localdate(now))
    serial = next_serial_in_transaction(series, year=year)
    return f"{fiscal_year_short(year)}-{letter}{serial:0{digits}d}"
