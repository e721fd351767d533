"""What happens to a message at the desk: somebody takes it, reads it, answers it, closes it."""

from datetime import date, datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.decision import NotAllowed, insist
from foundation.limits.queries import course
from foundation.transactions import assert_in_transaction
from portal.consultations.rules import Talk
from portal.consultations.services import add_consultation_in_transaction
from portal.contact_desk import access, queries, rules, sealing
from portal.contact_desk.enums import MessageState
from portal.contact_desk.limits import KEPT_AFTER_ANSWER
from portal.contact_desk.models import ContactMessage


@transaction.atomic(durable=True)
def assign_message(*, message_id: int, to: User, actor: User, now: datetime) -> ContactMessage:
    """Say who answers. Raises NotAllowed when a rule forbids it or that person may not read messages."""
    message = _locked_in_transaction(message_id)
    insist(rules.may_assign(message.state, access.worker(actor, message, now)))
    if not queries.is_reader(to, now) or not access.can_be_reader(to):
        raise NotAllowed("担当になれるのは、読む人として決められた職員だけです。")
    message.state, message.assigned_to, message.assigned_at = MessageState.ASSIGNED, to, now
    message.save(update_fields=["state", "assigned_to", "assigned_at"])
    chain.record(
        "contact_desk.message_assigned", actor=actor, subject=message, now=now, fields=["assigned_to"]
    )
    return message


@transaction.atomic(durable=True)
def read_message(*, message_id: int, actor: User, now: datetime) -> sealing.Contents:
    """Open a message for a named reader and write down that it was opened, by whom and when.

    Raises Http404 for everybody else and for what has been erased, and `sealing.NoKey` or `CannotOpen` when
    the bytes do not open; then nothing is written down.
    """
    message = ContactMessage.objects.filter(pk=message_id).first()
    if message is None or not rules.may_read(message.state, access.worker(actor, message, now)).allowed:
        raise Http404
    contents = sealing.open_sealed(
        sealing.Sealed(message.key_id, bytes(message.wrapped_key), bytes(message.ciphertext)),
        message_id=message.pk,
    )
    chain.record("contact_desk.message_read", actor=actor, subject=message, now=now)
    return contents


@transaction.atomic(durable=True)
def answer_message(*, message_id: int, talk: Talk, actor: User, now: datetime) -> ContactMessage:
    """Write down that the answer was given, on the day it was: from then on the time to keep runs.

    It is counted as a talk; nothing leads from there to the message. Raises NotAllowed.
    """
    message = _locked_in_transaction(message_id)
    insist(rules.may_finish(message.state, MessageState.ANSWERED, access.worker(actor, message, now)))
    received_on = timezone.localdate(message.received_at)
    add_consultation_in_transaction(
        asker_kind=message.asker_kind, talk=talk, actor=actor, now=now, received_on=received_on
    )
    message.state, message.answered_on = MessageState.ANSWERED, talk.day
    message.answered_at, message.answered_by = now, actor
    message.erase_due = rules.erase_on(talk.day, kept_days=_kept_days(received_on, timezone.localdate(now)))
    message.save(update_fields=["state", "answered_on", "answered_at", "answered_by", "erase_due"])
    chain.record("contact_desk.message_answered", actor=actor, subject=message, now=now)
    return message


@transaction.atomic(durable=True)
def close_message(*, message_id: int, actor: User, now: datetime) -> ContactMessage:
    """Put an answered message away. Raises NotAllowed."""
    message = _locked_in_transaction(message_id)
    insist(rules.may_finish(message.state, MessageState.CLOSED, access.worker(actor, message, now)))
    message.state, message.closed_at = MessageState.CLOSED, now
    message.save(update_fields=["state", "closed_at"])
    chain.record("contact_desk.message_closed", actor=actor, subject=message, now=now)
    return message


def _kept_days(received_on: date, today: date) -> int:
    """Return for how long an answered message is kept: never longer than its sender was told."""
    kept = course(KEPT_AFTER_ANSWER)
    return min(kept.on(received_on), kept.on(today))


def _locked_in_transaction(message_id: int) -> ContactMessage:
    assert_in_transaction("lock_message")
    message = ContactMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise Http404
    return message
