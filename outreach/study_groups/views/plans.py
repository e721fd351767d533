"""A year's plan: its board of twelve months, its lines, approval, announcing, summing up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content import desk
from content.desk import actor
from foundation.japanese.dates import fiscal_year, fiscal_year_label, fiscal_year_short
from outreach.study_groups import queries
from outreach.study_groups.access import Standing, announced_row, plan_in, row_in
from outreach.study_groups.enums import Action, PlanState
from outreach.study_groups.forms import (
    AnnounceForm,
    ApproveForm,
    CallOffForm,
    CancelForm,
    CloseForm,
    PlanForm,
    RowForm,
)
from outreach.study_groups.models import PlanRow
from outreach.study_groups.papers import plan_pdf, summary_pdf
from outreach.study_groups.registries import held_pages
from outreach.study_groups.services.planning import (
    add_row_to_year,
    approve_plan,
    begin_plan,
    call_off,
    change_row,
    close_year,
    remove_row,
    take_back_call_off,
)
from outreach.study_groups.services.sessions import addresses_to_tell, announce, cancel_session

from .frame import address, go, names_to_look_for, saved, show, status_of, told, where_they_may

TOLD = "{}人に、メールで知らせます。"
NOBODY_TOLD = "メールで知らせる相手がいません。電話か紙で知らせてください。"
WHAT_CALLING_OFF_DOES = (
    "計画の行は、わけといっしょに残り、「中止」に数えます。",
    "まだ案内していないので、だれにも知らせません。あとで、予定にもどせます。",
)
WHAT_CANCELLING_DOES = (
    "案内した方と、出席を知らせた方に、中止とわけを知らせます。",
    "案内した回の中止は、取り消せません。日を変えるだけのときは、日時を変えてください。",
)
FIRST_YEAR, YEARS_AHEAD = 2000, 1
FROM_THE_ADDRESS = ("day", "starts", "ends", "venue")


def _year_or_404(year: int) -> int:
    if not FIRST_YEAR <= year <= fiscal_year(timezone.localdate()) + YEARS_AHEAD:
        raise Http404
    return year


@where_they_may(Action.READ_HOME)
def plan(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Show a year's plan with what became of each line; whoever runs the community writes it here."""
    community, now = standing.community, timezone.now()
    found = queries.plan_of(community, _year_or_404(year))
    lines = queries.lines_of(found, now=now) if found else []
    state = found.state if found else PlanState.DRAFT
    return show(
        request,
        "plan.html",
        f"{fiscal_year_label(year)}の計画",
        community=community,
        plan=found,
        year=year,
        months=queries.months_of_lines(lines, year),
        counted=queries.counted(lines),
        may_write=standing.may(Action.WRITE_PLAN) and state != PlanState.CLOSED,
        may_approve=standing.may(Action.APPROVE_PLAN) and bool(lines) and state == PlanState.DRAFT,
        may_announce=standing.may(Action.HOLD_SESSION) and state == PlanState.APPROVED,
        held_pages=_held_pages(standing, lines),
        may_cancel=standing.may(Action.HOLD_SESSION),
        may_invite=standing.may(Action.INVITE_GUEST),
        may_move=standing.is_centre,
        may_call_together=standing.may(Action.HOLD_SESSION) and state == PlanState.DRAFT,
        is_over=fiscal_year(timezone.localdate(now)) > year,
        before=year - 1,
        after=year + 1 if year < fiscal_year(timezone.localdate(now)) + YEARS_AHEAD else None,
    )


def _held_pages(standing: Standing, lines: Iterable[queries.Line]) -> dict[int, str]:
    """Return by id of the line where it is written down that a line was held whose month is past."""
    found = dict[int, str]()
    for row in (each.row for each in lines if each.is_overdue):
        for source in held_pages:
            if page := source(standing, row):
                found[row.pk] = page
    return found


