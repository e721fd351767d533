"""The route of a round on A4, to take along."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.exports.table import Cell, Column, Table
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from . import queries
from .models import Round

HEADINGS = (
    Column("順番", "number", width=6),
    Column("機関", width=40),
    Column("種類", width=24),
    Column("圏域", width=16),
    Column("住所", width=40),
    Column("電話", width=18),
    Column("ようす", width=20),
    Column("訪問した日", "date", width=14),
    Column("心配していること", width=40),
    Column("次にすること", width=30),
    Column("次はいつ", "date", width=14),
)


def route_pdf(round: Round, *, now: datetime) -> bytes:  # noqa: A002 -- its name
    """Return the route of a round on A4, with room for notes."""
    today = timezone.localdate(now)
    title = f"巡回の道順　{round.name}"
    context = {
        "title": title,
        "round": round,
        "stops": queries.route(round, today=today),
        "centre": letterhead(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
    return render_pdf("activity_rounds/paper/route.html", context, title=title)


def route_table(round: Round, *, now: datetime) -> Table:  # noqa: A002 -- its name
    """Return a round as a table for a workbook."""
    stops = queries.route(round, today=timezone.localdate(now))
    rows: list[list[Cell]] = [
        [
            each.row.position,
            each.row.agency.name,
            each.row.agency.kind.name,
            each.area,
            each.row.agency.address,
            each.row.agency.phone,
            each.row.get_stage_display(),
            each.visited_on,
            each.row.concerns,
            each.row.next_step,
            each.row.next_on,
        ]
        for each in stops
    ]
    return Table(f"巡回 {round.name}"[:28], HEADINGS, rows)
