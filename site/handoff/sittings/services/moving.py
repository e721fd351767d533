"""The steps of a sitting: chair briefed, papers out, held, minutes confirmed, closed; or another day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.days import may_have_been
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.sittings.access import chairs, lock_sitting_in_transaction, sitting_for
from handoff.sittings.enums import How, ItemState, OffReason, Presence, SittingDeed, SittingState
from handoff.sittings.models import Attendance, CaseItem, NumberedCopy, Sitting
from handoff.sittings.queries import facts_of, readers_of, seats_on
from handoff.sittings.rules import TRANSITIONS, judge, may_move_to

from .minutes import minutes_known_as
from .telling import tell_in_transaction


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody writes with a step: when and how the chair was spoken to, who came (by seat).

    With a postponement `on` is the new day; without a sitting there is a reason for that. Minutes are
    confirmed as they were read (`known_as`).
    """

    seen: SittingState
    on: date | None = None
    how: How = How.HERE
    presence: Mapping[UUID, Presence] = field(default_factory=dict)
    off_reason: OffReason | None = None
    minutes_seen: str = ""


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
        obey(judge(deed, facts_of(sitting, today=today), today=today))
        changed = _DOING[deed](sitting, step, actor, now)
        sitting.state = TRANSITIONS[deed][1]
        sitting.save(update_fields=["state", *changed])
        opening.note(f"sittings.{deed}", sitting, changed)
    return sitting


def _brief(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:
    if step.on is None:
        raise Refused("打合せの日を書いてください。")
    obey(may_have_been(step.on, today=timezone.localdate(now), what="打合せの日"))
    sitting.briefed_on, sitting.briefed_how, sitting.briefed_by = step.on, step.how, actor.user
    return ["briefed_on", "briefed_how", "briefed_by"]


def _send(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:  # noqa: ARG001 -- one shape for all steps
    # Whoever had a number before the sitting was put on another day keeps it.
    known = dict(NumberedCopy.objects.filter(sitting=sitting).values_list("person", "number"))
    new = [seat for seat in readers_of(sitting) if seat.person_id not in known]
    NumberedCopy.objects.bulk_create(
        NumberedCopy(sitting=sitting, person=seat.person, number=number)
        for number, seat in enumerate(new, start=max(known.values(), default=0) + 1)
    )
    _tell_invited(sitting, f"sittings.sent:{sitting.pk}:{sitting.held_on}", now=now)
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
    if minutes_known_as(sitting, actor, today=timezone.localdate(now)) != step.minutes_seen:
        raise ChangedMeanwhile("議事録が書きなおされました。もう一度読んで、確定してください。")
    sitting.confirmed_at, sitting.confirmed_by, sitting.confirmed_how = now, actor.user, step.how
    _tell_invited(sitting, f"sittings.confirmed:{sitting.pk}", now=now)
    return ["confirmed_at", "confirmed_by", "confirmed_how"]


def _close(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:  # noqa: ARG001 -- as above
    return []


def _postpone(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:  # noqa: ARG001 -- as above
    """Put it on another day: the papers close now, and go out anew to those who sit there that day."""
    decision = may_move_to(step.on, held_on=sitting.held_on, today=timezone.localdate(now))
    if step.on is None or not decision.allowed:
        raise Refused(decision.reason)
    _tell_invited(sitting, f"sittings.postponed:{sitting.pk}:{step.on}", now=now)
    sitting.held_on, sitting.readable_until, sitting.sent_at = step.on, None, None
    return ["held_on", "readable_until", "sent_at"]


def _call_off(sitting: Sitting, step: Step, actor: Actor, now: datetime) -> list[str]:
    """Let it not take place: the papers close now, and its cases wait for another sitting."""
    if step.off_reason is None:
        raise Refused("中止のわけを選んでください。")
    sitting.off_reason, sitting.off_at, sitting.off_by = step.off_reason, now, actor.user
    there = CaseItem.objects.filter(sitting=sitting).exclude(state=ItemState.TAKEN_OFF)
    there.update(state=ItemState.WAITING)
    _tell_invited(sitting, f"sittings.called_off:{sitting.pk}", now=now)
    return ["off_reason", "off_at", "off_by"]


def _tell_invited(sitting: Sitting, cause: str, *, now: datetime) -> None:
    invited = {seat.person_id for seat in seats_on(sitting.held_on)}
    tell_in_transaction(invited, cause=cause, now=now)


_DOING = {
    SittingDeed.BRIEF: _brief,
    SittingDeed.SEND: _send,
    SittingDeed.HOLD: _hold,
    SittingDeed.CONFIRM: _confirm,
    SittingDeed.CLOSE: _close,
    SittingDeed.POSTPONE: _postpone,
    SittingDeed.CALL_OFF: _call_off,
}
