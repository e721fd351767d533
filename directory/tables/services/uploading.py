"""A list comes in: its rows are kept, its columns wait to be told."""

from datetime import datetime
from typing import IO

from django.db import transaction

from accounts.models import User
from directory.tables.columns import MOST_ROWS_ABOVE, fingerprint, guessed, heading_row, remembered
from directory.tables.models import ColumnMemory, Table, TableLine
from foundation.audit import chain
from foundation.decision import NotAllowed
from foundation.incoming.refusal import FileRefused, place
from foundation.incoming.table import Row, opened_table
from foundation.japanese.text import clean_line

from .asking import idle_table_in_transaction

LONGEST_SHEET = 60
AT_ONCE = 1_000


@transaction.atomic(durable=True)
def take_table(*, file: IO[bytes], name: str, actor: User, now: datetime) -> Table:
    """Keep the rows of a CSV or workbook; the file itself is not kept.

    Its columns are offered as they were chosen the last time that these headings came, else as their headings
    sound. Raises FileRefused, and nothing is kept, for what is no table, is too large, cut off or has no line
    below its headings.
    """
    with opened_table(file) as (sheet, found):
        rows = list(found)
    if not rows:
        raise FileRefused("中身がありません。", line=1, column=place(1))
    at = heading_row([row.cells for row in rows[:MOST_ROWS_ABOVE]])
    heading, rows = rows[at], rows[at + 1 :]
    if not rows:
        raise FileRefused("見出しの下に、行がありません。", line=heading.number + 1, column=place(1))
    header = _header(heading, rows)
    memory = ColumnMemory.objects.filter(fingerprint=fingerprint(header)).first()
    table = Table.objects.create(
        name=name[-200:],
        sheet=sheet[:LONGEST_SHEET],
        uploaded_at=now,
        uploaded_by=actor,
        header=header,
        header_line=heading.number,
        columns=remembered(header, memory.chosen) if memory else guessed(header),
        default_kind=memory.default_kind if memory else None,
        empties_erase=memory.empties_erase if memory else False,
        counts={"lines": len(rows)},
    )
    lines = [TableLine(table=table, line=row.number, cells=row.cells) for row in rows]
    TableLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    chain.record("directory.table_uploaded", actor=actor, subject=table, now=now)
    return table


def _header(heading: Row, rows: list[Row]) -> list[str]:
    """Return a heading for each column that has a cell, nothing where nobody wrote one."""
    width = max(len(row.cells) for row in (heading, *rows))
    words = [clean_line(cell or "") for cell in heading.cells]
    return words + [""] * (width - len(words))


@transaction.atomic(durable=True)
def discard_table(*, table: Table, actor: User, now: datetime) -> None:
    """Forget a table that was not applied, with all its rows."""
    table = idle_table_in_transaction(table, now=now)
    if table.applied_at is not None:
        raise NotAllowed("取り込んだ表は、消せません。元に戻せます。")
    chain_subject = Table(pk=table.pk)
    table.delete()
    chain.record("directory.table_discarded", actor=actor, subject=chain_subject, now=now)
