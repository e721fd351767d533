"""Release days on the screen: the list, a plan as a check list for the phone, its steps, its paper."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.answers import address, answered, paper, posted, pressed
from handoff.enums import EVERYBODY_ENROLLED
from handoff.records.enums import Use
from handoff.records.forms import StepForm

from .enums import PlanDeed, PlanState
from .forms import PlanForm, ReleaseStepForm, TickForm
from .paper import plan_pdf
from .reading import PlanRead, list_plans, read_plan
from .rules import SHARING, STEPS
from .services import drop_step, rewrite_plan, take_step, tick_step, write_plan, write_step


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def days_of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the release days of a case that stand beside no hand-off."""
    return _days(request, case_id=pk)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def days_of_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the release days that both sides of a hand-off read."""
    return _days(request, handoff_id=pk)


def _days(request: EnrolledRequest, **where: UUID) -> HttpResponse:
    ground, plans = list_plans(actor=actor_of(request), now=timezone.now(), **where)
    name, pk = ground.back
    context = {
        "page_title": "出所の日",
        "ground": ground,
        "plans": plans,
        "may_write": ground.opens(Use.WRITE, SHARING, state=PlanState.PLANNED),
        "back": address(name.removeprefix("handoff:"), pk),
        "new": address("new_release_day_of_handoff" if ground.handoff else "new_release_day_of_case", pk),
    }
    return render(request, "release/list.html", context)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down the release day of a case, shared with nobody."""
    return _create(request, address("release_days_of_case", pk), case_id=pk)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down the release day that both sides of a hand-off read."""
    return _create(request, address("release_days_of_handoff", pk), handoff_id=pk)


def _create(request: EnrolledRequest, back: str, **where: UUID) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    ground, _ = list_plans(actor=actor, now=now, **where)
    if not ground.opens(Use.WRITE, SHARING, state=PlanState.PLANNED):
        raise Http404
    form = PlanForm(posted(request))

    def write() -> str:
        day, texts = form.cleaned_data["day"], form.texts()
        plan = write_plan(day=day, texts=texts, actor=actor, now=now, **where)
        return address("release_day", plan.pk)

    title = "出所の日の予定を書く"
    return answered(
        request, form, write, title=title, button="予定を書く", back=back, reference=ground.reference
    )


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def plan(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a plan as a list to tick."""
    read = read_plan(plan_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "release/plan.html", {"page_title": "出所の日の予定", "read": read})


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def plan_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give a plan on one A4 sheet; the printing is written down."""
    read = read_plan(plan_id=pk, actor=actor_of(request), now=timezone.now(), verb="release.plan_printed")
    return paper(plan_pdf(read), name=f"{read.ground.reference}-release-day")


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def rewrite(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Change a plan."""
    actor, now = actor_of(request), timezone.now()
    read = _written(request, pk)
    known: dict[str, Any] = read.texts | {"day": read.plan.day, "seen": read.plan.version}
    form = PlanForm(posted(request), initial=known)

    def write() -> str:
        data = form.cleaned_data
        rewrite_plan(plan_id=pk, day=data["day"], texts=form.texts(), seen=data["seen"], actor=actor, now=now)
        return address("release_day", pk)

    return _answered_for(request, form, write, read, title="予定を直す", button="予定を直す")


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def add_step(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Add one thing of that day."""
    return _step(request, pk, None)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def rewrite_step(request: EnrolledRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Change one thing of that day."""
    return _step(request, pk, step)


def _step(request: EnrolledRequest, pk: UUID, step: UUID | None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    read = _written(request, pk)
    known = next((line.texts for line in read.lines if line.step.pk == step), None)
    if step is not None and known is None:
        raise Http404
    form = ReleaseStepForm(posted(request), initial=known)

    def write() -> str:
        write_step(plan_id=pk, step_id=step, texts=form.texts(), actor=actor, now=now)
        return address("release_day", pk)

    title = "その日にすることを足す" if step is None else "その日にすることを直す"
    return _answered_for(request, form, write, read, title=title, button="書く")


@policy(open_to=WRITING)
@require_POST
def remove_step(request: EnrolledRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Take one thing out of that day."""
    actor, now = actor_of(request), timezone.now()

    def do() -> None:
        drop_step(plan_id=pk, step_id=step, actor=actor, now=now)

    return pressed(request, do, address("release_day", pk), said="やめました。")


@policy(open_to=WRITING)
@require_POST
def tick(request: EnrolledRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Tick one thing of that day, or take the tick away."""
    actor, now, is_done = actor_of(request), timezone.now(), TickForm(request.POST).is_ticked()

    def do() -> None:
        tick_step(plan_id=pk, step_id=step, is_done=is_done, actor=actor, now=now)

    target = f"{address('release_day', pk)}#step-{step}"
    return pressed(request, do, target, said="しるしをつけました。" if is_done else "しるしを消しました。")


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Confirm a plan, finish its day, or write how the next day was."""
    actor, now, wanted = actor_of(request), timezone.now(), PlanDeed(deed)
    read = read_plan(plan_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if read.next_deed != wanted:
        raise Http404
    step = STEPS[wanted]
    is_needed = wanted == PlanDeed.CHECK or read.ticked < len(read.lines)
    form = StepForm(posted(request), asks=step.asks, is_needed=is_needed)

    def write() -> str:
        take_step(plan_id=pk, deed=wanted, words=form.cleaned_data.get("words", ""), actor=actor, now=now)
        return address("release_day", pk)

    note = read.hindrance or f"押すと、「{PlanState(step.target).label}」になります。"
    return _answered_for(request, form, write, read, title=step.label, button=step.label, note=note)


def _written(request: EnrolledRequest, pk: UUID) -> PlanRead:
    """Return a plan that this actor may change. Raises Http404."""
    actor, now = actor_of(request), timezone.now()
    read = read_plan(plan_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if not read.may_write:
        raise Http404
    return read


def _answered_for(
    request: EnrolledRequest, form: Any, write: Any, read: PlanRead, **words: Any
) -> HttpResponse:
    back = address("release_day", read.plan.pk)
    return answered(request, form, write, back=back, reference=read.ground.reference, **words)