@where_they_may(Action.WRITE_PLAN)
def aim(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Begin the plan of a year, or write anew what it aims at."""
    community = standing.community
    found = queries.plan_of(community, _year_or_404(year))
    form = PlanForm(
        request.POST or None,
        agencies=names_to_look_for(request),
        initial={"target": found.target if found else ""},
    )

    def save(data: Mapping[str, Any]) -> str:
        begin_plan(
            community=community, year=year, target=data["target"], actor=actor(request), now=timezone.now()
        )
        return "めあてを保存しました。"

    if saved(request, form, save):
        return go(address("plan", community, year))
    return _form(request, standing, form, f"{fiscal_year_label(year)}のめあて", "保存する", year)


@where_they_may(Action.WRITE_PLAN)
def add(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Write one line more."""
    community = standing.community
    form = RowForm(
        request.POST or None,
        year=_year_or_404(year),
        agencies=names_to_look_for(request),
        initial={"month": request.GET.get("month")},
    )

    def save(data: Mapping[str, Any]) -> str:
        who, now = actor(request), timezone.now()
        add_row_to_year(community=community, year=year, details=form.details, actor=who, now=now)
        return f"{data['month'].month}月に、「{data['theme']}」を加えました。"

    if saved(request, form, save):
        return go(address("plan", community, year))
    return _form(request, standing, form, "計画に1行を加える", "加える", year)


@where_they_may(Action.WRITE_PLAN)
def change(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Change a line."""
    row = row_in(standing, pk)
    year, names = row.plan.fiscal_year, ("format", "theme", "owner", "people")
    initial = {"month": row.month.isoformat(), **{name: getattr(row, name) for name in names}}
    form = RowForm(request.POST or None, year=year, agencies=names_to_look_for(request), initial=initial)

    def save(_data: Mapping[str, Any]) -> str:
        change_row(row=row, details=form.details, actor=actor(request), now=timezone.now())
        return "計画の行を直しました。"

    if saved(request, form, save):
        return go(address("plan", standing.community, year))
    return _form(request, standing, form, f"「{row.theme}」を直す", "保存する", year)


@require_POST
@where_they_may(Action.WRITE_PLAN)
def remove(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Take a line out."""
    row = row_in(standing, pk)

    def act() -> None:
        remove_row(row=row, actor=actor(request), now=timezone.now())

    return _done(request, row, act, f"「{row.theme}」を消しました。")


@where_they_may(Action.WRITE_PLAN)
def call_off_row(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say that a line will not be held, and why."""
    row = row_in(standing, pk)
    form = CallOffForm(request.POST or None, agencies=names_to_look_for(request))

    def save(data: Mapping[str, Any]) -> str:
        call_off(row=row, because=data["because"], actor=actor(request), now=timezone.now())
        return f"「{row.theme}」は、開かないことにしました。"

    if saved(request, form, save):
        return go(address("plan", standing.community, row.plan.fiscal_year))
    return _form(
        request,
        standing,
        form,
        f"「{row.theme}」を開かないことにする",
        "開かないことにする",
        row.plan.fiscal_year,
        lines=WHAT_CALLING_OFF_DOES,
    )


@require_POST
@where_they_may(Action.WRITE_PLAN)
def take_back(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let a line be held after all that was called off by mistake."""
    row = row_in(standing, pk)

    def act() -> None:
        take_back_call_off(row=row, actor=actor(request), now=timezone.now())

    return _done(request, row, act, f"「{row.theme}」を、予定にもどしました。")


def _done(request: HttpRequest, row: PlanRow, act: Callable[[], None], words: str) -> HttpResponse:
    told(request, act, words)
    return go(address("plan", row.plan.community, row.plan.fiscal_year))


@where_they_may(Action.HOLD_SESSION)
def announce_row(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say when and where a line is held; its session can be answered from then on."""
    row, now = row_in(standing, pk), timezone.now()
    # What a room knows already stands in the address, and nothing else is taken from there.
    known = {name: request.GET[name] for name in FROM_THE_ADDRESS if name in request.GET}
    form = AnnounceForm(request.POST or None, now=now, initial=known)

    def save(_data: Mapping[str, Any]) -> str:
        event = announce(row=row, held_as=form.held_as, actor=actor(request), now=now)
        count = len(addresses_to_tell(standing.community, today=timezone.localdate(now)))
        return f"「{event.title}」を案内しました。" + (TOLD.format(count) if count else NOBODY_TOLD)

    if saved(request, form, save):
        return go(standing.community.get_absolute_url())
    title = f"「{row.theme}」を案内する"
    return _form(request, standing, form, title, "案内する", row.plan.fiscal_year)


@where_they_may(Action.HOLD_SESSION)
def cancel_row(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Call off a session that was announced, and say why."""
    row = announced_row(standing, pk)
    form = CancelForm(request.POST or None, agencies=names_to_look_for(request))

    def save(data: Mapping[str, Any]) -> str:
        cancel_session(row=row, because=data["because"], actor=actor(request), now=timezone.now())
        return f"「{row.theme}」を中止にしました。申し込んだ方に知らせます。"

    if saved(request, form, save):
        return go(address("plan", standing.community, row.plan.fiscal_year))
    title = f"「{row.theme}」を中止にする"
    year = row.plan.fiscal_year
    return _form(request, standing, form, title, "中止にして、知らせる", year, lines=WHAT_CANCELLING_DOES)


@where_they_may(Action.APPROVE_PLAN)
def approve(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Approve a year's plan."""
    found = plan_in(standing, year)
    form = ApproveForm(request.POST or None, today=timezone.localdate())

    def save(data: Mapping[str, Any]) -> str:
        approve_plan(plan=found, on=data["on"], by=data["by"], actor=actor(request), now=timezone.now())
        return "計画を承認しました。"

    if saved(request, form, save):
        return go(address("plan", standing.community, year))
    return _form(request, standing, form, f"{fiscal_year_label(year)}の計画を承認する", "承認する", year)


@where_they_may(Action.WRITE_PLAN)
def close(request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Sum up a year that is over."""
    found = plan_in(standing, year)
    form = CloseForm(request.POST or None, agencies=names_to_look_for(request))

    def save(data: Mapping[str, Any]) -> str:
        close_year(plan=found, words=data["words"], actor=actor(request), now=timezone.now())
        return "1年をまとめました。"

    if saved(request, form, save):
        return go(address("plan", standing.community, year))
    return _form(request, standing, form, f"{fiscal_year_label(year)}をまとめる", "まとめる", year)


def _form(
    request: HttpRequest,
    standing: Standing,
    form: Any,
    title: str,
    button: str,
    year: int,
    *,
    lines: Sequence[str] = (),
) -> HttpResponse:
    above = ((f"{fiscal_year_label(year)}の計画", address("plan", standing.community, year)),)
    return show(
        request,
        "form.html",
        title,
        community=standing.community,
        trail=above,
        status=status_of(form),
        form=form,
        lines=lines,
        button=button,
        back=address("plan", standing.community, year),
    )


@where_they_may(Action.READ_HOME)
def plan_paper(_request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Return the plan of a year on A4."""
    return _paper(standing, year, plan_pdf, "計画")


@where_they_may(Action.READ_HOME)
def summary_paper(_request: HttpRequest, standing: Standing, year: int) -> HttpResponse:
    """Return what became of a year on A4."""
    return _paper(standing, year, summary_pdf, "まとめ")


def _paper(standing: Standing, year: int, make: Callable[..., bytes], word: str) -> HttpResponse:
    found = plan_in(standing, year)
    content = make(standing.community, found, now=timezone.now())
    name = f"{standing.community.name}{fiscal_year_short(year)}{word}.pdf"
    return desk.file(content, name=name, content_type="application/pdf", inline=True)
