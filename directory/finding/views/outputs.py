"""The same lists as files and papers, of what the reader may see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from content import desk
from content.files import shared_file, shared_stream
from directory.access import agency_desk
from directory.enums import AreaScheme, Level
from directory.finding import exports, papers
from directory.finding.access import reader_of
from directory.finding.enums import ExportForm, ExportReason
from directory.finding.forms import Choices, TakeAwayForm, Wish, read_wish
from directory.finding.listing import Row, choices_for, chosen_words, every_row, hits_of
from directory.finding.matrix import area_matrix
from directory.finding.services import record_taking_away
from foundation.exports.delimited import Encoding
from foundation.exports.spreadsheet import XLSX
from foundation.japanese.dates import wareki
from foundation.rates.services import may_go

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
    """A whole list as a reader asks for it; a paper holds the first of its rows, a file all of them."""

    reader: Level
    wish: Wish
    choices: Choices
    today: date

    @property
    def words(self) -> str:
        return chosen_words(self.wish, self.choices)

    @property
    def query(self) -> str:
        return self.wish.query(is_whole=False)

    @cached_property
    def whole(self) -> tuple[int, Iterator[Row]]:
        return every_row(self.wish, self.choices, today=self.today)

    @property
    def total(self) -> int:
        return self.whole[0]

    def rows(self) -> Iterator[Row]:
        """All rows, read while they are walked, once."""
        return self.whole[1]

    def about(self) -> list[tuple[str, str]]:
        return [
            ("さがしたこと", self.words or "すべて"),
            ("件数", f"{self.total}件"),
            ("作った日", wareki(self.today)),
            ("出典", SOURCES),
        ]


def _asked(request: HttpRequest, reader: Level) -> Asked:
    today = timezone.localdate()
    choices = choices_for(reader, today=today)
    return Asked(reader, replace(read_wish(request.GET, choices), is_whole=True, page=1), choices, today)


type File = Callable[[HttpRequest, Asked], HttpResponseBase]


def _for_others(make: File) -> Callable[[HttpRequest], HttpResponseBase]:
    """Hand out a file; staff say first why they need it, and strangers may ask for some in an hour."""

    @require_safe
    @wraps(make)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        reader = reader_of(request, today=timezone.localdate())
        if reader == Level.PUBLIC and not _may_have(request, "file"):
            return _wait(request)
        asked = _asked(request, reader)
        if reader == Level.STAFF:
            return redirect(f"{reverse('directory_finding:take_away')}?{asked.query}")
        return make(request, asked)

    return guarded


@_for_others
def delimited(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """Hand out the list as CSV; `?code=sjis` for old software."""
    encoding: Encoding = "cp932" if request.GET.get("code") == "sjis" else "utf-8-sig"
    pieces = exports.csv_of(asked.rows(), asked.reader, encoding=encoding)
    return shared_stream(pieces, name=f"{NAME}.csv", content_type=CSV_TYPES[encoding])


@_for_others
def workbook(request: HttpRequest, asked: Asked) -> HttpResponseBase:  # noqa: ARG001 -- as the other file
    """Hand out the list as a workbook."""
    content = exports.workbook_of(asked.rows(), asked.reader, about=asked.about(), today=asked.today)
    return shared_file(content, name=f"{NAME}.xlsx", content_type=XLSX)


@agency_desk.form_page
def take_away(request: HttpRequest) -> HttpResponseBase:
    """Ask staff in which form they take a list away and why; then hand it out and write that down."""
    asked = _asked(request, reader_of(request, today=timezone.localdate()))
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
        "query": asked.query,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "directory/finding/take_away.html", context, status=status)


def _taken(asked: Asked, kind: ExportForm) -> HttpResponseBase:
    if kind == ExportForm.WORKBOOK:
        content = exports.workbook_of(asked.rows(), asked.reader, about=asked.about(), today=asked.today)
        return desk.file(content, name=f"{NAME}.xlsx", content_type=XLSX)
    encoding = ENCODINGS[kind]
    pieces = exports.csv_of(asked.rows(), asked.reader, encoding=encoding)
    answer = shared_stream(pieces, name=f"{NAME}.csv", content_type=CSV_TYPES[encoding])
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@require_safe
def list_paper(request: HttpRequest) -> HttpResponse:
    """Hand out the list on A4, as much of it as a paper holds."""
    return _paper(
        request,
        "list",
        lambda asked, total, rows: papers.list_pdf(
            rows,
            asked=asked.words,
            total=total,
            is_for_staff=asked.reader == Level.STAFF,
            today=asked.today,
        ),
    )


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Hand out labels for envelopes to partners and staff.

    Raises Http404 for everybody else, and when nobody of the list has an address to see.
    """
    if reader_of(request, today=timezone.localdate()) == Level.PUBLIC:
        raise Http404
    return _paper(request, "labels", lambda _, total, rows: _labels(total, rows))


def _labels(total: int, rows: list[Row]) -> bytes:
    if not any(each.hit["address"] for each in rows):
        raise Http404
    return papers.labels_pdf(rows, total=total)


@require_safe
def areas_paper(request: HttpRequest) -> HttpResponse:
    """Hand out the matrix of areas on one sheet; it is the same for everybody."""
    today, scheme = timezone.localdate(), request.GET.get("scheme", "")
    if scheme not in AreaScheme.values:
        # Each other word would be laid out anew, and the same sheet.
        scheme = ""
    paper = papers.kept_list(
        "areas", f"{scheme}{today}", lambda: papers.matrix_pdf(area_matrix(scheme, today=today), today=today)
    )
    return shared_file(paper, name="圏域ごとの数.pdf", content_type=PDF, inline=True)


PAPERS = {"list": NAME, "labels": "宛名ラベル"}

type Paper = Callable[[Asked, int, list[Row]], bytes]


def _paper(request: HttpRequest, name: str, lay_out: Paper) -> HttpResponse:
    """Return a paper of a list; strangers may ask for some in an hour, and get what is laid out already."""
    reader = reader_of(request, today=timezone.localdate())
    if reader == Level.PUBLIC and not _may_have(request, "paper"):
        return _wait(request)
    asked = _asked(request, reader)

    def make() -> bytes:
        found, rows = hits_of(asked.wish, asked.choices, today=asked.today)
        return lay_out(asked, found.total, rows)

    if reader == Level.PUBLIC:
        content = papers.kept_list(name, f"{asked.wish.query()}{asked.today}", make)
        return shared_file(content, name=f"{PAPERS[name]}.pdf", content_type=PDF, inline=True)
    return desk.file(make(), name=f"{PAPERS[name]}.pdf", content_type=PDF, inline=True)


def _may_have(request: HttpRequest, action: str) -> bool:
    rates = settings.DIRECTORY_PAPER_RATES
    return may_go(request, app="directory", action=action, rates=rates, now=timezone.now())


def _wait(request: HttpRequest) -> HttpResponse:
    context = {"page_title": "少し待ってください", "no_index": True}
    return render(request, "directory/finding/wait.html", context, status=TOO_MANY_REQUESTS)
