"""Reading a release-day plan: what its page and its paper say, and the event of reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.records.access import Ground, ground_for
from handoff.records.enums import Use
from handoff.records.rules import said

from .access import plan_for, plans_on
from .enums import PlanDeed, PlanState
from .models import ReleaseDayPlan
from .queries import StepLine, facts_of, step_lines
from .rules import SHARING, STEPS, WORDS, judge


@dataclass(frozen=True, kw_only=True)
class PlanRead:
    """A plan as somebody sees it."""

    plan: ReleaseDayPlan
    ground: Ground
    texts: dict[str, str]
    lines: Sequence[StepLine]
    closing: str
    next_day: str
    today: date

    @property
    def facts(self) -> list[tuple[str, str]]:
        return said(WORDS, self.texts)

    @property
    def papers(self) -> list[str]:
        """Return the papers to carry, one a line."""
        return [line.strip() for line in self.texts.get("papers", "").splitlines() if line.strip()]

    @property
    def ticked(self) -> int:
        return sum(1 for line in self.lines if line.tick)

    @property
    def may_write(self) -> bool:
        return self.ground.opens(Use.WRITE, SHARING, state=self.plan.state)

    @property
    def may_tick(self) -> bool:
        is_open = self.plan.state == PlanState.CONFIRMED
        return is_open and self.ground.opens(Use.MARK, SHARING, state=self.plan.state)

    @property
    def next_deed(self) -> PlanDeed | None:
        """Return the step that this reader may take next, its own conditions left to its page."""
        sides = self.ground.sides(Use.MARK, SHARING)
        found = (deed for deed, step in STEPS.items() if self.plan.state in step.sources and sides & step.by)
        return next(found, None)

    @property
    def hindrance(self) -> str:
        """Return what has to be done or waited for before the next step, if anything."""
        if self.next_deed is None:
            return ""
        sides = self.ground.sides(Use.MARK, SHARING)
        facts = facts_of(self.plan, self.lines)
        return judge(self.next_deed, facts, sides=sides, words=None, today=self.today).reason


def read_plan(
    *, plan_id: UUID, actor: Actor, now: datetime, verb: str = "release.plan_read", is_shown: bool = True
) -> PlanRead:
    """Return a plan as this actor may read it; the reading or printing is written down. Raises Http404.

    `is_shown=False` where a form was sent, whose answer shows nothing of it: nobody reads then.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        plan, ground = plan_for(actor, plan_id, Use.READ, today=today)
        if is_shown:
            opening.note(verb, plan)
        return PlanRead(
            plan=plan,
            ground=ground,
            texts=plan.texts,
            lines=step_lines(plan),
            closing=plan.unseal("closing") if plan.closing is not None else "",
            next_day=plan.unseal("next_day") if plan.next_day is not None else "",
            today=today,
        )


def list_plans(
    *, actor: Actor, now: datetime, case_id: UUID | None = None, handoff_id: UUID | None = None
) -> tuple[Ground, list[ReleaseDayPlan]]:
    """Return the plans of a case or a hand-off, by day and state alone. Raises Http404."""
    with opened(actor, now=now):
        ground = ground_for(actor, case_id=case_id, handoff_id=handoff_id, today=timezone.localdate(now))
        return ground, plans_on(ground)
