"""Verbs of release days: write a plan and its steps, tick, confirm, finish, check the next day."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.machine.enums import Side
from handoff.records.access import ground_for
from handoff.records.enums import Use

from .access import locked_plan, step_of
from .enums import PlanDeed, PlanState
from .models import ReleaseDayPlan, ReleaseStep, StepTick
from .queries import facts_of, step_lines
from .rules import SHARING, STEPS, judge

NOT_HERE = "このケースの予定は、いま書けません。"
OLD_PAGE = "ほかの人が、先に書きなおしました。新しい画面で、もう一度確かめてください。"


def write_plan(
    *,
    day: date,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
    case_id: UUID | None = None,
    handoff_id: UUID | None = None,
) -> ReleaseDayPlan:
    """Write down the plan of a release day, beside a hand-off or for the case alone.

    Raises Http404, Refused.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        ground = ground_for(actor, case_id=case_id, handoff_id=handoff_id, today=today)
        if not ground.opens(Use.WRITE, SHARING, state=PlanState.PLANNED):
            raise Refused(NOT_HERE)
        plan = ReleaseDayPlan(
            case_id=ground.case_id,
            handoff=ground.handoff,
            key=ground.key,
            day=day,
            written_by=actor.user,
            written_at=now,
            changed_at=now,
        )
        plan.seal(contents=dict(texts))
        plan.save(force_insert=True)
        opening.note("release.plan_written", plan, texts)
    return plan


def rewrite_plan(
    *, plan_id: UUID, day: date, texts: Mapping[str, str], seen: int, actor: Actor, now: datetime
) -> None:
    """Change a plan; what was confirmed is to be confirmed anew. Raises Http404, ChangedMeanwhile."""
    with opened(actor, now=now) as opening:
        plan, _ = locked_plan(actor, plan_id, Use.WRITE, today=timezone.localdate(now))
        if plan.version != seen:
            raise ChangedMeanwhile(OLD_PAGE)
        plan.day = day
        plan.seal(contents=dict(texts))
        _changed(plan, now)
        opening.note("release.plan_written", plan, texts)


def write_step(
    *, plan_id: UUID, texts: Mapping[str, str], actor: Actor, now: datetime, step_id: UUID | None = None
) -> None:
    """Add a step to a plan, or change one. Raises Http404."""
    with opened(actor, now=now) as opening:
        plan, _ = locked_plan(actor, plan_id, Use.WRITE, today=timezone.localdate(now))
        if step_id is None:
            last = plan.steps.aggregate(last=Max("position"))["last"] or 0
            step = ReleaseStep(plan=plan, position=last + 1)
            step.seal(contents=dict(texts))
            step.save(force_insert=True)
        else:
            step = step_of(plan, step_id)
            step.seal(contents=dict(texts))
            step.save(update_fields=["contents"])
        _changed(plan, now)
        opening.note("release.step_written", plan, texts)


def drop_step(*, plan_id: UUID, step_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a step out of a plan; it stays readable in the database. Raises Http404."""
    with opened(actor, now=now) as opening:
        plan, _ = locked_plan(actor, plan_id, Use.WRITE, today=timezone.localdate(now))
        step = step_of(plan, step_id)
        step.dropped_at = now
        step.save(update_fields=["dropped_at"])
        _changed(plan, now)
        opening.note("release.step_dropped", plan)


def tick_step(*, plan_id: UUID, step_id: UUID, is_done: bool, actor: Actor, now: datetime) -> None:
    """Tick a step, or take the tick away; each press stays with its time and its person.

    The same press again writes nothing. Raises Http404, Refused.
    """
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        plan, ground = locked_plan(actor, plan_id, Use.MARK, today=timezone.localdate(now))
        step = step_of(plan, step_id)
        if plan.state != PlanState.CONFIRMED:
            raise Refused("しるしは、予定を確かめてから、その日が終わるまでにつけます。")
        last = step.ticks.order_by("-at").first()
        if (last.is_done if last else False) == is_done:
            return
        side = Side.GIVER if Side.GIVER in ground.writing else Side.RECEIVER
        StepTick.objects.bulk_create(
            [StepTick(step=step, is_done=is_done, at=now, user=actor.user, side=side)]
        )
        opening.note("release.step_ticked", plan, ["done" if is_done else "undone"])


def take_step(*, plan_id: UUID, deed: PlanDeed, words: str, actor: Actor, now: datetime) -> None:
    """Confirm a plan, finish its day or write how the next day was. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        plan, ground = locked_plan(actor, plan_id, Use.MARK, today=today)
        facts = facts_of(plan, step_lines(plan))
        obey(judge(deed, facts, sides=ground.sides(Use.MARK, SHARING), words=words, today=today))
        plan.state, plan.changed_at = STEPS[deed].target, now
        if deed == PlanDeed.CONFIRM:
            plan.confirmed_at, plan.confirmed_by = now, actor.user
        elif deed == PlanDeed.FINISH:
            plan.done_at, plan.done_by = now, actor.user
            plan.seal(closing=words or None)
        else:
            plan.checked_at, plan.checked_by = now, actor.user
            plan.seal(next_day=words)
        plan.save()
        opening.note(f"release.plan_{plan.state}", plan, ["state"])


def _changed(plan: ReleaseDayPlan, now: datetime) -> None:
    plan.state, plan.confirmed_at, plan.confirmed_by = PlanState.PLANNED, None, None
    plan.version, plan.changed_at = plan.version + 1, now
    plan.save()
