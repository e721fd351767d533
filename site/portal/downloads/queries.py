"""What was taken in a fiscal year: the library by paper and version, other files, our own sheets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth
from wagtail.documents.models import Document

from foundation.exports.fiscal_months import Cells, CountTable, rows_of
from portal.models import LibraryPage

from .enums import Sheet
from .models import DownloadCount

HEADING = "資料と版"
PRESENT, SUPERSEDED, ARCHIVED = "いまの版", "前の版", "使われていない"


@dataclass(frozen=True)
class Taken:
    """The cells of a fiscal year, by document and by sheet."""

    documents: Cells[int | None]
    sheets: Cells[str]


def download_tables(fiscal_year: int) -> list[CountTable]:
    """Return the tables of a fiscal year: each version of the library, other files, sheets of our own.

    A version without a file has no row. A file that stands at several places is counted at each of them.
    """
    taken = _taken(fiscal_year)
    papers = LibraryPage.objects.order_by("title", "pk").prefetch_related("versions")
    versions = list(_version_words(papers))
    known = {document_id for document_id, _ in versions}
    others = sorted({document_id for document_id, _ in taken.documents if document_id} - known)
    named = Document.objects.in_bulk(others) if others else {}
    other_words = [(pk, document.title) for pk, document in sorted(named.items())]
    return [
        CountTable("資料の版ごと（回）", HEADING, rows_of(versions, taken.documents)),
        CountTable("ほかのファイル（回）", "ファイル", rows_of(other_words, taken.documents)),
        CountTable("このサイトで作る用紙（回）", "用紙", rows_of(Sheet.choices, taken.sheets)),
    ]


def downloads_of(document_ids: Iterable[int], fiscal_year: int) -> dict[int, int]:
    """Return how often each of these files was taken in a fiscal year; what nobody took is missing."""
    counted = _year(fiscal_year).filter(document__in=document_ids).order_by()
    return dict(counted.values_list("document").annotate(all_times=Sum("times")))


def _version_words(papers: Iterable[LibraryPage]) -> Iterable[tuple[int | None, str]]:
    for paper in papers:
        for place, version in enumerate(paper.newest_first()):
            standing = ARCHIVED if paper.is_archived else SUPERSEDED if place else PRESENT
            if version.document_id is not None:
                yield version.document_id, f"{paper.title}　{version.label}（{standing}）"


def _taken(fiscal_year: int) -> Taken:
    documents: dict[tuple[int | None, int], int] = defaultdict(int)
    sheets: dict[tuple[str, int], int] = defaultdict(int)
    months = _year(fiscal_year).order_by().annotate(month=ExtractMonth("day"))
    for row in months.values("document", "sheet", "month").annotate(all_times=Sum("times")):
        if row["document"]:
            documents[row["document"], row["month"]] += row["all_times"]
        else:
            sheets[row["sheet"], row["month"]] += row["all_times"]
    return Taken(documents, sheets)


def _year(fiscal_year: int) -> "QuerySet[DownloadCount]":
    return DownloadCount.objects.filter(day__gte=date(fiscal_year, 4, 1), day__lt=date(fiscal_year + 1, 4, 1))
