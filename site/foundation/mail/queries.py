"""Reads of the mails that went, wait, or did not arrive."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from .models import MailState, OutgoingMail


def mails_in(states: Collection[str]) -> QuerySet[OutgoingMail]:
    """Return the mails in these states, the latest first, without what stands in them."""
    return OutgoingMail.objects.filter(state__in=states).defer("text", "calendar")


def mails_on_their_way() -> QuerySet[OutgoingMail]:
    """Return what waits to be sent, and what could not be."""
    return mails_in([MailState.QUEUED, MailState.FAILED])


def count_mails(states: Collection[str], *, since: datetime) -> int:
    """Return how many mails written since a moment are in these states."""
    return mails_in(states).filter(created_at__gte=since).count()
