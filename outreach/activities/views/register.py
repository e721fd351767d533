"""The register of a fiscal year: its list, sums, workbook, and the pull."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import actor
from content.desk_forms import Done
from foundation.activities.enums import ActivityKind
from foundation.japanese.dates import fiscal_year, fiscal_year_label
from outreach.activities import queries
from outreach.activities.access import activity_desk, locking_desk
from outreach.activities.counting import by_kind
from outreach.activities.enums import LOCKING_ROLES, ActivityState
from outreach.activities.forms import ActivityForm
from outreach.activities.papers import activities_table
from outreach.activities.services.pulling import pull
from outreach.activities.services.writing import add, check
from outreach.activities.views.frame import REGISTER, address, done, form_page, to_register

ON_A_PAGE = 100


def asked_year(request: HttpRequest, years: list[int]) -> int:
    """Return the fiscal year of `?year=` when there is something of it, else the present one."""
    present = fiscal_year(timezone.localdate())
    return next((each for each in years if str(each) == request.GET.get("year")), present)


@activity_desk.reading
def register(request: HttpRequest) -> HttpResponse:
    """Show the activities of a fiscal year, of one state or kind if asked, and what they sum up to."""
    today = timezone.localdate()
    years = queries.years(today=today)
    year = asked_year(request, years)
    locked = queries.is_locked(year)
    rows = queries.activities_of(year)
    kind = next((each for each in ActivityKind if each == request.GET.get("kind")), None)
    state = next((each for each in ActivityState if each == request.GET.get("state")), None)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = queries.in_state(rows, state, today=today, locked=locked)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "activities/desk/register.html",
        REGISTER,
        year=year,
        year_words=fiscal_year_label(year),
        years=[(each, fiscal_year_label(each)) for each in years if each != year],
        is_locked=locked,
        kinds=by_kind(queries.counted_activities(year, today=today)),
        states=queries.states_of(year, today=today),
        page_obj=page,
        lines=queries.lines(page.object_list, today=today, locked=locked),
        kind=kind,
        state=state,
        every_kind=ActivityKind,
        every_state=ActivityState,
        may_check=has_role(request.user, LOCKING_ROLES),
        seen=timezone.now().isoformat(),
    )


@activity_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Write an activity that no other screen knows."""
    form = ActivityForm(request.POST or None, today=timezone.localdate())

    def save() -> Done:
        made = add(details=form.details, actor=actor(request), now=timezone.now())
        return Done("活動を書きました。次に、参加した機関を書きます。", address("activity", made.pk))

    hint = "研修・会・外の会議・視聴の案内・訪問は、それぞれの画面から、ひとりでにここに入ります。"
    return form_page(
        request,
        form,
        save,
        title="活動を書く",
        button="書く",
        trail=[to_register()],
        back=address("register"),
        hint=hint,
    )


@activity_desk.deed
def take_in(request: HttpRequest, year: int) -> HttpResponse:
    """Pull from all sources now."""
    back = f"{address('register')}?year={year}"
    return done(request, lambda: pull(year=year, now=timezone.now()), "取り込みました。", back)


@locking_desk.deed
def check_marked(request: HttpRequest, year: int) -> HttpResponse:
    """Say that the marked records are right, as they stood in the list."""
    keys = [int(each) for each in request.POST.getlist("activity") if each.isdecimal()]
    marked = list(queries.activities_of(year).filter(pk__in=keys))
    return done(
        request,
        lambda: check(
            activities=marked, seen=desk.seen_at(request), actor=actor(request), now=timezone.now()
        ),
        f"{len(marked)}件を確かめました。",
        f"{address('register')}?year={year}&state={ActivityState.RECORDED}",
    )


@activity_desk.reading
def workbook(_request: HttpRequest, year: int) -> HttpResponse:
    """Return the activities of a fiscal year that count, as a workbook."""
    today = timezone.localdate()
    table = activities_table(year, queries.counted_activities(year, today=today))
    return desk.table_file(table, name=table.title, form="xlsx", printed_on=today)
