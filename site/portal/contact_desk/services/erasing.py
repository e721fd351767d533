"""The end of what people wrote. The row stays for the counts; key and bytes are destroyed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.mail.services import forget_recipients_in_transaction
from portal.contact_desk import queries, rules
from portal.contact_desk.enums import MessageState
from portal.contact_desk.limits import KEPT_AFTER_ANSWER
from portal.contact_desk.models import ContactMessage

from .receiving import cause_of_receipt


@transaction.atomic(durable=True)
def erase_due_messages(*, now: datetime) -> int:
    """Destroy the contents whose time to keep is over, and the address of their receipt; returns how many.

    What was never answered is left alone: it stands as late at the desk.
    """
    today = timezone.localdate(now)
    kept_days = limit(KEPT_AFTER_ANSWER, on=today)
    found = ContactMessage.objects.due_for_erasing(today, kept_days=kept_days)
    due = [
        message
        for message in found.select_for_update(of=("self",)).order_by("id")
        if rules.may_be_erased(message.state, queries.erased_on(message, kept_days=kept_days), today)
    ]
    for message in due:
        message.state, message.erased_at = MessageState.ERASED, now
        message.key_id, message.wrapped_key, message.ciphertext = "", b"", b""
        message.save(update_fields=["state", "erased_at", "key_id", "wrapped_key", "ciphertext"])
    forget_recipients_in_transaction([cause_of_receipt(message.pk) for message in due], now=now)
    for message in due:
        chain.record("contact_desk.message_erased", actor=None, subject=message, now=now)
    return len(due)
