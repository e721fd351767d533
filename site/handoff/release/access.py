"""Which release-day plans somebody reads and writes; absent and forbidden are the same 404."""

from datetime import date
from uuid import UUID

from django.http import Http404

from handoff.actors import Actor
from handoff.records.access import Ground, readable_on, record_for
from handoff.records.enums import Use

from .models import ReleaseDayPlan, ReleaseStep
from .rules import SHARING


def plan_for(actor: Actor, pk: UUID, use: Use, *, today: date) -> tuple[ReleaseDayPlan, Ground]:
    """Return a plan with which this actor may do this, and how they stand to it. Raises Http404."""
    return record_for(ReleaseDayPlan.objects.all(), actor, pk, SHARING, use, today=today)


def locked_plan(actor: Actor, pk: UUID, use: Use, *, today: date) -> tuple[ReleaseDayPlan, Ground]:
    """Return the same, with its row locked until the transaction ends. Raises Http404."""
    rows = ReleaseDayPlan.objects.select_for_update(of=("self",))
    return record_for(rows, actor, pk, SHARING, use, today=today)


def plans_on(ground: Ground) -> list[ReleaseDayPlan]:
    """Return the plans of a ground that this actor may read, the latest day first."""
    return list(readable_on(ReleaseDayPlan.objects.all(), ground, SHARING).order_by("-day", "-written_at"))


def step_of(plan: ReleaseDayPlan, pk: UUID) -> ReleaseStep:
    """Return a step of a plan that still counts. Raises Http404."""
    found = plan.steps.filter(pk=pk, dropped_at=None).first()
    if found is None:
        raise Http404
    found.plan = plan
    return found
