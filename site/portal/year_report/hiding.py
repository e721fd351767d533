"""What a report hides, for the checks before it is public: numbers that no reader may see."""

from dataclasses import dataclass
from decimal import Decimal

from foundation.decision import YES, Decision
from foundation.report_chapters import ChapterTable
from portal.figures.side_by_side import ReadBeside, SeenTable, seen_table
from portal.figures.small_counts import Protection

from .models import ReportChapter, YearReport
from .queries import counts_of, own_chapters, protections_of
from .rules import people_in, told_people
from .snapshots import tables_of

TOLD = "表では隠す数か、その合計（{number}）が、{place}の文の中に書かれています。文から外してください。"


@dataclass(frozen=True)
class TableSecret:
    """What one table hides, with its sum where it is not shown, and what it shows; never for a reader."""

    table: ChapterTable
    hidden: frozenset[Decimal]
    shown: frozenset[Decimal]


def secrets_of(report: YearReport, *, threshold: int) -> list[tuple[ReportChapter, list[TableSecret]]]:
    """Return which counts and sums each table of each chapter hides, for the check of the words."""
    chapters = own_chapters(report)
    tables = [tables_of(chapter.tables) for chapter in chapters]
    protections = iter(protections_of([table for each in tables for table in each], threshold))
    return [
        (chapter, [_secret(table, next(protections)) for table in each])
        for chapter, each in zip(chapters, tables, strict=True)
    ]


def seen_tables(report: YearReport, *, threshold: int) -> list[SeenTable]:
    """Return the tables that count people, as the rule of tables that are read together needs them."""
    tables = [table for chapter in own_chapters(report) for table in tables_of(chapter.tables)]
    seen = [
        seen_table(
            f"{report.title}（{report.version_word}）：{table.caption}",
            counts_of(table),
            protection,
            people_in(words_of(table)),
        )
        for table, protection in zip(tables, protections_of(tables, threshold), strict=True)
    ]
    return [table for table in seen if table.rows]


def words_of(table: ChapterTable) -> list[str]:
    """Return all words of a table."""
    words = [table.caption, table.finding, table.caution, table.source]
    return words + [word for row in table.rows for word in (row.label, row.note)]


def _secret(table: ChapterTable, protection: Protection) -> TableSecret:
    counts = counts_of(table)
    hidden: set[Decimal] = set()
    shown: set[Decimal] = set()
    # A count of things is no secret, and showing one does not allow to tell as many people.
    for place, each in enumerate(counts):
        if each.count.hides_when_small and each.count.value is not None:
            (hidden if place in protection.hidden else shown).add(each.count.value)
    total = Decimal(seen_table("", counts, protection).total)
    if protection.hidden and (protection.hides_total or not table.adds_up):
        # A sum that the table does not show would give away what is missing.
        hidden.add(total)
    elif table.adds_up:
        shown.add(total)
    return TableSecret(table, frozenset(hidden), frozenset(shown))


def tells_nothing_hidden(report: YearReport, threshold: int) -> Decision:
    """Decide whether no words tell a count that is hidden: a table's words its own, the editor's words any.

    A chapter may name a number that one of its own tables shows.
    """
    secrets = secrets_of(report, threshold=threshold)
    tables = [secret for _, each in secrets for secret in each]
    hidden = frozenset().union(*(secret.hidden for secret in tables))
    checked = [("題名と「はじめに」", [report.title, report.foreword], hidden)]
    for chapter, own in secrets:
        shown = frozenset().union(*(secret.shown for secret in own))
        place = f"章「{chapter.heading}」"
        checked.append((place, [chapter.heading, chapter.words], hidden - shown))
        checked += [(place, words_of(secret.table), secret.hidden) for secret in own]
    for place, words, never in checked:
        told = told_people(words, never)
        if told:
            return Decision(False, TOLD.format(number=told[0], place=place))
    return YES


def tables_beside(threshold: int, fiscal_year: int | None) -> list[ReadBeside]:
    """Return the tables of all readable reports, for whoever publishes figures beside them."""
    return [
        ReadBeside(report.fiscal_year, shows, keeps)
        for report in _readable()
        if fiscal_year in (None, report.fiscal_year)
        for shows, keeps in zip(
            seen_tables(report, threshold=max(threshold, report.threshold or 0)),
            seen_tables(report, threshold=threshold),
            strict=True,
        )
    ]


def titles_that_tell(threshold: int) -> list[str]:
    """Return the readable reports whose words would tell what is hidden under this threshold."""
    return [
        f"{report.title}（{report.version_word}）"
        for report in _readable()
        if not tells_nothing_hidden(report, max(threshold, report.threshold or 0)).allowed
    ]


def _readable() -> list[YearReport]:
    return list(YearReport.objects.readable().prefetch_related("chapters"))
