"""Readers of the digest, made by the real services."""

from datetime import timedelta

from foundation.mail.models import OutgoingMail
from portal.digest.enums import Cadence
from portal.digest.models import Subscription
from portal.digest.services.reading import ask_for_digest, confirm_digest
from tests.factories.events import NOW

ADDRESS = "yomu@example.jp"
# Readers say yes before the week of NOW begins.
BEFORE = NOW - timedelta(days=10)


def ask(address=ADDRESS, *, cadence=Cadence.WEEKLY, news=True, events=True, now=BEFORE):
    """Ask for the digest; returns the row whose question is open."""
    ask_for_digest(
        address=address, cadence=cadence, wants_news=news, wants_events=events, actor=None, now=now
    )
    return Subscription.objects.filter(asked_at=now).latest("pk")


def make_reader(address=ADDRESS, *, now=BEFORE, **wish):
    asked = ask(address, now=now, **wish)
    return confirm_digest(public_id=asked.public_id, actor=None, now=now)


def digests():
    """Return the digests in the outbox, without the questions."""
    return OutgoingMail.objects.filter(cause__startswith="digest:", stop_url__startswith="http").order_by(
        "id"
    )
