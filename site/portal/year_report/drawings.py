"""The charts of a report's tables, drawn as `portal.figures` draws them, of what is shown alone."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from portal.figures.charts import DRAWN, Mark

from .queries import ShownChapter, ShownReport, ShownTable


def chart(shown: ShownTable, *, name: str) -> SafeString:
    """Return a table's chart with its words for those who do not see it, or nothing."""
    rows = shown.rows
    if shown.chart not in DRAWN or all(row.value is None for row in rows):
        return SafeString("")
    said = "、".join(f"{row.label} {row.text}" for row in rows)
    svg = DRAWN[shown.chart](
        [Mark(row.label, row.text, row.value) for row in rows],
        name=name,
        title=shown.table.finding or shown.table.caption,
        says=f"{said}。同じ数が、上の表にあります。",
    )
    return mark_safe(svg)  # noqa: S308 -- made element by element, so each word in it is escaped


@dataclass(frozen=True)
class DrawnTable:
    shown: ShownTable
    chart: SafeString


def drawn(report: ShownReport) -> list[tuple[ShownChapter, list[DrawnTable]]]:
    """Return each chapter with its tables and their charts."""
    return [
        (
            chapter,
            [
                DrawnTable(table, chart(table, name=f"chart-{chapter.number}-{number}"))
                for number, table in enumerate(chapter.tables, start=1)
            ],
        )
        for chapter in report.chapters
    ]
