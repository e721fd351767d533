"""The end of addresses that nobody needs any more, and a new seal where the key has changed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import forget_recipients_in_transaction
from portal.digest import sealing
from portal.digest.enums import SubscriptionState
from portal.digest.limits import KEPT_UNCONFIRMED, RECIPIENT_KEPT
from portal.digest.models import Subscription
from portal.digest.queries import CAUSES

from .reading import erase_in_transaction


@transaction.atomic(durable=True)
def erase_unconfirmed(*, now: datetime) -> int:
    """Erase addresses whose owners did not press the button in time; returns how many."""
    kept_for = timedelta(days=limit(KEPT_UNCONFIRMED, on=timezone.localdate(now)))
    lapsed = Subscription.objects.filter(state=SubscriptionState.ASKED, asked_at__lte=now - kept_for)
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


@transaction.atomic(durable=True)
def seal_anew() -> int:
    """Seal addresses under the present key that an older one sealed; returns how many."""
    if not sealing.is_ready():
        return 0
    count = 0
    for reader in Subscription.objects.select_for_update().order_by("pk"):
        try:
            address = sealing.open_sealed(bytes(reader.sealed_address))
        except sealing.CannotOpen:
            continue
        present = sealing.fingerprints(address)[0]
        if reader.fingerprint != present:
            reader.fingerprint, reader.sealed_address = present, sealing.seal(address)
            reader.save(update_fields=["fingerprint", "sealed_address"])
            count += 1
    return count


def _erase_all(readers: list[Subscription], counted_as: str, *, now: datetime) -> int:
    for reader in readers:
        erase_in_transaction(reader, counted_as=counted_as, now=now)
    for reader in readers:
        chain.record(f"digest.{counted_as}", actor=None, subject=reader, now=now)
    return len(readers)
