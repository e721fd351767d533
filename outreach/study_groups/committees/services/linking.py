"""Members link the centre to bodies, and are asked beside the meetings."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.committees import rules
from outreach.study_groups.committees.enums import AdviceState
from outreach.study_groups.committees.models import Advice, Appointment, Introduction
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.services.steps import hold_in_transaction, insist

OUT_OF_TERM = "その日は、この方の任期の日ではありません。"


@transaction.atomic(durable=True)
def record_introduction(
    *, appointment: Appointment, on: date, body: str, reference: str, actor: User, now: datetime
) -> Introduction:
    """Write down that a member linked the centre to a body. Raises GroupRefused."""
    _hold(appointment, on, actor=actor, now=now)
    made = Introduction.objects.create(
        appointment=appointment, on=on, body=body, reference=reference, recorded_by=actor
    )
    chain.record(
        "group_committees.introduction_recorded", actor=actor, subject=made, now=now, fields=["body", "on"]
    )
    return made


@transaction.atomic(durable=True)
def ask_advice(
    *, appointment: Appointment, reference: str, is_urgent: bool, actor: User, now: datetime
) -> Advice:
    """Write down that a member is asked now about a case, by its number alone. Raises GroupRefused."""
    _hold(appointment, timezone.localdate(now), actor=actor, now=now)
    made = Advice.objects.create(
        appointment=appointment, reference=reference, is_urgent=is_urgent, asked_at=now, asked_by=actor
    )
    chain.record("group_committees.advice_asked", actor=actor, subject=made, now=now, fields=["asked_at"])
    return made


@transaction.atomic(durable=True)
def move_advice(*, advice: Advice, to: AdviceState, actor: User, now: datetime) -> Advice:
    """Write down today as the day of the answer, or of the end. Raises GroupRefused when that was done."""
    community = advice.appointment.community
    hold_in_transaction(community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    found = Advice.objects.select_for_update(no_key=True).get(pk=advice.pk)
    insist(rules.may_move(to, answered_on=found.answered_on, closed_on=found.closed_on))
    field = "closed_on" if to == AdviceState.CLOSED else "answered_on"
    setattr(found, field, timezone.localdate(now))
    found.save(update_fields=[field])
    chain.record("group_committees.advice_moved", actor=actor, subject=found, now=now, fields=[field])
    return found


def _hold(appointment: Appointment, on: date, *, actor: User, now: datetime) -> None:
    hold_in_transaction(appointment.community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    if not Appointment.objects.on(on).filter(pk=appointment.pk).exists():
        raise GroupRefused(OUT_OF_TERM)
