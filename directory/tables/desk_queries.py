"""Reads of tables for the desk and its files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from directory.models import Agency, AgencyKind, Corporation, Municipality
from directory.models.agency import AgencyQuerySet
from foundation.exports.table import Cell, Column
from foundation.exports.table import Table as Export

from .enums import Content, Verdict
from .models import Table, TableLine
from .reading import Said, read_line
from .snapshots import NEW_CORPORATION

# What a person looks at, in this order; what stays the same says nothing.
TOLD = (Verdict.NEW, Verdict.CHANGED, Verdict.LEFT)
_LABELS = {
    "name": "名前",
    "name_kana": "フリガナ",
    "kind_id": "種類",
    "municipality_id": "市町村",
    "parent_id": "上の組織",
    "corporation_id": "法人",
    "postal_code": "郵便番号",
    "address": "住所",
    "phone": "電話番号",
    "fax": "FAX番号",
    "email": "事業所のメール",
}
_FAULT_COLUMNS = (Column("行", "number", width=8), Column("列", width=30), Column("直すところ", width=70))
_WIDTHS = {Content.NAME: 32, Content.NAME_KANA: 30, Content.ADDRESS: 40, Content.CORPORATION: 28}
_WIDTHS |= {Content.KIND: 20, Content.PARENT: 30, Content.EMAIL: 26}
EXPORT_COLUMNS = tuple(
    Column(
        str(each.label),
        kind="code" if each in (Content.PUBLIC_ID, Content.CORPORATE_NUMBER, Content.POSTAL_CODE) else "text",
        width=_WIDTHS.get(each, 16),
    )
    for each in Content
)


@dataclass(frozen=True)
class Change:
    """One column of an agency that will say something else."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class LineRow:
    """A line as a person reads it."""

    line: int
    agency: Agency | None
    name: str
    kind: str
    address: str
    changes: list[Change]


@dataclass(frozen=True)
class DoubtfulRow:
    """A line that may mean several agencies, with these and why."""

    line: int
    said: Said
    candidates: list[tuple[Agency, list[str]]]


def tables() -> QuerySet[Table]:
    """Return all tables, newest first."""
    return Table.objects.select_related("uploaded_by__person", "default_kind")


def waiting_tables() -> QuerySet[Table]:
    """Return the tables that nobody has taken in yet."""
    return Table.objects.filter(applied_at__isnull=True)


def lines(table: Table, verdict: str) -> QuerySet[TableLine]:
    """Return the lines of one verdict, in the order of the table."""
    return table.lines.filter(verdict=verdict).select_related("agency").order_by("line")


def undecided(table: Table) -> QuerySet[TableLine]:
    """Return the doubtful lines of which nobody has said yet which agency they mean."""
    return lines(table, Verdict.DOUBTFUL).filter(decision="")


def line_rows(table: Table, found: Iterable[TableLine]) -> list[LineRow]:
    """Return lines in words."""
    rows = list(found)
    words = _words_of([said for row in rows for said in (row.before, row.after) if said])
    return [_row(table, each, words) for each in rows]


def _row(table: Table, line: TableLine, words: dict[str, dict[Any, str]]) -> LineRow:
    said = line.after or {}
    # What is left out keeps its cells until the table is applied.
    left = read_line(line.cells, table.columns) if not line.after else Said()
    return LineRow(
        line=line.line,
        agency=line.agency,
        name=said.get("name") or left.get(Content.NAME),
        kind=words["kind_id"].get(said.get("kind_id"), ""),
        address=said.get("address") or left.get(Content.ADDRESS),
        changes=list(_changes(line, words)) if line.before and line.after else [],
    )


def _changes(line: TableLine, words: dict[str, dict[Any, str]]) -> Iterator[Change]:
    for name, label in _LABELS.items():
        old, new = _word(line.before, name, words), _word(line.after, name, words)
        if old != new:
            yield Change(label, old, new)


def _word(said: dict[str, Any], name: str, words: dict[str, dict[Any, str]]) -> str:
    if name == "corporation_id" and NEW_CORPORATION in said:
        return f"{said[NEW_CORPORATION][1]}（はじめて）"
    value = said[name]
    return words[name].get(value, "") if name in words else str(value or "")


def _words_of(snapshots: Iterable[dict[str, Any]]) -> dict[str, dict[Any, str]]:
    """Return the names of everything that these rows only point at."""
    found = list(snapshots)
    tables: dict[str, type[Any]] = {
        "kind_id": AgencyKind,
        "municipality_id": Municipality,
        "parent_id": Agency,
        "corporation_id": Corporation,
    }
    return {
        name: dict(model.objects.filter(pk__in={each[name] for each in found}).values_list("pk", "name"))
        for name, model in tables.items()
    }


def doubtful_rows(table: Table, found: Iterable[TableLine]) -> list[DoubtfulRow]:
    """Return doubtful lines with the agencies that they may mean."""
    rows = list(found)
    keys = {key for row in rows for key, _ in row.candidates}
    agencies = Agency.objects.select_related("kind", "municipality", "corporation").in_bulk(keys)
    return [
        DoubtfulRow(
            line=row.line,
            said=read_line(row.cells, table.columns),
            candidates=[(agencies[key], reasons) for key, reasons in row.candidates if key in agencies],
        )
        for row in rows
    ]


def samples(table: Table, *, most: int) -> list[list[str]]:
    """Return for each column what stands in its first lines, without empty cells."""
    rows = list(table.lines.order_by("line").values_list("cells", flat=True)[: most * 2])
    found = []
    for at in range(len(table.header)):
        written = (cells[at] for cells in rows if at < len(cells) and cells[at])
        found.append(list(dict.fromkeys(written))[:most])
    return found


def faults_file(table: Table) -> Export:
    """Return everything that has to be mended in a table, to be kept as a file."""
    rows: list[list[Cell]] = [[each.line, each.column, each.message] for each in table.faults.all()]
    return Export(f"表{table.pk}の直すところ", _FAULT_COLUMNS, rows)


def agencies_file(agencies: AgencyQuerySet) -> Export:
    """Return agencies as a table that can be changed and taken in again; empty cells are empty."""
    found = agencies.select_related("kind", "municipality", "corporation", "parent")
    return Export("関係機関", EXPORT_COLUMNS, [_cells(each) for each in found])


def _cells(agency: Agency) -> list[str]:
    place, body, above = agency.municipality, agency.corporation, agency.parent
    return [
        agency.public_id,
        agency.name,
        agency.name_kana,
        agency.kind.name,
        f"{place.prefecture}{place.name}" if place else "",
        (body and body.corporate_number) or "",
        body.name if body else "",
        agency.postal_code,
        agency.address,
        agency.phone,
        agency.fax,
        agency.email,
        f"{above.name}（{above.public_id}）" if above else "",
    ]
