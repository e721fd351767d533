"""Leads and reasons as workbooks."""

from collections.abc import Iterable

from django.utils import timezone

from foundation.exports.table import Cell, Column, Table

from .queries import LeadRow, ReasonTable

COLUMNS = (
    Column("受付番号", "code", width=12),
    Column("届いた日", "date", width=16),
    Column("事業所", width=28),
    Column("事業所の番号", "code", width=14),
    Column("種類", width=18),
    Column("研修動画", width=28),
    Column("どの内容", width=28),
    Column("希望", width=22),
    Column("聞きたいこと", width=40),
    Column("連絡をとる方", width=16),
    Column("電話番号", "phone", width=16),
    Column("メールアドレス", width=26),
    Column("都合のよい時間", width=22),
    Column("状態", width=12),
    Column("担当", width=14),
    Column("連絡した日", "date", width=16),
    Column("訪問した日", "date", width=16),
    Column("結果", width=28),
    Column("結果が出た日", "date", width=16),
    Column("次に連絡する日", "date", width=16),
)


def lead_table(rows: Iterable[LeadRow]) -> Table:
    """Return leads with their contact; it asks for a reason and is audited."""
    return Table("話を聞きたい", COLUMNS, [_line(row) for row in rows])


def _line(row: LeadRow) -> list[Cell]:
    lead = row.lead
    agency = lead.agency
    return [
        lead.number,
        timezone.localdate(lead.received_at),
        lead.agency_name,
        agency.public_id if agency else "",
        agency.kind.name if agency else "",
        lead.course.title,
        lead.about or "全部",
        lead.get_wish_display(),
        lead.words,
        lead.contact_name,
        lead.phone,
        lead.email,
        lead.good_time,
        lead.get_state_display(),
        str(lead.owner or ""),
        lead.contacted_on,
        lead.visited_on,
        lead.get_outcome_display(),
        lead.result_on,
        lead.next_on,
    ]


def reason_sheet(table: ReasonTable, *, title: str) -> Table:
    """Return the reasons in numbers; what is not shown stands as 「―」."""
    kinds = [Column(f"{each.name}（{each.base}か所）", "number", width=18) for each in table.groups]
    columns = (Column("わけ", width=28), Column(f"すべて（{table.base}か所）", "number", width=16), *kinds)
    rows: list[list[Cell]] = [
        [row.reason.label, *("―" if each is None else each for each in (row.total, *row.cells))]
        for row in table.rows
    ]
    return Table(title, columns, rows)
