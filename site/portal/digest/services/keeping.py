"""The end of addresses that nobody needs any more, and a new seal where the key has changed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import forget_recipients_in_transaction
from foundation.transactions import assert_in_transaction
from portal.digest import sealing
from portal.digest.enums import SubscriptionState
from portal.digest.limits import RECIPIENT_KEPT
from portal.digest.models import Subscription
from portal.digest.queries import CAUSES

from .reading import erase_in_transaction

# So many addresses are opened in one transaction.
BATCH = 200


@transaction.atomic(durable=True)
def erase_unconfirmed(*, now: datetime) -> int:
    """Erase addresses whose owners did not press the button in time; returns how many."""
    lapsed = Subscription.objects.filter(state=SubscriptionState.ASKED, open_until__lte=now)
    return _erase_all(list(lapsed.select_for_update().order_by("pk")), "lapsed", now=now)


@transaction.atomic(durable=True)
def erase_unreachable(*, now: datetime) -> int:
    """Erase readers whose mail came back, or who reported it as unwanted; returns how many."""
    returned = OutgoingMail.objects.filter(
        cause__startswith=CAUSES, state__in=[MailState.BOUNCED, MailState.COMPLAINED], erased_at__isnull=True
    )
    ids = {int(cause.split(":")[1]) for cause in returned.values_list("cause", flat=True)}
    readers = Subscription.objects.filter(pk__in=ids).select_for_update().order_by("pk")
    return _erase_all(list(readers), "unreachable", now=now)


@transaction.atomic(durable=True)
def forget_recipients(*, now: datetime) -> int:
    """Erase to whom a digest went or could not go, and what it said, after its time; returns how many."""
    until = now - timedelta(days=limit(RECIPIENT_KEPT, on=timezone.localdate(now)))
    is_old = Q(sent_at__lt=until) | Q(state=MailState.FAILED, created_at__lt=until)
    old = OutgoingMail.objects.filter(is_old, cause__startswith=CAUSES, erased_at__isnull=True)
    return forget_recipients_in_transaction(list(old.values_list("cause", flat=True)), now=now)


def seal_anew() -> int:
    """Seal addresses under the present key that an older one sealed; returns how many.

    Where the key is still the same, no address is opened.
    """
    count, readers = 0, list[Subscription]()
    while sealing.is_ready():
        readers, sealed = seal_batch(after=readers[-1].pk if readers else 0)
        count += sealed
        if not readers:
            break
    return count


@transaction.atomic(durable=True)
def seal_batch(*, after: int) -> tuple[list[Subscription], int]:
    """Seal anew what follows this row; returns the rows it looked at, and how many of them opened."""
    older = Subscription.objects.filter(pk__gt=after).exclude(key_id=sealing.key_id())
    readers = list(older.select_for_update().order_by("pk")[:BATCH])
    return readers, sum(map(_seal_in_transaction, readers))


def _seal_in_transaction(reader: Subscription) -> bool:
    assert_in_transaction("seal anew")
    try:
        address = sealing.open_sealed(bytes(reader.sealed_address))
    except sealing.CannotOpen:
        return False
    reader.fingerprint, reader.sealed_address = sealing.fingerprints(address)[0], sealing.seal(address)
    reader.key_id = sealing.key_id()
    reader.save(update_fields=["fingerprint", "sealed_address", "key_id"])
    return True


def _erase_all(readers: list[Subscription], counted_as: str, *, now: datetime) -> int:
    for reader in readers:
        erase_in_transaction(reader, counted_as=counted_as, now=now)
    for reader in readers:
        chain.record(f"digest.{counted_as}", actor=None, subject=reader, now=now)
    return len(readers)
