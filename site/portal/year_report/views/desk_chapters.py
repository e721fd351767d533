"""One chapter at the desk: words by staff; its place, its numbers and whether it stays by the manager."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from portal.year_report import queries, rules, services
from portal.year_report.access import leading_desk, report_desk
from portal.year_report.exceptions import ReportRefused
from portal.year_report.forms import ChapterForm
from portal.year_report.models import ReportChapter

from .desk import found_report, to_report, trail_of

DEEDS: dict[str, tuple[Callable[..., None], str]] = {
    "chapter_up": (partial(services.move_chapter, back=True), "章を前に動かしました。"),
    "chapter_down": (partial(services.move_chapter, back=False), "章を後ろに動かしました。"),
    "chapter_pull": (services.pull_chapter, "この章の表を集めなおしました。書いた文は、そのままです。"),
}


@leading_desk.form_page
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a chapter of words alone, as thanks or an outlook."""
    report = found_report(pk)
    decision = rules.may_change(report.state)
    # What was typed meanwhile is shown again with the reason.
    if request.method != "POST" and not decision.allowed:
        messages.error(request, decision.reason)
        return to_report(report)
    form = ChapterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.add_chapter(report=report, actor=actor(request), now=timezone.now(), **form.cleaned_data)
        except ReportRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "章を加えました。")
            return to_report(report)
    return desk.show(
        request,
        "year_report/desk/chapter.html",
        "文だけの章を加える",
        trail=trail_of(report),
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        report=report,
    )


@report_desk.form_page
def edit(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """Write heading and words of a chapter beside its tables."""
    chapter = _found(pk, chapter_pk)
    decision = rules.may_change(chapter.report.state)
    if request.method != "POST" and not decision.allowed:
        messages.error(request, decision.reason)
        return to_report(chapter.report)
    initial = {"heading": chapter.heading, "words": chapter.words}
    form = ChapterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            services.change_chapter(
                chapter=chapter, values=form.cleaned_data, actor=actor(request), now=timezone.now()
            )
        except ReportRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "保存しました。")
            return to_report(chapter.report)
    shown = queries.shown_report(chapter.report)
    return desk.show(
        request,
        "year_report/desk/chapter.html",
        f"章「{chapter.heading}」を書く",
        trail=trail_of(chapter.report),
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        report=chapter.report,
        chapter=chapter,
        tables=next(each.tables for each in shown.chapters if each.chapter.pk == chapter.pk),
    )


@leading_desk.form_page
def remove(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """Ask once more, then take a chapter out."""
    chapter = _found(pk, chapter_pk)
    if request.method == "POST":
        return _do(request, chapter, services.remove_chapter, "章をなくしました。")
    return desk.show(
        request,
        "year_report/desk/remove_chapter.html",
        "章をなくす",
        trail=trail_of(chapter.report),
        report=chapter.report,
        chapter=chapter,
    )


@leading_desk.deed
def act(request: HttpRequest, pk: int, chapter_pk: int, deed: str) -> HttpResponse:
    """Move a chapter or pull its numbers again, or say why not."""
    return _do(request, _found(pk, chapter_pk), *DEEDS[deed])


def _do(request: HttpRequest, chapter: ReportChapter, do: Callable[..., None], done: str) -> HttpResponse:
    try:
        do(chapter=chapter, actor=actor(request), now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return to_report(chapter.report)


def _found(pk: int, chapter_pk: int) -> ReportChapter:
    chapters = ReportChapter.objects.select_related("report")
    return get_object_or_404(chapters, pk=chapter_pk, report=pk)
