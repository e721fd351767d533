"""The one way a mail leaves: a row in the caller's transaction, a job, Django's mailer, retries."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from foundation.audit import chain
from foundation.calendar.ics import CalendarPart, taken_apart
from foundation.jobs import defer
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction

from .limits import BODY_KEPT
from .models import MailState, OutgoingMail

LONGEST_PROBLEM = 200


class MailIsUnderWay(Exception):
    """The mail waits, went already, or its text has been erased."""


def queue_mail_in_transaction(  # noqa: PLR0913 -- the facts of one mail, by name
    *,
    to: str,
    subject: str,
    text: str,
    cause: str,
    now: datetime,
    calendar: CalendarPart | None = None,
    stop_url: str = "",
    hides_recipient: bool = False,
    leaves_at: datetime | None = None,
) -> OutgoingMail:
    """Write one mail and its job in the caller's transaction; the same cause is written once only.

    `text` is the real message: the HTML part is made from it. A mail that people may end gets the address
    that ends it with one press. It goes at once, or not before `leaves_at`. Raises NotInTransaction outside
    a transaction.
    """
    assert_in_transaction(cause)
    mail, created = OutgoingMail.objects.get_or_create(
        cause=cause,
        defaults={
            "to": to,
            "subject": subject,
            "text": text,
            "calendar": calendar.content if calendar else "",
            "calendar_method": calendar.method if calendar else "",
            "stop_url": stop_url,
            "hides_recipient": hides_recipient,
            "created_at": now,
            "leaves_at": leaves_at,
        },
    )
    if created:
        defer("mail.deliver", at=leaves_at, mail_id=mail.pk)
    return mail


def let_go_in_transaction(causes: str, *, now: datetime) -> None:
    """Send what waits for its hour and whose cause begins so at once: something later overtakes it."""
    assert_in_transaction("let_go")
    waiting = OutgoingMail.objects.filter(_waits(causes, now=now)).order_by("pk")
    for mail in waiting.select_for_update():
        mail.leaves_at = None
        mail.save(update_fields=["leaves_at"])
        defer("mail.deliver", mail_id=mail.pk)


def drop_waiting_in_transaction(causes: str, *, now: datetime) -> None:
    """Delete what waits for its hour and whose cause begins so: it concerns its reader no more."""
    assert_in_transaction("drop_waiting")
    OutgoingMail.objects.filter(_waits(causes, now=now)).delete()


def drop_in_transaction(mails: QuerySet[OutgoingMail]) -> set[str]:
    """Delete those of these mails that have not gone yet; returns their causes."""
    assert_in_transaction("drop")
    # Locked first: one that is being sent is waited for, and has gone then.
    waiting = mails.filter(state__in=[MailState.QUEUED, MailState.FAILED]).order_by("pk")
    found = {mail.pk: mail.cause for mail in waiting.select_for_update()}
    OutgoingMail.objects.filter(pk__in=found).delete()
    return set(found.values())


def reword_in_transaction(mails: QuerySet[OutgoingMail], words: Callable[[OutgoingMail], str]) -> None:
    """Let those of these mails that have not gone yet say what is right now."""
    assert_in_transaction("reword")
    # Locked first, as before they are dropped.
    waiting = mails.filter(state__in=[MailState.QUEUED, MailState.FAILED]).order_by("pk")
    found = list(waiting.select_for_update())
    for mail in found:
        mail.text = words(mail)
    OutgoingMail.objects.bulk_update(found, ["text"], batch_size=500)


def _waits(causes: str, *, now: datetime) -> Q:
    return Q(cause__startswith=causes, state=MailState.QUEUED, leaves_at__gt=now)


def deliver(*, mail_id: int, now: datetime) -> None:
    """Send a queued mail. A server's error is raised for a retry.

    A mail that went already, was taken back, or waits for its hour is left alone.

    The row stays locked while the server answers, so two workers never send the same mail. A crash
    between the server's yes and our commit can repeat it, with the same Message-ID.
    """
    with transaction.atomic(durable=True):
        mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
        if mail is None or mail.state not in (MailState.QUEUED, MailState.FAILED):
            return
        if mail.leaves_at is not None and mail.leaves_at > now:
            return
        message = build_message(mail)
        message.send()
        status = getattr(message, "anymail_status", None)
        mail.provider_id = (getattr(status, "message_id", "") or "") if status else ""
        mail.state, mail.sent_at, mail.problem = MailState.SENT, now, ""
        mail.attempts += 1
        mail.save(update_fields=["provider_id", "state", "sent_at", "problem", "attempts"])


def note_failure(*, mail_id: int, problem: str, is_last: bool) -> None:
    """Write down that a try failed; after the last one the mail stands as failed in the staff's outbox."""
    with transaction.atomic(durable=True):
        mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
        mail.attempts += 1
        mail.problem = problem[:LONGEST_PROBLEM]
        if is_last:
            mail.state = MailState.FAILED
        mail.save(update_fields=["attempts", "problem", "state"])


