"""Gaps and plans of a municipality: written, moved on, by the centre or by the municipality itself."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Municipality
from foundation.audit import chain
from foundation.decision import Decision
from outreach.role_sheets.procedures.access import is_of_the_centre, own_municipalities
from outreach.role_sheets.procedures.enums import GapMove, GapState
from outreach.role_sheets.procedures.exceptions import ProceduresRefused
from outreach.role_sheets.procedures.models import Gap, PreventionPlan
from outreach.role_sheets.procedures.rules import MOVES, may_be_on, may_lose, may_move

from .reviewing import check_of

NOT_YOURS = "この市町村のことを書けるのは、センターの職員と、その市町村の方だけです。"
GONE = "ほかの人が、消しました。一覧を確かめてください。"
SAME_TIME = "この市町村には、同じ時期の計画がもうあります。"


@transaction.atomic(durable=True)
def write_gap(
    *, place: Municipality, gap: Gap | None, details: Mapping[str, Any], actor: User, now: datetime
) -> Gap:
    """Write a new gap of a municipality, or change one. Whoever writes it has looked at it."""
    insist_on_place(place, actor, now)
    values = dict(details) | check_of(Gap, now)
    if gap is None:
        found = Gap.objects.create(municipality=place, found_on=timezone.localdate(now), **values)
        chain.record("procedures.gap_added", actor=actor, subject=found, now=now, fields=sorted(details))
        return found
    found = _held(gap)
    insist(may_lose(found.state, proposal=values["proposal"], due_on=values["due_on"]))
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=sorted(values))
    chain.record("procedures.gap_changed", actor=actor, subject=found, now=now, fields=sorted(details))
    return found


@transaction.atomic(durable=True)
def move_gap(*, gap: Gap, move: GapMove, on: date | None, actor: User, now: datetime) -> Gap:
    """Move a gap on, on a day, or back, without one. Raises ProceduresRefused where a rule forbids it."""
    insist_on_place(gap.municipality, actor, now)
    found = _held(gap)
    insist(may_move(move, state=found.state, proposal=found.proposal, due_on=found.due_on))
    insist(may_be_on(move, on, agreed_on=found.agreed_on, today=timezone.localdate(now)))
    found.state = MOVES[move].after
    if move == GapMove.AGREE:
        found.agreed_on = on
    elif move == GapMove.FINISH:
        found.done_on = on
    elif move == GapMove.REOPEN:
        found.done_on = None
    if found.state == GapState.OPEN:
        found.agreed_on = None
    found.save(update_fields=["state", "agreed_on", "done_on"])
    chain.record(f"procedures.gap_{move.value}", actor=actor, subject=found, now=now, fields=["state"])
    return found


@transaction.atomic(durable=True)
def write_plan(
    *,
    place: Municipality,
    plan: PreventionPlan | None,
    details: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> PreventionPlan:
    """Write a new plan of a municipality, or change one. No two of them run at the same time."""
    insist_on_place(place, actor, now)
    # Two people who write at once wait for each other here.
    Municipality.objects.select_for_update().get(pk=place.pk)
    others = PreventionPlan.objects.filter(municipality=place)
    if plan is not None:
        others = others.exclude(pk=plan.pk)
    if others.filter(starts_on__lte=details["ends_on"], ends_on__gte=details["starts_on"]).exists():
        raise ProceduresRefused(SAME_TIME)
    found = PreventionPlan(municipality=place) if plan is None else _held_plan(plan)
    values = dict(details) | check_of(PreventionPlan, now)
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=sorted(values) if plan else None)
    verb = "procedures.plan_changed" if plan else "procedures.plan_added"
    chain.record(verb, actor=actor, subject=found, now=now, fields=sorted(details))
    return found


def insist_on_place(place: Municipality, actor: User, now: datetime) -> None:
    """Go on only for whoever may write of this municipality. Raises ProceduresRefused."""
    today = timezone.localdate(now)
    if not is_of_the_centre(actor) and place.pk not in own_municipalities(actor, today=today):
        raise ProceduresRefused(NOT_YOURS)


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises ProceduresRefused with its reason."""
    if not decision.allowed:
        raise ProceduresRefused(decision.reason)


def _held(gap: Gap) -> Gap:
    found = Gap.objects.select_for_update(of=("self",)).filter(pk=gap.pk).first()
    if found is None:
        raise ProceduresRefused(GONE)
    return found


def _held_plan(plan: PreventionPlan) -> PreventionPlan:
    found = PreventionPlan.objects.select_for_update(of=("self",)).filter(pk=plan.pk).first()
    if found is None:
        raise ProceduresRefused(GONE)
    return found
