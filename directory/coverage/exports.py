"""The windows of a fiscal year, and to whom letters go, as files."""

from collections.abc import Iterable, Sequence

from foundation.exports.delimited import write_csv
from foundation.exports.table import Column, Table

from .models import KeyPerson
from .queries import WindowRow

COLUMNS = (
    Column("全国地方公共団体コード", "code"),
    Column("市町村"),
    Column("年度", "number"),
    Column("状態"),
    Column("委託先", width=30),
    Column("窓口の名前", width=30),
    Column("電話番号", "phone"),
    Column("主任相談支援専門員"),
    Column("始めた日", "date"),
)
SPECIALIST = {True: "いる", False: "いない", None: ""}


def windows_csv(rows: Sequence[WindowRow], year: int) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte-order mark, which Excel opens."""
    lines = [
        [
            *(row.code, row.name, year, str(row.state.label), row.contractor, row.window_name, row.phone),
            *(SPECIALIST[row.has_senior_specialist], row.started_on),
        ]
        for row in rows
    ]
    return write_csv(Table("市町村の窓口", COLUMNS, lines), encoding="utf-8-sig").content


MAILING_COLUMNS = (
    Column("圏域", width=16),
    Column("役割", width=20),
    Column("お名前", width=20),
    Column("フリガナ", width=24),
    Column("所属", width=32),
    Column("郵便番号", "code", width=12),
    Column("住所", width=44),
    Column("電話番号", "phone", width=16),
    Column("FAX番号", "phone", width=16),
    Column("事業所のメール", width=30),
)


def mailing_list(people: Iterable[KeyPerson]) -> Table:
    """Return where key persons are written to: at their agency, never at an address of their own."""
    rows = [
        [
            *(each.area.name, each.get_role_display(), each.person.name, each.person.name_kana),
            *(each.agency.name, each.agency.postal_code, each.agency.address),
            *(each.agency.phone, each.agency.fax, each.agency.email),
        ]
        for each in people
    ]
    return Table("キーパーソンの送付先", MAILING_COLUMNS, rows)
