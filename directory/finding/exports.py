"""A list as a file: the same rows as the screen, in columns that the reader may see."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from directory.enums import Level
from foundation.exports.delimited import Encoding, stream_csv
from foundation.exports.spreadsheet import write_xlsx
from foundation.exports.table import Cell, Column, LongTable

from .listing import Row

TITLE = "関係機関の名簿"
FOR_EVERYBODY = (
    Column("番号", kind="code", width=11),
    Column("名前", width=32),
    Column("フリガナ", width=30),
    Column("機関の種類", width=20),
    Column("法人", width=28),
    Column("都道府県", width=10),
    Column("市町村", width=12),
    Column("郵便番号", kind="code", width=11),
    Column("住所", width=40),
    Column("電話番号", kind="phone", width=16),
    Column("FAX番号", kind="phone", width=16),
    Column("サービス", width=36),
    Column("定員", width=18),
    Column("事業所番号", kind="code", width=24),
    Column("機関が確かめた日", kind="date", width=18),
    Column("公表データの時期", kind="date", width=18),
    Column("情報の新しさ", width=20),
    Column("空き", width=26),
)
# Empty where the agency has not agreed that this reader sees it; what staff take away is never to be shown.
AGREED = Column("受け入れの意向（機関が見せているもの）", width=26)
FOR_STAFF = Column("受け入れの意向（センターの職員だけ）", width=26)
AGREED_HOUSING = (
    Column("住まいの登録（機関が見せているもの）", width=26),
    Column("住まいのこと（機関が見せているもの）", width=44),
)
HOUSING_FOR_STAFF = (
    Column("住まいの登録（センターの職員だけ）", width=26),
    Column("住まいのこと（センターの職員だけ）", width=44),
)


def columns_for(level: Level) -> tuple[Column, ...]:
    """Return the columns that a reader's lists have."""
    if level == Level.STAFF:
        return (*FOR_EVERYBODY, FOR_STAFF, *HOUSING_FOR_STAFF)
    return (*FOR_EVERYBODY, AGREED, *AGREED_HOUSING)


def list_table(rows: Iterable[Row], level: Level) -> LongTable:
    """Return the rows of a list as a table; several services stand in one cell, in one order."""
    return LongTable(TITLE, columns_for(level), map(_cells, rows))


def csv_of(rows: Iterable[Row], level: Level, *, encoding: Encoding) -> Iterator[bytes]:
    """Return a list as CSV, piece by piece; 〓 stands for what the encoding lacks."""
    return stream_csv(list_table(rows, level), encoding=encoding)


def workbook_of(rows: Iterable[Row], level: Level, *, about: Sequence[tuple[str, str]], today: date) -> bytes:
    """Return a list as a workbook that says on its second sheet what it is."""
    return write_xlsx(list_table(rows, level), printed_on=today, about=about)


def _cells(row: Row) -> list[Cell]:
    hit, services = row.hit, row.hit["services"]
    return [
        *(hit[name] for name in ("public_id", "name", "name_kana", "kind", "corporation", "prefecture")),
        *(hit[name] for name in ("place", "postal_code", "address", "phone", "fax")),
        row.services,
        "、".join(
            f"{each['name']} {each['capacity']}人" for each in services if each["capacity"] is not None
        ),
        "、".join(dict.fromkeys(each["number"] for each in services if each["number"])),
        *(date.fromisoformat(hit[name]) if hit[name] else None for name in ("confirmed_on", "published_on")),
        row.grade.value,
        row.vacancy.words if row.vacancy else "",
        hit["acceptance"],
        hit["housing"],
        # An entry that an earlier version wrote has none until it is written anew.
        hit.get("housing_facts", ""),
    ]
