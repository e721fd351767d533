"""The year's plan by month: lines, what became of them, approval, what goes over to the next year."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, actor
from content.desk_forms import Done, Kept, Screen, form_screen, pressed
from foundation.japanese.dates import fiscal_year_label, fiscal_year_short
from outreach.activities.access import activity_desk, locking_desk
from outreach.activities.enums import LOCKING_ROLES
from outreach.activities.forms import BecauseForm
from outreach.activities.planning import queries
from outreach.activities.planning.access import line_at_the_desk
from outreach.activities.planning.enums import PlanState
from outreach.activities.planning.exceptions import PlanRefused
from outreach.activities.planning.forms import ApproveForm, LineForm, LinkForm, MonthForm
from outreach.activities.planning.models import PlanLine
from outreach.activities.planning.papers import plan_pdf, plan_table
from outreach.activities.planning.services.planning import (
    add_line,
    approve,
    call_off_line,
    carry_over,
    change_line,
    close,
    link_line,
    move_line,
    remove_line,
)
from outreach.activities.views.frame import FORM, to_register

from .board import insist_on_year


@activity_desk.reading
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year's plan."""
    insist_on_year(year)
    found = queries.whole_plan(year, today=timezone.localdate())
    return desk.show(
        request,
        "activity_plans/desk/plan.html",
        f"年間計画　{fiscal_year_label(year)}",
        trail=[to_register()],
        year=year,
        before=year - 1,
        after=year + 1,
        plan=found,
        may_write=found.state != PlanState.CLOSED,
        is_draft=found.state == PlanState.DRAFT,
        may_approve=has_role(request.user, LOCKING_ROLES),
    )


@activity_desk.reading
def paper(_request: HttpRequest, year: int) -> HttpResponse:
    """Return the plan on A4, on its side."""
    insist_on_year(year)
    content = plan_pdf(year, now=timezone.now())
    name = f"年間計画{fiscal_year_short(year)}.pdf"
    return desk.file(content, name=name, content_type="application/pdf", inline=True)


@activity_desk.reading
def workbook(_request: HttpRequest, year: int) -> HttpResponse:
    """Return the plan as a workbook."""
    insist_on_year(year)
    today = timezone.localdate()
    table = plan_table(queries.whole_plan(year, today=today))
    return desk.table_file(table, name=table.title, form="xlsx", printed_on=today)


@activity_desk.form_page
def add(request: HttpRequest, year: int) -> HttpResponse:
    """Write a line."""
    insist_on_year(year)
    form = LineForm(request.POST or None, year=year, today=timezone.localdate())

    def save() -> Done:
        add_line(year=year, details=form.details, actor=actor(request), now=timezone.now())
        return Done("計画に書きました。", _plan(year))

    return _form(request, year, form, save, "計画に書く", "書く")


@activity_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line."""
    line = line_at_the_desk(pk)
    year = line.plan.fiscal_year
    form = LineForm(request.POST or None, year=year, today=timezone.localdate(), line=line)

    def save() -> Done:
        change_line(line=line, details=form.details, actor=actor(request), now=timezone.now())
        return Done("計画を直しました。", _plan(year))

    def fresh() -> LineForm:
        return LineForm(year=year, today=timezone.localdate(), line=line_at_the_desk(pk))

    return _form(request, year, form, save, "計画を直す", "保存する", kept=Kept(line, fresh))


@activity_desk.deed
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a line stand in another month."""
    line, form = line_at_the_desk(pk), MonthForm(request.POST)
    if not form.is_valid():
        messages.error(request, "月を選んでください。")
        return HttpResponseRedirect(_plan(line.plan.fiscal_year), status=SEE_OTHER)
    month = form.cleaned_data["month"].replace(day=1)
    return _deed(request, line, move_line, f"{month.month}月に移しました。", month=month)


@activity_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    return _deed(request, line_at_the_desk(pk), remove_line, "消しました。")


@activity_desk.form_page
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a line is not done, and why."""
    line, form = line_at_the_desk(pk), BecauseForm(request.POST or None)
    year = line.plan.fiscal_year

    def save() -> Done:
        because = form.cleaned_data["because"]
        call_off_line(line=line, because=because, actor=actor(request), now=timezone.now())
        return Done("やめたことを書きました。", _plan(year))

    return _form(request, year, form, save, f"「{line.title}」をやめる", "やめる")


@activity_desk.deed
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Do a line after all."""
    return _deed(request, line_at_the_desk(pk), call_off_line, "予定に戻しました。", because="")


@activity_desk.form_page
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which activity a line became."""
    line = line_at_the_desk(pk)
    year = line.plan.fiscal_year
    form = LinkForm(request.POST or None, activities=queries.activities_to_link(line))

    def save() -> Done:
        activity = form.cleaned_data["activity"]
        link_line(line=line, activity=activity, actor=actor(request), now=timezone.now())
        return Done(f"「{activity.title}」と結びました。", _plan(year))

    return _form(request, year, form, save, f"「{line.title}」を実施した活動", "結ぶ")


@activity_desk.deed
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a line became no activity after all."""
    return _deed(request, line_at_the_desk(pk), link_line, "結びをときました。", activity=None)


@activity_desk.deed
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a line go over to the next year."""
    return _deed(request, line_at_the_desk(pk), carry_over, "次の年度の4月に移しました。")


@locking_desk.form_page
def approve_plan(request: HttpRequest, year: int) -> HttpResponse:
    """Write down who approved the plan."""
    insist_on_year(year)
    today = timezone.localdate()
    form = ApproveForm(request.POST or None, today=today, initial={"on": today})

    def save() -> Done:
        data = form.cleaned_data
        approve(year=year, on=data["on"], by=data["by"], actor=actor(request), now=timezone.now())
        return Done("承認したことを書きました。", _plan(year))

    return _form(request, year, form, save, "計画を承認する", "承認しました")


@locking_desk.deed
def close_plan(request: HttpRequest, year: int) -> HttpResponse:
    """Close the plan of a year that is over."""
    insist_on_year(year)
    return _done(
        request, lambda: close(year=year, actor=actor(request), now=timezone.now()), "終えました。", year
    )


def _plan(year: int) -> str:
    return reverse("activity_plans:plan", args=[year])


def _form(
    request: HttpRequest,
    year: int,
    form: Any,
    save: Callable[[], Done],
    title: str,
    button: str,
    kept: Kept | None = None,
) -> HttpResponse:
    screen = Screen(FORM, title, [to_register(), (f"年間計画　{fiscal_year_label(year)}", _plan(year))])
    return form_screen(
        request, form, save, screen, refused_as=PlanRefused, kept=kept, button=button, back=_plan(year)
    )


def _deed(
    request: HttpRequest, line: PlanLine, verb: Callable[..., object], words: str, **more: Any
) -> HttpResponse:
    def act() -> None:
        verb(line=line, actor=actor(request), now=timezone.now(), **more)

    return _done(request, act, words, line.plan.fiscal_year)


def _done(request: HttpRequest, act: Callable[[], object], words: str, year: int) -> HttpResponse:
    return pressed(request, act, words, _plan(year), refused_as=PlanRefused)
