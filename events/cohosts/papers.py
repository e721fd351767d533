"""The shared roster as a table and on paper: names, agency and way, and nothing else of anybody."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings

from events import letters
from events.paper_facts import event_words
from foundation.centre.queries import current_centre
from foundation.exports.table import Cell, Column, Table
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import Host
    from .queries import SharedRoster

COLUMNS = (
    Column("番号", "number", 6),
    Column("所属", width=30),
    Column("氏名", width=18),
    Column("フリガナ", width=20),
    Column("方法", width=12),
)
type Row = tuple[int, str, str, str, str]


def roster_rows(roster: "SharedRoster") -> list[Row]:
    """Return one row a person; without the agency of whoever applied for themselves."""
    return [
        (
            number,
            person.application.agency_name,
            person.shown_name,
            person.name_kana,
            person.get_way_display(),
        )
        for number, person in enumerate(roster.people, start=1)
    ]


def roster_table(roster: "SharedRoster") -> Table:
    """Return the shared roster as a table; it says how many are left out."""
    title = f"共有する名簿　{roster.session.event.title}　{letters.when(roster.session)}"
    cells: list[Sequence[Cell]] = [list(row) for row in roster_rows(roster)]
    if roster.left_out:
        cells.append((None, roster.left_out_words, "", "", ""))
    return Table(title, COLUMNS, cells)


def roster_pdf(host: "Host", roster: "SharedRoster", *, today: date) -> bytes:
    """Return the shared roster on A4, marked 取扱注意, with the agency to which it is given."""
    context = {
        "event": event_words(roster.session.event, [roster.session]),
        "agency": host.agency.name,
        "rows": roster_rows(roster),
        "left_out": roster.left_out_words,
        "confidential": True,
        "centre": current_centre(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
    }
    title = f"共有する名簿　{roster.session.event.title}"
    return render_pdf("cohosts/paper/roster.html", context, title=title)
