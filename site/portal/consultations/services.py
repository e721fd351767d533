"""Talks by phone, at the door or by letter, as statistics only."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.services import store_in_transaction
from foundation.audit import chain
from foundation.decision import NotAllowed, insist
from foundation.transactions import assert_in_transaction

from . import rules
from .models import Consultation
from .rules import Talk

GONE = "ほかの人が、この記録を消しました。一覧を見て、確かめてください。"
FACTS = ("theme", "day", "way", "minutes", "outcome", "municipality_id")


@transaction.atomic(durable=True)
def record_consultation(*, asker_kind: str, talk: Talk, actor: User, now: datetime) -> Consultation:
    """Count a talk; what goes on stays open. Raises NotAllowed for a day to come."""
    consultation = add_consultation_in_transaction(asker_kind=asker_kind, talk=talk, actor=actor, now=now)
    chain.record("consultations.consultation_recorded", actor=actor, subject=consultation, now=now)
    return consultation


def add_consultation_in_transaction(
    *, asker_kind: str, talk: Talk, actor: User, now: datetime, received_on: date | None = None
) -> Consultation:
    """Count a talk as one step of another verb, which writes the audit entry. Raises NotAllowed.

    `received_on` is the day on which the message came that the talk answers.
    """
    assert_in_transaction("add_consultation")
    insist(rules.may_record(talk.day, timezone.localdate(now), received_on=received_on))
    state = rules.state_of(talk.outcome)
    return Consultation.objects.create(
        asker_kind=asker_kind,
        is_answer=received_on is not None,
        state=state,
        closed_at=now if state == rules.CLOSED else None,
        recorded_by=actor,
        recorded_at=now,
        **{name: getattr(talk, name) for name in FACTS},
    )


@transaction.atomic(durable=True)
def correct_consultation(
    *, consultation_id: int, asker_kind: str, talk: Talk, actor: User, now: datetime
) -> Consultation:
    """Mend what was counted; an outcome that was wrong may open or close the talk.

    Who asked by a message stays as the message says. Raises NotAllowed.
    """
    consultation = _locked_in_transaction(consultation_id)
    insist(rules.may_record(talk.day, timezone.localdate(now)))
    values = {name: getattr(talk, name) for name in FACTS}
    if not consultation.is_answer:
        values["asker_kind"] = asker_kind
    if talk.outcome != consultation.outcome:
        values["state"] = rules.state_of(talk.outcome, was=consultation.state)
        values["closed_at"] = (consultation.closed_at or now) if values["state"] == rules.CLOSED else None
    consultation, changed = store_in_transaction(consultation, values)
    if changed:
        chain.record(
            "consultations.consultation_corrected",
            actor=actor,
            subject=consultation,
            now=now,
            fields=changed,
        )
    return consultation


@transaction.atomic(durable=True)
def close_consultation(*, consultation_id: int, outcome: str, actor: User, now: datetime) -> Consultation:
    """End a talk that was open, and say how it ended. Raises NotAllowed."""
    consultation = _locked_in_transaction(consultation_id)
    insist(rules.may_close(consultation.state, outcome))
    consultation, _ = store_in_transaction(
        consultation, {"state": rules.CLOSED, "outcome": outcome, "closed_at": now}
    )
    chain.record(
        "consultations.consultation_closed",
        actor=actor,
        subject=consultation,
        now=now,
        fields=["outcome", "state"],
    )
    return consultation


@transaction.atomic(durable=True)
def remove_consultation(*, consultation_id: int, actor: User, now: datetime) -> None:
    """Take away a talk that was counted by mistake; the answer to a message stays. Raises NotAllowed."""
    consultation = _locked_in_transaction(consultation_id)
    insist(rules.may_remove(is_answer=consultation.is_answer))
    chain.record("consultations.consultation_removed", actor=actor, subject=consultation, now=now)
    consultation.delete()


def _locked_in_transaction(consultation_id: int) -> Consultation:
    assert_in_transaction("lock_consultation")
    consultation = Consultation.objects.select_for_update().filter(pk=consultation_id).first()
    if consultation is None:
        raise NotAllowed(GONE)
    return consultation
