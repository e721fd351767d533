"""Somebody asks for the digest, confirms, and stops it. No address is told to anybody on the way."""

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
from portal.digest.models import Subscription
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

    Asking again changes what the open question says. Raises DigestIsClosed when there is no key.
    """
    prints = sealing.fingerprints(address)
    _lock(prints[-1])
    wish = {"cadence": cadence, "wants_news": wants_news, "wants_events": wants_events, "asked_at": now}
    asked = Subscription.objects.filter(fingerprint__in=prints, state=SubscriptionState.ASKED).first()
    if asked is None:
        sealed = sealing.seal(address)
        asked = Subscription(fingerprint=prints[0], sealed_address=sealed, key_id=sealing.key_id())
    for name, value in wish.items():
        setattr(asked, name, value)
    asked.times_asked += 1
    asked.save(update_fields=[*wish, "times_asked"] if asked.pk else None)
    until = now + timedelta(days=limit(KEPT_UNCONFIRMED, on=timezone.localdate(now)))
    letter = letters.confirmation(
        asked, link=links.confirm_address(asked), until=until, centre=current_centre()
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


@transaction.atomic(durable=True)
def confirm_digest(*, public_id: UUID, actor: User | None, now: datetime) -> Subscription:
    """Begin the mails, or change them to what was asked last; returns the reader. Twice is as once.

    Raises LinkNotUsable when the time is over, and CannotOpen when the address has been damaged.
    """
    asked = Subscription.objects.select_for_update().filter(public_id=public_id).first()
    if asked is None:
        raise LinkNotUsable
    if asked.state == SubscriptionState.ACTIVE:
        return asked
    kept_days = limit(KEPT_UNCONFIRMED, on=timezone.localdate(now))
    if rules.has_lapsed(asked.asked_at, now, kept_days=kept_days):
        raise LinkNotUsable
    prints = sealing.fingerprints(sealing.open_sealed(bytes(asked.sealed_address)))
    reader = Subscription.objects.active().select_for_update().filter(fingerprint__in=prints).first()
    if reader is None:
        asked.state, asked.confirmed_at = SubscriptionState.ACTIVE, now
        asked.save(update_fields=["state", "confirmed_at"])
        count_in_transaction("confirmed", now=now)
        reader = asked
    else:
        # The links in the mails of before must go on stopping what comes: the reader stays the same.
        reader.cadence = asked.cadence
        reader.wants_news, reader.wants_events = asked.wants_news, asked.wants_events
        reader.save(update_fields=["cadence", "wants_news", "wants_events"])
        take_back_in_transaction(causes_of(asked), now=now)
        Subscription.objects.filter(pk=asked.pk).delete()
    chain.record("digest.confirmed", actor=actor, subject=reader, now=now)
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
def stop_for_address(*, address: str, actor: User, now: datetime) -> None:
    """Stop what an address gets or was asked about, at the wish of somebody who phoned.

    It says nothing back: nobody may learn by it whether an address is known. Raises DigestIsClosed.
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
