"""The year's plan on A4 on its side, and as a workbook."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.exports.table import Cell, Column, Table
from foundation.japanese.dates import fiscal_year_label, wareki
from foundation.printing.pdf import render_pdf

from . import queries
from .queries import Plan

HEADINGS = (
    Column("月", width=8),
    Column("種類", width=24),
    Column("すること", width=40),
    Column("圏域", width=16),
    Column("受け持つ人", width=20),
    Column("はじめの計画", width=14),
    Column("ようす", width=16),
    Column("実施した日", "date", width=14),
    Column("やめたわけ", width=40),
)


def plan_pdf(year: int, *, now: datetime) -> bytes:
    """Return the plan of a fiscal year on A4, on its side."""
    today = timezone.localdate(now)
    title = f"年間計画　{fiscal_year_label(year)}"
    context = {
        "title": title,
        "plan": queries.whole_plan(year, today=today),
        "centre": letterhead(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
    return render_pdf("activity_plans/paper/plan.html", context, title=title, landscape=True)


def plan_table(plan: Plan) -> Table:
    """Return the plan of a fiscal year as a table for a workbook."""
    rows: list[list[Cell]] = [
        [
            f"{month.first_day.month}月",
            line.row.get_kind_display(),
            line.row.title,
            line.row.area.name if line.row.area else "",
            line.row.owner,
            "はい" if line.row.was_planned else "あとから",
            str(line.state.label),
            line.row.activity.day if line.row.activity else None,
            line.row.called_off_because,
        ]
        for month in plan.months
        for line in month.lines
    ]
    return Table(f"年間計画{plan.year}年度", HEADINGS, rows)
