"""A message arrives: sealed before it is stored, numbered, acknowledged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit
from foundation.mail.services import queue_mail_in_transaction
from foundation.numbering.services import next_number_in_transaction
from foundation.transactions import assert_in_transaction
from portal.contact_desk import letters, queries, rules, sealing
from portal.contact_desk.enums import BestTime, ReplyWay
from portal.contact_desk.exceptions import DeskIsClosed
from portal.contact_desk.limits import ANSWERED_WITHIN
from portal.contact_desk.models import ContactMessage

NUMBER_LETTER = "T"


@dataclass(frozen=True)
class MessageRequest:
    """What a stranger sends. `form_key` makes sending it twice harmless."""

    form_key: UUID
    asker_kind: str
    subject: str
    reply_way: str
    contents: sealing.Contents
    best_time: str = ""

    def __post_init__(self) -> None:
        assert not self.best_time or self.best_time in BestTime


def cause_of_receipt(message_id: int) -> str:
    """Return the one cause of the acknowledgement: by it the address is found again when it must go."""
    return f"contact_desk:received:{message_id}"


@transaction.atomic(durable=True)
def receive_message(
    *, request: MessageRequest, actor: User | None, now: datetime, acknowledges: bool = True
) -> ContactMessage:
    """Take a message: sealed under its own id, with a number, an acknowledgement and a word to the readers.

    Where too many letters went to an address of late, one can be left out (`acknowledges`). The same
    `form_key` returns the message that it made before. Raises DeskIsClosed when there is no key.
    """
    _lock(request.form_key)
    known = ContactMessage.objects.filter(form_key=request.form_key).first()
    if known is not None:
        return known
    message_id = _next_id()
    try:
        sealed = sealing.seal(request.contents, message_id=message_id)
    except sealing.NoKey as error:
        raise DeskIsClosed from error
    message = ContactMessage.objects.create(
        pk=message_id,
        form_key=request.form_key,
        number=next_number_in_transaction("contact_desk.message", now=now, letter=NUMBER_LETTER),
        asker_kind=request.asker_kind,
        subject=request.subject,
        reply_way=request.reply_way,
        best_time=request.best_time,
        received_at=now,
        key_id=sealed.key_id,
        wrapped_key=sealed.wrapped_key,
        ciphertext=sealed.ciphertext,
    )
    if request.reply_way == ReplyWay.MAIL and acknowledges:
        _acknowledge_in_transaction(message, to=request.contents.contact, now=now)
    _tell_readers_in_transaction(message, now=now)
    chain.record("contact_desk.message_received", actor=actor, subject=message, now=now)
    return message


def _lock(form_key: UUID) -> None:
    """Let a second sending of the same form wait for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contact_desk:{form_key}"])


def _next_id() -> int:
    """Return the id of the next row: the seal is bound to it before the row exists."""
    table = ContactMessage._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def _acknowledge_in_transaction(message: ContactMessage, *, to: str, now: datetime) -> None:
    assert_in_transaction("acknowledge")
    centre = current_centre()
    today = timezone.localdate(now)
    answer_by = rules.answer_by(today, centre.hours.closures, within=limit(ANSWERED_WITHIN, on=today))
    letter = letters.received(number=message.number, received_at=now, answer_by=answer_by, centre=centre)
    queue_mail_in_transaction(
        to=to, subject=letter.subject, text=letter.text, cause=cause_of_receipt(message.pk), now=now
    )


def _tell_readers_in_transaction(message: ContactMessage, *, now: datetime) -> None:
    assert_in_transaction("tell_readers")
    letter = letters.waiting(queue_url=f"{settings.OWN_URL}{reverse('contact_desk_admin:queue')}")
    for reader in queries.current_readers(now):
        if reader.user.email:
            queue_mail_in_transaction(
                to=reader.user.email,
                subject=letter.subject,
                text=letter.text,
                cause=f"contact_desk:waiting:{message.pk}:{reader.user_id}",
                now=now,
            )
