"""Reads for screens and papers. Numbers leave only through `shown_report`: what it hides is nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count as CountRows
from django.db.models import QuerySet
from wagtail.models import Page

from content.models import address, open_to_everybody
from foundation.japanese.text import fold
from foundation.report_chapters import ChapterLink, ChapterRow, ChapterTable
from portal.figures.queries import TOTAL, ShownRow, ShownRows, small_counts_threshold
from portal.figures.side_by_side import LabelledCount, protect_together
from portal.figures.small_counts import Count, Protection, drawable, hides_when_small

from .enums import OPEN_STATES, ReportState
from .models import ReportChapter, YearReport
from .snapshots import links_of, tables_of


@dataclass(frozen=True)
class ShownTable(ShownRows):
    """A table as everybody may see it."""

    table: ChapterTable
    total: ShownRow | None

    @property
    def chart(self) -> str:
        return drawable(self.table.chart, hides_something=self.hides_something)

    @property
    def unit_word(self) -> str:
        """The unit, where all rows share one."""
        return self.table.unit if not any(row.unit for row in self.table.rows) else ""


@dataclass(frozen=True)
class ShownLink:
    """Something to read on; without an address it is no longer there for everybody."""

    link: ChapterLink
    address: str


@dataclass(frozen=True)
class ShownChapter:
    chapter: ReportChapter
    number: int
    tables: tuple[ShownTable, ...]
    links: tuple[ShownLink, ...]


@dataclass(frozen=True)
class ShownReport:
    """A report as everybody may see it; pages and papers are made of nothing else."""

    report: YearReport
    chapters: tuple[ShownChapter, ...]
    threshold: int

    @property
    def rule(self) -> str:
        """The sentence that says why something is hidden, empty when nothing is."""
        if not any(table.hides_something for chapter in self.chapters for table in chapter.tables):
            return ""
        return (
            f"人や件の数のうち、1〜{self.threshold - 1}は、だれのことかがわかるおそれがあるので、"
            "「非表示」としています。引き算でわかってしまう数や合計も、いっしょに隠しています。"
        )


def own_chapters(report: YearReport) -> list[ReportChapter]:
    return list(report.chapters.all())


def threshold_of(report: YearReport) -> int:
    """Return the smallest count that this report shows: never less than on the day of publication."""
    return max(report.threshold or 0, small_counts_threshold())


def shown_report(report: YearReport, *, threshold: int | None = None) -> ShownReport:
    """Return a report without the numbers that could tell of single people."""
    smallest = threshold_of(report) if threshold is None else threshold
    chapters = own_chapters(report)
    tables = [tables_of(chapter.tables) for chapter in chapters]
    protections = iter(protections_of([table for each in tables for table in each], smallest))
    addresses = _addresses(chapters)
    shown = tuple(
        ShownChapter(
            chapter=chapter,
            number=number,
            tables=tuple(_shown(table, next(protections)) for table in tables[number - 1]),
            links=tuple(_shown_link(link, addresses) for link in links_of(chapter.links)),
        )
        for number, chapter in enumerate(chapters, start=1)
    )
    return ShownReport(report, shown, smallest)


def protections_of(tables: Sequence[ChapterTable], threshold: int) -> list[Protection]:
    """Return what the tables of one report hide."""
    return protect_together([counts_of(table) for table in tables], threshold=threshold)


def counts_of(table: ChapterTable) -> list[LabelledCount]:
    """Return the numbers of a table as the rules of small counts need them."""
    return [
        LabelledCount(fold(row.label), Count(_number(row), _is_people(table, row)), row.label)
        for row in table.rows
    ]


def _number(row: ChapterRow) -> Decimal | None:
    return None if row.value is None else Decimal(row.value)


def _is_people(table: ChapterTable, row: ChapterRow) -> bool:
    return hides_when_small(is_own=True, unit=row.unit or table.unit)


def _shown(table: ChapterTable, protection: Protection) -> ShownTable:
    rows = tuple(
        ShownRow(
            label=row.label,
            value=None if place in protection.hidden else _number(row),
            is_hidden=place in protection.hidden,
            unit=row.unit or table.unit,
            note=row.note,
        )
        for place, row in enumerate(table.rows)
    )
    total = sum((_number(row) or Decimal(0) for row in table.rows), Decimal(0))
    is_hidden = protection.hides_total
    sum_row = ShownRow(TOTAL, None if is_hidden else total, is_hidden, table.unit, "")
    return ShownTable(rows, table, sum_row if table.adds_up else None)


def _addresses(chapters: Sequence[ReportChapter]) -> dict[int, str]:
    """Return where the pages that chapters lead to stand now, as far as everybody may read them."""
    wanted = {link["page_id"] for chapter in chapters for link in chapter.links if link["page_id"]}
    if not wanted:
        return {}
    pages = open_to_everybody(Page.objects.filter(pk__in=wanted)).values_list("pk", "url_path")
    return {pk: address(url_path) for pk, url_path in pages}


def _shown_link(link: ChapterLink, addresses: dict[int, str]) -> ShownLink:
    return ShownLink(link, addresses.get(link.page_id, "") if link.page_id else link.url)


def published_reports() -> list[YearReport]:
    """Return the report of each fiscal year that everybody finds, the latest first."""
    return list(YearReport.objects.current())


def other_versions(report: YearReport) -> list[YearReport]:
    """Return the other readable versions of the same fiscal year, the latest first."""
    versions = YearReport.objects.readable().filter(fiscal_year=report.fiscal_year)
    return list(versions.exclude(pk=report.pk))


def desk_reports() -> QuerySet[YearReport]:
    """Return every version for the desk with its number of chapters."""
    reports = YearReport.objects.annotate(chapter_count=CountRows("chapters"))
    return reports.order_by("-fiscal_year", "-version")


def years_without_report(this_year: int, *, back: int = 6) -> list[int]:
    """Return the fiscal years that are over and have no report yet, the latest first."""
    known = set(YearReport.objects.values_list("fiscal_year", flat=True))
    return [year for year in range(this_year - 1, this_year - 1 - back, -1) if year not in known]


def is_open(fiscal_year: int) -> bool:
    """Return whether somebody is writing a version of this fiscal year."""
    return YearReport.objects.filter(fiscal_year=fiscal_year, state__in=OPEN_STATES).exists()


def reports_to_publish(*, user_id: int) -> int:
    """Return how many reports wait for this account as the second person."""
    return YearReport.objects.filter(state=ReportState.PROOF).exclude(sent_by=user_id).count()


def chapter(pk: int) -> ReportChapter | None:
    """Return a chapter as it stands now; None when somebody has removed it."""
    return ReportChapter.objects.filter(pk=pk).first()
