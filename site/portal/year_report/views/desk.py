"""The desk for yearly reports: begun in one press, written, looked through, published, made anew."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from foundation.japanese.dates import fiscal_year
from portal.year_report import drawings, papers, queries, rules, services
from portal.year_report.access import leading_desk, report_at_the_desk, report_desk
from portal.year_report.enums import LEADING_ROLES
from portal.year_report.exceptions import ReportRefused
from portal.year_report.forms import BeginForm, WordsForm
from portal.year_report.models import YearReport

LIST = "1年の報告"
ROWS_PER_PAGE = 30
PDF = "application/pdf"
SAVED = "保存しました。"
# What staff may do as well.
DEEDS: dict[str, tuple[Callable[..., None], str]] = {
    "send": (services.send_report, "校正に出しました。別の人（センター長）が読みなおして、公開します。"),
    "take_back": (services.take_report_back, "下書きにもどしました。直せます。"),
}
LEADING_DEEDS: dict[str, tuple[Callable[..., None], str]] = {
    "publish": (services.publish_report, "公開しました。表の数は、今日のもので決まりました。"),
    "pull": (services.pull_again, "表を集めなおしました。書いた文は、そのままです。"),
}


@report_desk.reading
def report_list(request: HttpRequest) -> HttpResponse:
    """Show every version of every year, and the button that begins a report."""
    page = Paginator(queries.desk_reports(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    is_leading = has_role(request.user, LEADING_ROLES)
    return desk.show(request, "year_report/desk/list.html", LIST, page_obj=page, is_leading=is_leading)


@leading_desk.form_page
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the report of a fiscal year with everything that is known of it."""
    now = timezone.now()
    years = queries.years_without_report(fiscal_year(timezone.localdate(now)))
    form = BeginForm(request.POST if request.method == "POST" else None, years=years)

    def save() -> Done:
        year = form.cleaned_data["fiscal_year"]
        begun = services.begin_report(fiscal_year=year, actor=actor(request), now=now)
        return Done("下書きができました。章ごとに、文を書いてください。", address_of(begun))

    screen = Screen("year_report/desk/begin.html", "報告を作り始める", [to_list()])
    return form_screen(request, form, save, screen, refused_as=ReportRefused)


@report_desk.reading
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report as everybody will see it, and what can be done next."""
    found, user = report_at_the_desk(pk), actor(request)
    shown = queries.shown_report(found)
    is_leading = has_role(user, LEADING_ROLES)
    verdict = rules.may_publish(found.state, is_by_who_sent=user == found.sent_by, is_manager=is_leading)
    return desk.show(
        request,
        "year_report/desk/report.html",
        f"{found.title}（{found.version_word}）",
        trail=[to_list()],
        report=found,
        shown=shown,
        chapters=drawings.drawn(shown),
        is_leading=is_leading,
        verdict=verdict,
        may_reopen=rules.may_reopen(found.state, has_open=queries.is_open(found.fiscal_year)),
    )


@report_desk.form_page
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Write title and foreword."""
    found = report_at_the_desk(pk)
    decision = rules.may_change(found.state)
    # What was typed meanwhile is shown again with the reason.
    if request.method != "POST" and not decision.allowed:
        messages.error(request, decision.reason)
        return to_report(found)
    kept = Kept(found, lambda: words_form(report_at_the_desk(pk)))
    form = WordsForm(request.POST) if request.method == "POST" else words_form(found)

    def save() -> Done:
        services.change_report(
            report=found, values=form.cleaned_data, actor=actor(request), now=timezone.now()
        )
        return Done(SAVED, address_of(found))

    screen = Screen("year_report/desk/words.html", "題名と「はじめに」を書く", trail_of(found))
    return form_screen(request, form, save, screen, refused_as=ReportRefused, kept=kept, report=found)


def words_form(report: YearReport) -> WordsForm:
    return WordsForm(initial={"title": report.title, "foreword": report.foreword})


@report_desk.reading
def proof(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out the paper as it stands, to be read with a pencil."""
    found = report_at_the_desk(pk)
    content = papers.report_pdf(queries.shown_report(found))
    return desk.file(content, name=f"{found.fiscal_year}-{found.version}.pdf", content_type=PDF, inline=True)


@report_desk.deed
def move(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Send a report or take it back, or say why not."""
    return _do(request, report_at_the_desk(pk), *DEEDS[deed])


@leading_desk.deed
def lead(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Publish a report or pull its tables again, or say why not."""
    found = report_at_the_desk(pk)
    if deed == "publish":
        found.changed_at = desk.seen_at(request)
    return _do(request, found, *LEADING_DEEDS[deed])


@leading_desk.deed
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version, or say why not."""
    found = report_at_the_desk(pk)
    try:
        found = services.reopen_report(report=found, actor=actor(request), now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "新しい版の下書きができました。公開するまで、いまの版が見えています。")
    return to_report(found)


@leading_desk.form_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then take a published version out of everybody's sight."""
    found = report_at_the_desk(pk)
    if request.method == "POST":
        return _do(request, found, services.withdraw_report, "公開をやめました。外からは見えません。")
    title = "公開をやめる"
    return desk.show(request, "year_report/desk/withdraw.html", title, trail=trail_of(found), report=found)


def _do(request: HttpRequest, report: YearReport, act: Callable[..., None], done: str) -> HttpResponse:
    try:
        act(report=report, actor=actor(request), now=timezone.now())
    except ReportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return to_report(report)


def to_list() -> Link:
    return LIST, reverse("year_report_desk:list")


def trail_of(report: YearReport) -> list[Link]:
    return [to_list(), (report.title, address_of(report))]


def address_of(report: YearReport) -> str:
    return reverse("year_report_desk:report", args=[report.pk])


def to_report(report: YearReport) -> HttpResponseRedirect:
    return HttpResponseRedirect(address_of(report), status=SEE_OTHER)
