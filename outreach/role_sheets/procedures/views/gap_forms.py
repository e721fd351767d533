"""Gaps and plans of a municipality are written, and moved on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from content.desk import SEE_OTHER, actor
from content.desk_forms import Done, Kept, Screen, Written, form_screen
from directory.models import Municipality
from outreach.role_sheets.procedures import access
from outreach.role_sheets.procedures.enums import GapMove
from outreach.role_sheets.procedures.exceptions import ProceduresRefused
from outreach.role_sheets.procedures.forms.asked import GapForm, MoveForm, PlanForm
from outreach.role_sheets.procedures.rules import DATED, NOT_NOW, moves_from
from outreach.role_sheets.procedures.services.gaps import move_gap, write_gap, write_plan

from .frame import GAPS, GUIDES, address
from .gaps import of_a_place

MOVED = {
    GapMove.AGREE: "進めることに合意しました。",
    GapMove.FINISH: "できました。おつかれさまでした。",
    GapMove.BACK: "合意を取り消しました。話し合い中にもどりました。",
    GapMove.REOPEN: "「できました」を取り消しました。",
}


@of_a_place
def new_gap(request: HttpRequest, found: Municipality) -> HttpResponse:
    """Write a gap that was found."""
    form = GapForm(request.POST or None, place=found, today=timezone.localdate())

    def save() -> str:
        write_gap(place=found, gap=None, details=form.details, actor=actor(request), now=timezone.now())
        return "すき間を書きました。"

    return _form(request, found, form, save, title="すき間を書く", button="保存する")


@of_a_place
def change_gap(request: HttpRequest, found: Municipality, pk: int) -> HttpResponse:
    """Change what stands there of a gap."""
    gap, today = access.gap_of(found, pk), timezone.localdate()
    form = GapForm(request.POST or None, place=found, today=today, gap=gap)

    def save() -> str:
        write_gap(place=found, gap=gap, details=form.details, actor=actor(request), now=timezone.now())
        return "すき間を直しました。"

    kept = Kept(gap, lambda: GapForm(place=found, today=today, gap=access.gap_of(found, pk)))
    return _form(request, found, form, save, title="すき間を直す", button="保存する", kept=kept)


@of_a_place
def move(request: HttpRequest, found: Municipality, pk: int, move: str) -> HttpResponse:
    """Move a gap on, on a day, or back; who comes after somebody else is told so."""
    gap, today = access.gap_of(found, pk), timezone.localdate()
    if move not in GapMove.values:
        raise Http404
    deed = GapMove(move)
    is_dated, is_open = deed in DATED, deed in moves_from(gap.state)
    if request.method != "POST" and not is_open:
        messages.error(request, NOT_NOW)
        return HttpResponseRedirect(address("gaps_of", found.code), status=SEE_OTHER)
    typed = request.POST if request.method == "POST" else None
    form = MoveForm(typed, today=today, is_dated=is_dated, initial={"on": today})

    def save() -> str:
        on = form.cleaned_data.get("on")
        move_gap(gap=gap, move=deed, on=on, actor=actor(request), now=timezone.now())
        return MOVED[deed]

    title = deed.label
    field = "on" if is_dated and is_open else None
    return _form(request, found, form, save, title=title, button=title, field=field, hint=gap.title)


@of_a_place
def new_plan(request: HttpRequest, found: Municipality) -> HttpResponse:
    """Write a plan of the municipality."""
    form = PlanForm(request.POST or None, today=timezone.localdate())

    def save() -> str:
        write_plan(place=found, plan=None, details=form.details, actor=actor(request), now=timezone.now())
        return "計画を書きました。"

    return _form(
        request, found, form, save, title="地方再犯防止推進計画を書く", button="保存する", field="starts_on"
    )


@of_a_place
def change_plan(request: HttpRequest, found: Municipality, pk: int) -> HttpResponse:
    """Change what stands there of a plan."""
    plan, today = access.plan_of(found, pk), timezone.localdate()
    form = PlanForm(request.POST or None, today=today, plan=plan)

    def save() -> str:
        write_plan(place=found, plan=plan, details=form.details, actor=actor(request), now=timezone.now())
        return "計画を直しました。"

    kept = Kept(plan, lambda: PlanForm(today=today, plan=access.plan_of(found, pk)))
    title = "地方再犯防止推進計画を直す"
    return _form(request, found, form, save, title=title, button="保存する", field="starts_on", kept=kept)


def _form(  # noqa: PLR0913 -- a form, what saves it, where it stands
    request: HttpRequest,
    found: Municipality,
    form: Written,
    save: Callable[[], str],
    *,
    title: str,
    button: str,
    field: str | None = None,
    hint: str = "",
    kept: Kept | None = None,
) -> HttpResponse:
    back = address("gaps_of", found.code)
    trail = [GUIDES, (GAPS, address("gaps")), (f"{found.name}のすき間", back)]
    return form_screen(
        request,
        form,
        lambda: Done(save(), back),
        Screen("procedures/gap_form.html", title, trail),
        refused_as=ProceduresRefused,
        kept=kept,
        field=field,
        breadcrumb_items=[*trail, (title, "")],
        no_index=True,
        button=button,
        back=back,
        hint=hint,
    )
