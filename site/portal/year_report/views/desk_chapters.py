"""One chapter at the desk: words by staff; its place, its numbers and whether it stays by the manager."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import UNPROCESSABLE, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from content.meanwhile import SEEN, Meanwhile, changed_meanwhile, held, mark_of, words_of
from portal.year_report import queries, rules, services
from portal.year_report.access import chapter_at_the_desk, leading_desk, report_at_the_desk, report_desk
from portal.year_report.enums import LEADING_ROLES
from portal.year_report.exceptions import ReportRefused
from portal.year_report.forms import ChapterForm
from portal.year_report.models import ReportChapter, YearReport

from .desk import SAVED, address_of, to_report, trail_of

TEMPLATE = "year_report/desk/chapter.html"

DEEDS: dict[str, tuple[Callable[..., None], str]] = {
    "chapter_up": (partial(services.move_chapter, back=True), "章を前に動かしました。"),
    "chapter_down": (partial(services.move_chapter, back=False), "章を後ろに動かしました。"),
    "chapter_pull": (services.pull_chapter, "この章の表を集めなおしました。書いた文は、そのままです。"),
}


@leading_desk.form_page
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a chapter of words alone, as thanks or an outlook."""
    report = report_at_the_desk(pk)
    decision = rules.may_change(report.state)
    # What was typed meanwhile is shown again with the reason.
    if request.method != "POST" and not decision.allowed:
        messages.error(request, decision.reason)
        return to_report(report)
    form = ChapterForm(request.POST if request.method == "POST" else None)

    def save() -> Done:
        services.add_chapter(report=report, actor=actor(request), now=timezone.now(), **form.cleaned_data)
        return Done("章を加えました。", address_of(report))

    screen = Screen(TEMPLATE, "文だけの章を加える", trail_of(report))
    return form_screen(request, form, save, screen, refused_as=ReportRefused, report=report)


@report_desk.form_page
def edit(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """Write heading and words of a chapter beside its tables."""
    if request.method == "POST" and queries.chapter(chapter_pk) is None:
        return _gone(request, report_at_the_desk(pk))
    chapter = chapter_at_the_desk(pk, chapter_pk)
    decision = rules.may_change(chapter.report.state)
    if request.method != "POST" and not decision.allowed:
        messages.error(request, decision.reason)
        return to_report(chapter.report)
    form = ChapterForm(request.POST) if request.method == "POST" else _form_of(chapter)

    def save() -> Done:
        services.change_chapter(
            chapter=chapter, values=form.cleaned_data, actor=actor(request), now=timezone.now()
        )
        return Done(SAVED, address_of(chapter.report))

    answer = form_screen(
        request,
        form,
        save,
        Screen(TEMPLATE, f"章「{chapter.heading}」を書く", trail_of(chapter.report)),
        refused_as=ReportRefused,
        kept=Kept(chapter, lambda: _form_of(queries.chapter(chapter_pk))),
        report=chapter.report,
        chapter=chapter,
        tables=_tables_of(chapter),
    )
    # It may also have gone at the very moment of saving.
    is_gone = answer.status_code == UNPROCESSABLE and queries.chapter(chapter_pk) is None
    return _gone(request, chapter.report) if is_gone else answer


def _form_of(chapter: ReportChapter | None) -> ChapterForm | None:
    return chapter and ChapterForm(initial=_words_in(chapter))


def _words_in(chapter: ReportChapter) -> dict[str, str]:
    return {"heading": chapter.heading, "words": chapter.words}


def _tables_of(chapter: ReportChapter) -> tuple[queries.ShownTable, ...]:
    """Return the tables of a chapter as everybody may see them, beside those of the whole report."""
    chapters = queries.shown_report(chapter.report).chapters
    return next((each.tables for each in chapters if each.chapter.pk == chapter.pk), ())


def _gone(request: HttpRequest, report: YearReport) -> HttpResponse:
    """Keep what was typed for a chapter that somebody took out meanwhile, and say where it can go."""
    return desk.show(
        request,
        "year_report/desk/gone_chapter.html",
        "この章は、なくなりました",
        trail=trail_of(report),
        status=UNPROCESSABLE,
        form=ChapterForm(initial={name: request.POST.get(name, "") for name in ChapterForm.base_fields}),
        report=report,
        chapters=queries.own_chapters(report),
        may_change=rules.may_change(report.state),
        is_leading=has_role(request.user, LEADING_ROLES),
    )


@leading_desk.form_page
def remove(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """Show what goes and ask once more, then take a chapter out; never words that nobody has seen go."""
    chapter, changed = chapter_at_the_desk(pk, chapter_pk), None
    if request.method == "POST":
        with held(chapter):
            chapter = queries.chapter(chapter_pk) or chapter
            changed = _written_since(request, chapter)
            if changed is None:
                return _do(request, chapter, services.remove_chapter, "章をなくしました。")
    return desk.show(
        request,
        "year_report/desk/remove_chapter.html",
        "章をなくす",
        trail=trail_of(chapter.report),
        status=UNPROCESSABLE if changed else 200,
        report=chapter.report,
        chapter=chapter,
        changed=changed,
        **{SEEN: mark_of(words_of(ChapterForm(initial=_words_in(chapter))))},
    )


def _written_since(request: HttpRequest, chapter: ReportChapter) -> Meanwhile | None:
    """Return what somebody has written in a chapter since the question was asked, None if nothing."""
    now = words_of(ChapterForm(initial=_words_in(chapter)))
    nothing = {name: replace(word, text="") for name, word in now.items()}
    seen = request.POST.get(SEEN, "")
    return changed_meanwhile(seen, typed=nothing, now=now, record=chapter, reader=actor(request))


@leading_desk.deed
def act(request: HttpRequest, pk: int, chapter_pk: int, deed: str) -> HttpResponse:
    """Move a chapter or pull its numbers again, or say why not."""
    return _do(request, chapter_at_the_desk(pk, chapter_pk), *DEEDS[deed])


def _do(request: HttpRequest, chapter: ReportChapter, do: Callable[..., None], done: str) -> HttpResponse:
    try:
        do(chapter=chapter, actor=actor(request), now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return to_report(chapter.report)
