"""Somebody asks for the digest, confirms, and stops it. No address is told to anybody on the way."""

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit
from foundation.mail.services import queue_mail_in_transaction, take_back_in_transaction
from foundation.transactions import assert_in_transaction
from portal.digest import letters, links, rules, sealing
from portal.digest.enums import SubscriptionState
from portal.digest.exceptions import LinkNotUsable
from portal.digest.limits import KEPT_UNCONFIRMED
from portal.digest.models import Refusal, Subscription
from portal.digest.queries import CAUSES

from .counting import count_in_transaction


def causes_of(subscription: Subscription) -> str:
    """Return how the cause of every mail to this reader begins."""
    return f"{CAUSES}{subscription.pk}:"


@transaction.atomic(durable=True)
def ask_for_digest(
    *, address: str, cadence: str, wants_news: bool, wants_events: bool, actor: User | None, now: datetime
) -> None:
    """Note the wish and send the question by mail, to readers and strangers alike; nothing goes before yes.

    Each question begins what it says itself, whoever asks after it. Asking again does not keep the address
    longer. To a mailbox that refused nothing goes. Raises DigestIsClosed when there is no key.
    """
    wish = rules.Wish(cadence, wants_news=wants_news, wants_events=wants_events)
    mailbox = sealing.fingerprints(rules.mailbox(address))
    _lock(mailbox[-1])
    if Refusal.objects.filter(fingerprint__in=mailbox).exists():
        return
    asked = _open_question_in_transaction(address, wish, now=now)
    letter = letters.confirmation(
        asked,
        wish,
        link=links.confirm_path(asked, wish),
        refuse=links.refuse_path(asked.fingerprint, mailbox[0]),
        centre=current_centre(),
    )
    queue_mail_in_transaction(
        to=address,
        subject=letter.subject,
        text=letter.text,
        cause=f"{causes_of(asked)}asked-{asked.times_asked}",
        now=now,
        hides_recipient=True,
    )
    count_in_transaction("asked", now=now)
    chain.record("digest.asked", actor=actor, subject=asked, now=now)


def _open_question_in_transaction(address: str, wish: rules.Wish, *, now: datetime) -> Subscription:
    """Return the row that waits for yes, the one of before as long as its time is not over."""
    assert_in_transaction("open a question")
    prints = sealing.fingerprints(address)
    asked = Subscription.objects.filter(fingerprint__in=prints, state=SubscriptionState.ASKED).first()
    if asked is not None and asked.open_until <= now:
        erase_in_transaction(asked, counted_as="lapsed", now=now)
        asked = None
    if asked is None:
        days = limit(KEPT_UNCONFIRMED, on=timezone.localdate(now))
        asked = Subscription(
            fingerprint=prints[0],
            sealed_address=sealing.seal(address),
            key_id=sealing.key_id(),
            asked_at=now,
            open_until=now + timedelta(days=days),
            **asdict(wish),
        )
    asked.times_asked += 1
    asked.save(update_fields=["times_asked"] if asked.pk else None)
    return asked


@transaction.atomic(durable=True)
def confirm_digest(*, public_id: UUID, wish: rules.Wish, actor: User | None, now: datetime) -> Subscription:
    """Begin the mails, or change them, to what the pressed mail asks; returns the reader. Twice is as once.

    Raises LinkNotUsable when the time is over, and CannotOpen when the address has been damaged.
    """
    asked = Subscription.objects.select_for_update().filter(public_id=public_id).first()
    if asked is None:
        raise LinkNotUsable
    if asked.state == SubscriptionState.ACTIVE and (asked.wish == wish or asked.open_until <= now):
        return asked
    if asked.open_until <= now:
        raise LinkNotUsable
    reader = _begin_in_transaction(asked, wish, now=now)
    chain.record("digest.confirmed", actor=actor, subject=reader, now=now)
    return reader


def _begin_in_transaction(asked: Subscription, wish: rules.Wish, *, now: datetime) -> Subscription:
    """Return who reads now: the one that asked, or the reader of before with the new wish."""
    assert_in_transaction("begin")
    prints = sealing.fingerprints(sealing.open_sealed(bytes(asked.sealed_address)))
    reader = Subscription.objects.active().select_for_update().filter(fingerprint__in=prints).first()
    if reader is None:
        asked.state, asked.confirmed_at = SubscriptionState.ACTIVE, now
        count_in_transaction("confirmed", now=now)
        reader = asked
    elif reader != asked:
        # The links in the mails of before must go on stopping what comes: the reader stays the same.
        take_back_in_transaction(causes_of(asked), now=now)
        Subscription.objects.filter(pk=asked.pk).delete()
    for name, value in asdict(wish).items():
        setattr(reader, name, value)
    reader.save(update_fields=["state", "confirmed_at", *asdict(wish)])
    return reader


@transaction.atomic(durable=True)
def stop_digest(*, public_id: UUID, actor: User | None, now: datetime) -> bool:
    """Erase a reader's address, here and in the outbox; returns whether there was one. Twice is as once."""
    reader = Subscription.objects.select_for_update().filter(public_id=public_id).first()
    if reader is None:
        return False
    erase_in_transaction(reader, counted_as="stopped", now=now)
    chain.record("digest.stopped", actor=actor, subject=reader, now=now)
    return True


@transaction.atomic(durable=True)
def refuse_digest(*, fingerprint: str, mailbox: str, actor: User | None, now: datetime) -> None:
    """Keep every further question from a mailbox, and erase what stands open for it or goes to it."""
    today = timezone.localdate(now)
    refusal, is_new = Refusal.objects.get_or_create(fingerprint=mailbox, defaults={"day": today})
    readers = Subscription.objects.select_for_update().filter(fingerprint=fingerprint)
    for reader in readers.order_by("pk"):
        erase_in_transaction(reader, counted_as="stopped", now=now)
        chain.record("digest.stopped", actor=actor, subject=reader, now=now)
    if is_new:
        chain.record("digest.refused", actor=actor, subject=refusal, now=now)


@transaction.atomic(durable=True)
def take_refusal_back(*, mailbox: str, actor: User | None, now: datetime) -> None:
    """Let questions go to a mailbox again."""
    for refusal in Refusal.objects.select_for_update().filter(fingerprint=mailbox):
        chain.record("digest.refusal_taken_back", actor=actor, subject=refusal, now=now)
        refusal.delete()


@transaction.atomic(durable=True)
def stop_for_address(*, address: str, actor: User, now: datetime) -> None:
    """Stop what an address gets or was asked about, at the wish of somebody who phoned.

    It says nothing back; whoever compares the numbers of the desk before and after learns all the same
    whether the address was known. Raises DigestIsClosed.
    """
    prints = sealing.fingerprints(address)
    readers = list(Subscription.objects.select_for_update().filter(fingerprint__in=prints).order_by("pk"))
    for reader in readers:
        erase_in_transaction(reader, counted_as="stopped", now=now)
    for reader in readers:
        chain.record("digest.stopped", actor=actor, subject=reader, now=now)


def erase_in_transaction(reader: Subscription, *, counted_as: str, now: datetime) -> None:
    """Delete the row and take back its mails; a number stays."""
    assert_in_transaction("erase")
    take_back_in_transaction(causes_of(reader), now=now)
    Subscription.objects.filter(pk=reader.pk).delete()
    count_in_transaction(counted_as, now=now)


def _lock(fingerprint: str) -> None:
    """Let a second asking for the same address wait for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"digest:{fingerprint}"])
