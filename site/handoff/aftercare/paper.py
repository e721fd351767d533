"""The follow-up diary of a month on A4."""

from datetime import date

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date, wareki_year
from foundation.printing.pdf import render_pdf

from .services.reading import DiaryRead


def month_pdf(read: DiaryRead, month: tuple[date, date], *, today: date) -> bytes:
    """Return what was written in a month as a table, on as many pages as it takes."""
    context = {
        "read": read,
        "month": f"{wareki_year(month[0])}{month[0].month}月",
        "centre": current_centre(),
        "printed_on": long_date(today),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
    return render_pdf("aftercare/paper/month.html", context, title="フォローアップの記録")
