"""Talks by phone or at the door, as statistics only."""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from portal.contact_desk import rules
from portal.contact_desk.exceptions import NotAllowed
from portal.contact_desk.models import Consultation

from .handling import Talk


@transaction.atomic(durable=True)
def record_consultation(*, asker_kind: str, talk: Talk, actor: User, now: datetime) -> Consultation:
    """Count a talk. Raises NotAllowed for a day to come."""
    _refuse_days_to_come(talk, now)
    consultation = Consultation.objects.create(
        asker_kind=asker_kind,
        theme=talk.theme,
        day=talk.day,
        way=talk.way,
        minutes=talk.minutes,
        outcome=talk.outcome,
        recorded_by=actor,
        recorded_at=now,
    )
    chain.record("contact_desk.consultation_recorded", actor=actor, subject=consultation, now=now)
    return consultation


@transaction.atomic(durable=True)
def correct_consultation(
    *, consultation_id: int, asker_kind: str, talk: Talk, actor: User, now: datetime
) -> Consultation:
    """Mend what was counted. Who asked by a message stays as the message says. Raises NotAllowed, Http404."""
    consultation = Consultation.objects.select_for_update().filter(pk=consultation_id).first()
    if consultation is None:
        raise Http404
    _refuse_days_to_come(talk, now)
    values = {name: getattr(talk, name) for name in ("theme", "day", "way", "minutes", "outcome")}
    if consultation.message_id is None:
        values["asker_kind"] = asker_kind
    changed = sorted(name for name, value in values.items() if getattr(consultation, name) != value)
    for name in changed:
        setattr(consultation, name, values[name])
    consultation.save(update_fields=changed)
    chain.record(
        "contact_desk.consultation_corrected", actor=actor, subject=consultation, now=now, fields=changed
    )
    return consultation


@transaction.atomic(durable=True)
def remove_consultation(*, consultation_id: int, actor: User, now: datetime) -> None:
    """Take away a talk that was counted by mistake; the answer to a message stays. Raises Http404."""
    own = Consultation.objects.select_for_update().filter(message__isnull=True)
    consultation = own.filter(pk=consultation_id).first()
    if consultation is None:
        raise Http404
    chain.record("contact_desk.consultation_removed", actor=actor, subject=consultation, now=now)
    consultation.delete()


def _refuse_days_to_come(talk: Talk, now: datetime) -> None:
    decision = rules.may_record(talk.day, timezone.localdate(now))
    if not decision.allowed:
        raise NotAllowed(decision.reason)
