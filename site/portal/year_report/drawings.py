"""The charts of a report's tables, drawn as `portal.figures` draws them, of what is shown alone."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.figures.files import chart_of

from .queries import ShownChapter, ShownReport, ShownTable


def chart(shown: ShownTable, *, name: str) -> SafeString:
    """Return a table's chart with its words for those who do not see it, or nothing."""
    return chart_of(shown.rows, shown.chart, name=name, title=shown.table.finding or shown.table.caption)


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
