"""The same lists as files and papers, of what the reader may see."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content import desk
from content.files import shared_file
from directory.access import agency_desk
from directory.enums import AreaScheme, Level
from directory.finding import exports, papers
from directory.finding.access import reader_of
from directory.finding.enums import ExportForm, ExportReason
from directory.finding.forms import TakeAwayForm, Wish, read_wish
from directory.finding.listing import Row, choices_for, chosen_words, hits_of
from directory.finding.matrix import area_matrix
from directory.finding.services import record_taking_away
from foundation.exports.delimited import Encoding
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import wareki

from .pages import HOME, LIST

PDF = "application/pdf"
CSV_TYPES: dict[Encoding, str] = {
    "utf-8-sig": "text/csv; charset=utf-8",
    "cp932": "text/csv; charset=shift_jis",
}
ENCODINGS: dict[str, Encoding] = {ExportForm.CSV_UTF8: "utf-8-sig", ExportForm.CSV_CP932: "cp932"}
SOURCES = "障害福祉サービス等情報公表システム、介護サービス情報公表システムの公表データと、各機関からの知らせ"
NAME = "関係機関の名簿"
TOO_MANY_REQUESTS, UNPROCESSABLE = 429, 422


@dataclass(frozen=True)
class Asked:
    """A whole list as a reader asks for it."""

    reader: Level
    wish: Wish
    rows: list[Row]
    total: int
    words: str
    today: date

    @property
    def about(self) -> list[tuple[str, str]]:
        return [
            ("さがしたこと", self.words or "すべて"),
            ("件数", f"{self.total}件のうち{len(self.rows)}件"),
            ("作った日", wareki(self.today)),
            ("出典", SOURCES),
        ]


def _asked(request: HttpRequest) -> Asked:
    reader, today = reader_of(request), timezone.localdate()
    choices = choices_for(reader, today=today)
    wish = replace(read_wish(request.GET, choices), is_whole=True, page=1)
    found, rows = hits_of(wish, choices, today=today)
    return Asked(reader, wish, rows, found.total, chosen_words(wish, choices), today)


@require_safe
def delimited(request: HttpRequest) -> HttpResponse:
    """Hand out the list as CSV; `?code=sjis` for old software. Staff say why they need it first."""
    asked = _asked(request)
    if asked.reader == Level.STAFF:
        return _reason_first(asked)
    encoding: Encoding = "cp932" if request.GET.get("code") == "sjis" else "utf-8-sig"
    content = exports.csv_of(asked.rows, asked.reader, encoding=encoding)
    return shared_file(content, name=f"{NAME}.csv", content_type=CSV_TYPES[encoding])


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """Hand out the list as a workbook. Staff say why they need it first."""
    asked = _asked(request)
    if asked.reader == Level.STAFF:
        return _reason_first(asked)
    content = exports.workbook_of(asked.rows, asked.reader, about=asked.about, today=asked.today)
    return shared_file(content, name=f"{NAME}.xlsx", content_type=XLSX)


def _reason_first(asked: Asked) -> HttpResponse:
    return redirect(f"{reverse('directory_finding:take_away')}?{asked.wish.query(is_whole=False)}")


@agency_desk.form_page
def take_away(request: HttpRequest) -> HttpResponse:
    """Ask staff in which form they take a list away and why; then hand it out and write that down."""
    asked = _asked(request)
    form = TakeAwayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        kind, reason = ExportForm(form.cleaned_data["form"]), ExportReason(form.cleaned_data["reason"])
        columns = [each.heading for each in exports.columns_for(asked.reader)]
        record_taking_away(
            form=kind, reason=reason, columns=columns, actor=desk.actor(request), now=timezone.now()
        )
        return _taken(asked, kind)
    context = {
        "page_title": "名簿を持ち出す",
        "breadcrumb_items": [HOME, (LIST, reverse("directory_finding:search")), ("名簿を持ち出す", "")],
        "no_index": True,
        "has_errors": form.is_bound,
        "form": form,
        "asked": asked,
        "query": asked.wish.query(is_whole=False),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "directory/finding/take_away.html", context, status=status)


def _taken(asked: Asked, kind: ExportForm) -> HttpResponse:
    if kind == ExportForm.WORKBOOK:
        content = exports.workbook_of(asked.rows, asked.reader, about=asked.about, today=asked.today)
        return desk.file(content, name=f"{NAME}.xlsx", content_type=XLSX)
    encoding = ENCODINGS[kind]
    content = exports.csv_of(asked.rows, asked.reader, encoding=encoding)
    return desk.file(content, name=f"{NAME}.csv", content_type=CSV_TYPES[encoding])


@require_safe
def list_paper(request: HttpRequest) -> HttpResponse:
    """Hand out the list on A4."""
    return _paper(
        request,
        "list",
        lambda asked: papers.list_pdf(
            asked.rows,
            asked=asked.words,
            total=asked.total,
            is_for_staff=asked.reader == Level.STAFF,
            today=asked.today,
        ),
    )


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Hand out labels for envelopes. Raises Http404 when nobody of the list has an address to see."""
    return _paper(request, "labels", _labels)


def _labels(asked: Asked) -> bytes:
    if not any(each.hit["address"] for each in asked.rows):
        raise Http404
    return papers.labels_pdf(asked.rows)


@require_safe
def areas_paper(request: HttpRequest) -> HttpResponse:
    """Hand out the matrix of areas on one sheet; it is the same for everybody."""
    today, scheme = timezone.localdate(), request.GET.get("scheme", "")
    if scheme not in AreaScheme.values:
        # Each other word would be laid out anew, and the same sheet.
        scheme = ""
    paper = papers.kept_paper(
        "areas", f"{scheme}{today}", lambda: papers.matrix_pdf(area_matrix(scheme, today=today), today=today)
    )
    return shared_file(paper, name="圏域ごとの数.pdf", content_type=PDF, inline=True)


def _paper(request: HttpRequest, name: str, make: Callable[[Asked], bytes]) -> HttpResponse:
    """Return a paper of a list; strangers may ask for some in an hour, and get what is laid out already."""
    is_stranger = reader_of(request) == Level.PUBLIC
    if is_stranger and not ratelimit.consume(
        request, app="directory", action="paper", config=settings.DIRECTORY_PAPER_RATES, limit_get=True
    ):
        context = {"page_title": "少し待ってください", "no_index": True}
        return render(request, "directory/finding/wait.html", context, status=TOO_MANY_REQUESTS)
    asked = _asked(request)
    if is_stranger:
        key = f"{asked.wish.query()}{asked.today}"
        content = papers.kept_paper(name, key, lambda: make(asked))
        return shared_file(content, name=f"{NAME}.pdf", content_type=PDF, inline=True)
    return desk.file(make(asked), name=f"{NAME}.pdf", content_type=PDF, inline=True)
