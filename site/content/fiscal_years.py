"""Which fiscal year a screen of the desk shows, and the way to the one before and after."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from foundation.exports.fiscal_months import MONTH_WORDS
from foundation.japanese.dates import fiscal_year

FIRST_YEAR = 2000


def asked_year(request: HttpRequest) -> int:
    """Return the fiscal year that `?year=` asks for; what is no year, or still to come, means the present."""
    this_year = fiscal_year(timezone.localdate())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len("2026") else this_year
    return max(FIRST_YEAR, min(year, this_year))


def year_words(year: int) -> dict[str, Any]:
    """Return what `content/desk/years.html` and `content/desk/month_tables.html` need besides the tables."""
    is_past = year < fiscal_year(timezone.localdate())
    return {"year": year, "before": year - 1, "after": year + 1 if is_past else None, "months": MONTH_WORDS}
