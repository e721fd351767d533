"""Readers of the digest, made by the real services."""

import re
from datetime import timedelta

from foundation.mail.models import OutgoingMail
from portal.digest import sealing
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
    return Subscription.objects.filter(state="asked", fingerprint__in=sealing.fingerprints(address)).get()


def refusal_link(text):
    """Return the path of the page that keeps all questions away, as a question names it."""
    return re.search(r"http://localhost:8000(/news/mail/refuse/\S+)", text)[1]


def make_reader(address=ADDRESS, *, now=BEFORE, **wish):
    asked = ask(address, now=now, **wish)
    return confirm_digest(public_id=asked.public_id, wish=asked.wish, actor=None, now=now)


def digests():
    """Return the digests in the outbox, without the questions."""
    return OutgoingMail.objects.filter(cause__startswith="digest:", stop_url__startswith="http").order_by(
        "id"
    )
