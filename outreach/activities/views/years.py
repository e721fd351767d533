"""A fiscal year as a whole: areas by kind and month, what is left before it is locked, what differs since."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import actor
from content.desk_forms import Done
from foundation.exports.fiscal_months import MONTH_WORDS
from foundation.japanese.dates import fiscal_year, fiscal_year_label, fiscal_year_short
from outreach.activities import queries
from outreach.activities.access import activity_desk, locking_desk
from outreach.activities.coverage import coverage_of
from outreach.activities.enums import LOCKING_ROLES, ActivityState
from outreach.activities.forms import BecauseForm
from outreach.activities.papers import coverage_pdf, coverage_table
from outreach.activities.rules import may_lock
from outreach.activities.services.locking import lock, unlock
from outreach.activities.views.frame import address, done, form_page, to_register

FIRST_YEAR = 2000


@activity_desk.reading
def coverage(request: HttpRequest, year: int) -> HttpResponse:
    """Show which area saw which kind of work in which month."""
    _insist_on_year(year)
    today = timezone.localdate()
    return desk.show(
        request,
        "activities/desk/coverage.html",
        f"圏域ごとの活動　{fiscal_year_label(year)}",
        trail=[to_register()],
        year=year,
        months=MONTH_WORDS,
        coverage=coverage_of(
            queries.counted_activities(year, today=today), queries.area_names(year, today=today)
        ),
    )


@activity_desk.reading
def coverage_paper(_request: HttpRequest, year: int) -> HttpResponse:
    """Return the same on A4."""
    _insist_on_year(year)
    name = f"圏域ごとの活動{fiscal_year_short(year)}.pdf"
    content = coverage_pdf(year, now=timezone.now())
    return desk.file(content, name=name, content_type="application/pdf", inline=True)


@activity_desk.reading
def coverage_workbook(_request: HttpRequest, year: int) -> HttpResponse:
    """Return the same as a workbook."""
    _insist_on_year(year)
    today = timezone.localdate()
    table = coverage_table(year, today=today)
    return desk.table_file(table, name=table.title, form="xlsx", printed_on=today)


@activity_desk.reading
def closing(request: HttpRequest, year: int) -> HttpResponse:
    """Show what is left before a year is locked; of a locked year, what differs from what was reported."""
    _insist_on_year(year)
    today = timezone.localdate()
    running = queries.running_lock(year)
    states = queries.states_of(year, today=today)
    decision = may_lock(states, year_is_over=queries.year_is_over(year, today=today))
    return desk.show(
        request,
        "activities/desk/closing.html",
        f"年度の確定　{fiscal_year_label(year)}",
        trail=[to_register()],
        year=year,
        lock=running,
        locks=[each for each in queries.locks_of(year) if each.unlocked_at],
        counts=[(state, states[state]) for state in ActivityState if states[state]],
        decision=decision,
        differences=queries.differences_of(running, today=today) if running else [],
        may_lock=has_role(request.user, LOCKING_ROLES),
    )


@locking_desk.deed
def lock_year(request: HttpRequest, year: int) -> HttpResponse:
    """Keep what a year counts as it is now."""
    _insist_on_year(year)
    return done(
        request,
        lambda: lock(year=year, actor=actor(request), now=timezone.now()),
        "年度を確定しました。これからあとの直しは、報告した数を変えません。",
        address("closing", year),
    )


@locking_desk.form_page
def unlock_year(request: HttpRequest, year: int) -> HttpResponse:
    """Open a locked year again, with a reason."""
    _insist_on_year(year)
    form = BecauseForm(request.POST or None)

    def save() -> Done:
        unlock(year=year, because=form.cleaned_data["because"], actor=actor(request), now=timezone.now())
        return Done("確定をときました。", address("closing", year))

    return form_page(
        request,
        form,
        save,
        title=f"確定をとく　{fiscal_year_label(year)}",
        button="確定をとく",
        trail=[to_register()],
        back=address("closing", year),
        field="because",
        hint="確定したときの数は残り、あとで比べられます。",
    )


def _insist_on_year(year: int) -> None:
    if not FIRST_YEAR <= year <= fiscal_year(timezone.localdate()) + 1:
        raise Http404
