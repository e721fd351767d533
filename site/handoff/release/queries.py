"""Reads of release days: the steps with their ticks, and what waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.waiting import Waiting

from .enums import PlanState
from .models import ReleaseDayPlan, ReleaseStep, StepTick
from .rules import PlanFacts, in_order


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step with what it says, and its last tick unless it was taken away."""

    step: ReleaseStep
    texts: dict[str, Any]
    tick: StepTick | None


def step_lines(plan: ReleaseDayPlan) -> list[StepLine]:
    """Return the steps of a plan by their time. Two queries."""
    last = {
        tick.step_id: tick
        for tick in StepTick.objects.filter(step__plan=plan).select_related("user__person").order_by("at")
    }
    found = []
    for step in plan.steps.filter(dropped_at=None).order_by("position"):
        step.plan = plan
        texts, tick = step.texts, last.get(step.pk)
        line = StepLine(step=step, texts=texts, tick=tick if tick and tick.is_done else None)
        found.append((line, texts.get("time", ""), step.position))
    return in_order(found)


def facts_of(plan: ReleaseDayPlan, lines: Sequence[StepLine]) -> PlanFacts:
    """Return a plan as the rules see it."""
    ticked = sum(1 for line in lines if line.tick)
    return PlanFacts(state=PlanState(plan.state), day=plan.day, steps=len(lines), ticked=ticked)


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return what is due of the release days of an actor's cases. One query."""
    rows = ReleaseDayPlan.objects.filter(case__in=cases_for(actor, today=today).values("pk"))
    tomorrow = today + timedelta(days=1)
    due = rows.filter(
        Q(state=PlanState.PLANNED, day__lte=tomorrow)
        | Q(state=PlanState.CONFIRMED, day__lte=today)
        | Q(state=PlanState.DONE, day__lt=today)
    )
    return [_waiting(plan) for plan in due.select_related("case")]


def _waiting(plan: ReleaseDayPlan) -> Waiting:
    words, day = {
        PlanState.PLANNED: ("出所の日の予定を、確かめてください", plan.day - timedelta(days=1)),
        PlanState.CONFIRMED: ("出所の日です。できたら、しるしをつけます", plan.day),
        PlanState.DONE: ("出所の翌日の様子を、確かめてください", plan.day + timedelta(days=1)),
    }[PlanState(plan.state)]
    return Waiting(
        day=day,
        what=words,
        reference=plan.case.reference,
        address=reverse("handoff:release_day", args=[plan.pk]),
    )
