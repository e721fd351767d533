"""Coverage of a year, a kit, and its story cards, on A4."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.exports.table import Cell, Column, Table
from foundation.japanese.dates import fiscal_year_label, wareki
from foundation.printing.pdf import render_pdf

from . import host_queries, queries
from .enums import MeetingKind
from .models import HostKit, HostSending
from .queries import VisitLine
from .rules import Coverage

CARDS_ON_A_SHEET = 2
HEADINGS = (
    Column("日にち", "date", width=14),
    Column("会議", width=36),
    Column("種類", width=20),
    Column("開くところ", width=30),
    Column("圏域・市町村", width=20),
    Column("ようす", width=20),
    Column("行った職員（ほかとちがうことを説明した人は、それも）", width=40),
    Column("説明したこと", width=24),
    Column("くわしく", width=40),
    Column("人数", "number", width=8),
    Column("できたつながり", width=40),
    Column("あとですること", width=30),
    Column("いつまでに", "date", width=14),
    Column("した日", "date", width=14),
)


def coverage_pdf(year: int, *, now: datetime) -> bytes:
    """Return on A4 where the centre was at which kind of meeting in a fiscal year, and the visits."""
    today = timezone.localdate(now)
    title = f"外の会議への出席　{fiscal_year_label(year)}"
    context = _context(now) | {
        "title": title,
        "coverage": queries.coverage(year, today=today),
        "kinds": MeetingKind,
        "lines": queries.visit_lines(queries.visits_of_year(year), today=today),
    }
    return render_pdf("outside_meetings/paper/coverage.html", context, title=title)


def visits_table(year: int, lines: Sequence[VisitLine]) -> Table:
    """Return the visits of a fiscal year as a table for a workbook."""
    return Table(f"外の会議{year}年度", HEADINGS, [_cells(each) for each in lines])


def coverage_table(year: int, coverage: Coverage) -> Table:
    """Return the areas of a fiscal year with their visits by kind of meeting."""
    columns = (
        Column("圏域", width=24),
        *(Column(str(kind.label), "number", width=20) for kind in MeetingKind),
    )
    rows: list[list[Cell]] = [[name, *counts] for name, counts in coverage.rows]
    rows.append(["圏域のほか", *(each.elsewhere for each in coverage.kinds)])
    rows.append(["出席した圏域の数", *(each.reached for each in coverage.kinds)])
    return Table(f"圏域ごとの出席{year}年度", columns, rows)


def _cells(line: VisitLine) -> list[Cell]:
    row = line.row
    return [
        row.day,
        row.meeting.name,
        row.meeting.get_kind_display(),
        row.meeting.host_name,
        row.meeting.place_name,
        str(line.state.label),
        "、".join(line.people),
        row.get_theme_display(),
        row.words,
        row.people,
        "、".join(line.contacts),
        row.follow_up,
        row.follow_up_by,
        row.followed_up_on,
    ]


def kit_pdf(kit: HostKit, sending: HostSending | None, *, now: datetime) -> bytes:
    """Return a kit on A4: what lies in it, whom to call, and which office can be asked."""
    context = _context(now) | {
        "title": kit.title,
        "kit": kit,
        "items": host_queries.items_of(kit),
        "stories": host_queries.stories_of(kit),
        "buddy": host_queries.contact_of(sending.buddy if sending else None),
    }
    return render_pdf("outside_meetings/paper/kit.html", context, title=kit.title)


def cards_pdf(kit: HostKit, *, now: datetime) -> bytes:
    """Return the stories of a kit as cards of A5, two on a sheet to be cut."""
    title = f"{kit.title}　受け入れたところの話"
    sheets = list(batched(host_queries.stories_of(kit), CARDS_ON_A_SHEET, strict=False))
    return render_pdf("outside_meetings/paper/cards.html", _context(now) | {"sheets": sheets}, title=title)


def _context(now: datetime) -> dict[str, object]:
    return {
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
