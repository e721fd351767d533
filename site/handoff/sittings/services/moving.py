"""The steps of a sitting: chair briefed, papers out, held, minutes confirmed, closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.sittings.access import chairs, lock_sitting_in_transaction, sitting_for
from handoff.sittings.enums import How, ItemState, Presence, SittingDeed, SittingState
from handoff.sittings.models import Attendance, CaseItem, NumberedCopy, Sitting
from handoff.sittings.queries import facts_of, readers_of, seats_on
from handoff.sittings.rules import TRANSITIONS, judge

from .telling import tell_in_transaction


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody writes with a step: when and how the chair was spoken to, who came (by seat)."""

    seen: SittingState
    on: date | None = None
    how: How = How.HERE
    presence: Mapping[UUID, Presence] = field(default_factory=dict)


def may_move(actor: Actor, sitting: Sitting, deed: SittingDeed, *, today: date) -> bool:
    """Return whether a step is this actor's: of whoever leads; minutes are confirmed by the chair.

    Where the chair said so on paper or by telephone, whoever leads writes it down and says how.
    """
    return actor.keeps(None) or (deed == SittingDeed.CONFIRM and chairs(actor, sitting, today=today))


def move_sitting(*, sitting_id: UUID, deed: SittingDeed, step: Step, actor: Actor, now: datetime) -> Sitting:
    """Take a step with a sitting, and do what belongs to it. Raises Http404, Refused, ChangedMeanwhile."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = sitting_for(actor, sitting_id, today=today)
        if not may_move(actor, found, deed, today=today):
            raise Http404
        lock_sitting_in_transaction(found.pk)
        sitting = Sitting.objects.select_for_update().get(pk=found.pk)
        if sitting.state != step.seen:
            raise ChangedMeanwhile("ほかの人が、先に進めました。いまの画面を確かめてください。")
        decision = judge(deed, facts_of(sitting, today=today), today=today)
        if not decision.allowed:
            raise Refused(decision.reason)
        changed = _DOING[deed](sitting, step, actor, now)
        sitting.state = TRANSITIONS[deed][1]
        sitting.save(update_fields=["state", *changed])
        opening.note(f"sittings.{deed}", sitting, changed)
    return sitting


def _brief(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:
    if step.on is None or step.on > timezone.localdate(now):
        raise Refused("打合せの日は、今日か、今日より前の日を書いてください。")
    sitting.briefed_on, sitting.briefed_how, sitting.briefed_by = step.on, step.how, actor.user
    return ["briefed_on", "briefed_how", "briefed_by"]


def _send(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:  # noqa: ARG001 -- one shape for all steps
    readers = readers_of(sitting)
    NumberedCopy.objects.bulk_create(
        NumberedCopy(sitting=sitting, person=seat.person, number=number)
        for number, seat in enumerate(readers, start=1)
    )
    told = {seat.person_id for seat in seats_on(sitting.held_on)}
    tell_in_transaction(told, cause=f"sittings.sent:{sitting.pk}", now=now)
    sitting.sent_at = now
    return ["sent_at"]


def _hold(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:  # noqa: ARG001 -- as above
    seats = seats_on(sitting.held_on)
    if {seat.pk for seat in seats} != set(step.presence):
        raise Refused("全員の出欠を選んでください。")
    Attendance.objects.bulk_create(
        Attendance(sitting=sitting, seat=seat, presence=step.presence[seat.pk]) for seat in seats
    )
    waiting = CaseItem.objects.filter(sitting=sitting, state=ItemState.WAITING)
    waiting.update(state=ItemState.DISCUSSED)
    return []


def _confirm(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:
    if step.how == How.HERE and not chairs(actor, sitting, today=timezone.localdate(now)):
        raise Refused("委員長から、どのように確定の返事があったかを選んでください。")
    sitting.confirmed_at, sitting.confirmed_by, sitting.confirmed_how = now, actor.user, step.how
    told = {seat.person_id for seat in seats_on(sitting.held_on)}
    tell_in_transaction(told, cause=f"sittings.confirmed:{sitting.pk}", now=now)
    return ["confirmed_at", "confirmed_by", "confirmed_how"]


def _close(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:  # noqa: ARG001 -- as above
    return []


_DOING = {
    SittingDeed.BRIEF: _brief,
    SittingDeed.SEND: _send,
    SittingDeed.HOLD: _hold,
    SittingDeed.CONFIRM: _confirm,
    SittingDeed.CLOSE: _close,
}