def can_go_again(mail: OutgoingMail) -> bool:
    """Return whether a mail did not arrive and still has its text."""
    return mail.state in (MailState.FAILED, MailState.BOUNCED) and mail.erased_at is None


def send_again(*, mail_id: int, actor: Model, now: datetime) -> OutgoingMail:
    """Queue a mail that did not arrive once more, at a person's wish. Raises MailIsUnderWay."""
    with transaction.atomic(durable=True):
        mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
        if not can_go_again(mail):
            raise MailIsUnderWay
        mail.state, mail.problem = MailState.QUEUED, ""
        mail.save(update_fields=["state", "problem"])
        defer("mail.deliver", mail_id=mail.pk)
        chain.record("mail.sent_again", actor=actor, subject=mail, now=now)
        return mail


def erase_old_bodies(*, now: datetime) -> int:
    """Erase text and calendar part of mails sent so long ago that they are kept no more; returns how many."""
    with transaction.atomic(durable=True):
        kept_for = timedelta(days=limit(BODY_KEPT, on=timezone.localdate(now)))
        old = OutgoingMail.objects.filter(sent_at__lt=now - kept_for, erased_at__isnull=True)
        return old.update(text="", calendar="", stop_url="", erased_at=now)


def forget_recipients_in_transaction(causes: Collection[str], *, now: datetime) -> int:
    """Erase to whom mails of these causes went, with their text; returns how many. They do not go again."""
    assert_in_transaction("forget_recipients")
    mails = OutgoingMail.objects.filter(cause__in=causes)
    return mails.update(to="", text="", calendar="", stop_url="", erased_at=now)


def take_back_in_transaction(causes: str, *, now: datetime) -> None:
    """Forget the recipient of every mail whose cause begins so; what has not gone yet is deleted."""
    assert_in_transaction("take_back")
    mails = OutgoingMail.objects.filter(cause__startswith=causes)
    mails.filter(state__in=[MailState.QUEUED, MailState.FAILED]).delete()
    mails.update(to="", text="", calendar="", stop_url="", erased_at=now)


def build_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """Return the mail as Django sends it: text first, HTML made from it, the calendar with its method."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": f"<{mail.pk}.{settings.DOOR}@{settings.HOST}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.stop_url:
        # RFC 8058: the mail program stops it by itself; nobody has to open a page.
        message.extra_headers["List-Unsubscribe"] = f"<{mail.stop_url}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    html = render_to_string("mail/message.html", {"subject": mail.subject, "text": mail.text})
    message.attach_alternative(css_inline.inline(html), "text/html")
    _attach_calendar(message, taken_apart(mail.calendar))
    return message


def _attach_calendar(message: EmailMultiAlternatives, parts: Sequence[CalendarPart]) -> None:
    """Attach each entry as a file; a single one is an invitation that mail programs show as such.

    Of several the first would stand for all where a program shows the alternative alone.
    """
    if len(parts) == 1:
        message.attach_alternative(parts[0].content, parts[0].content_type)
    for number, part in enumerate(parts, start=1):
        name = part.file_name if len(parts) == 1 else part.file_name.replace(".", f"-{number}.")
        message.attach(name, part.content.encode(), "application/ics")
