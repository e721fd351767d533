"""The register of a year as a workbook, and its areas on A4."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.exports.fiscal_months import MONTH_WORDS
from foundation.exports.table import Cell, Column, Table
from foundation.japanese.dates import fiscal_year_label, wareki
from foundation.printing.pdf import render_pdf

from . import queries
from .counting import CountedActivity
from .coverage import coverage_of
from .network_queries import Network

HEADINGS = (
    Column("日にち", "date", width=14),
    Column("種類", width=24),
    Column("名前", width=40),
    Column("場所", width=24),
    Column("圏域", width=16),
    Column("開いたところ", width=30),
    Column("時間（分）", "number", width=10),
    Column("参加した人", "number", width=10),
    Column("参加した団体", "number", width=12),
    Column("職員の時間（のべ・分）", "number", width=14),
    Column("費用（円）", "number", width=12),
    Column("成果", width=60),
)


def activities_table(year: int, activities: Sequence[CountedActivity]) -> Table:
    """Return the activities of a fiscal year that count, as a table for a workbook."""
    return Table(f"活動の記録{year}年度", HEADINGS, [_cells(each) for each in activities])


def _cells(activity: CountedActivity) -> list[Cell]:
    return [
        activity.day,
        str(activity.kind.label),
        activity.title,
        activity.place,
        activity.area,
        activity.organisers,
        activity.minutes,
        activity.people,
        activity.agencies,
        activity.staff_minutes,
        activity.cost,
        activity.result,
    ]


def network_table(year: int, network: Network) -> Table:
    """Return which agencies met in a fiscal year, and how often, as a table for a workbook."""
    columns = (
        Column("機関", width=40),
        Column("分野", width=20),
        Column("会った機関", width=40),
        Column("分野", width=20),
        Column("いっしょに出た回数", "number", width=16),
    )
    names = network.names
    rows: list[list[Cell]] = [
        [
            names[one].name,
            names[one].get_sector_display(),
            names[other].name,
            names[other].get_sector_display(),
            count,
        ]
        for (one, other), count in sorted(network.graph.edges.items())
        if one in names and other in names
    ]
    return Table(f"つながり{year}年度", columns, rows)


def coverage_table(year: int, *, today: date) -> Table:
    """Return areas by kind and month as a table for a workbook."""
    columns = (
        Column("圏域", width=24),
        Column("種類", width=24),
        *(Column(month, "number", width=8) for month in MONTH_WORDS),
        Column("計", "number", width=8),
    )
    found = coverage_of(queries.counted_activities(year, today=today), queries.area_names(year, today=today))
    rows: list[list[Cell]] = [
        [row.area, str(each.kind.label), *each.months, each.total] for row in found.rows for each in row.kinds
    ]
    return Table(f"圏域ごとの活動{year}年度", columns, rows)


def coverage_pdf(year: int, *, now: datetime) -> bytes:
    """Return areas by kind and month on A4, on its side."""
    today = timezone.localdate(now)
    title = f"圏域ごとの活動　{fiscal_year_label(year)}"
    context = {
        "title": title,
        "months": MONTH_WORDS,
        "coverage": coverage_of(
            queries.counted_activities(year, today=today), queries.area_names(year, today=today)
        ),
        "centre": letterhead(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
    return render_pdf("activities/paper/coverage.html", context, title=title, landscape=True)
