"""Signed addresses for readers of the digest: random ids and signatures, never the address of a person."""

import re
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .enums import Cadence
from .exceptions import LinkNotUsable
from .models import Subscription
from .rules import Wish

# A salt each: whoever has the link that stops cannot confirm with it.
CONFIRM = Signer(salt="digest.confirm")
STOP = Signer(salt="digest.stop")
REFUSE = Signer(salt="digest.refuse")
# A wish as a link says it: its cadence, then news, events or both.
CADENCES = {"w": Cadence.WEEKLY.value, "m": Cadence.MONTHLY.value}
PRINT_CHARACTERS = 64
SAID = re.compile(r"([0-9a-f]{32})([wm])(n?)(e?)")


def confirm_path(subscription: Subscription, wish: Wish) -> str:
    """Return the path of the page with the button that begins the mails as this request wants them."""
    cadence = next(letter for letter, word in CADENCES.items() if word == wish.cadence)
    said = f"{cadence}{'n' * wish.wants_news}{'e' * wish.wants_events}"
    return reverse("digest:confirm", args=[CONFIRM.sign(f"{subscription.public_id.hex}{said}")])


def stop_path(subscription: Subscription) -> str:
    """Return the path of the page with the button that stops them; it holds as long as the reader does."""
    return reverse("digest:stop", args=[STOP.sign(subscription.public_id.hex)])


def refuse_path(fingerprint: str, mailbox: str) -> str:
    """Return the path of the page that keeps all questions from a mailbox; it holds for good.

    It carries the fingerprints of the address and of its mailbox, as the rows may be gone when it is opened.
    """
    said = fingerprint if fingerprint == mailbox else f"{fingerprint}{mailbox}"
    return reverse("digest:refuse", args=[REFUSE.sign(said)])


def stop_address(subscription: Subscription) -> str:
    return f"{settings.OWN_URL}{stop_path(subscription)}"


def asked_in(token: str) -> tuple[UUID, Wish]:
    """Return whom a link that confirms means, and its wish. Raises LinkNotUsable when it is forged."""
    said = SAID.fullmatch(_said_in(CONFIRM, token))
    if said is None or not (said[3] or said[4]):
        raise LinkNotUsable
    return UUID(said[1]), Wish(CADENCES[said[2]], wants_news=bool(said[3]), wants_events=bool(said[4]))


def stopped_in(token: str) -> UUID:
    """Return whom a link that stops means. Raises LinkNotUsable when it is forged."""
    return UUID(_said_in(STOP, token))


def refused_in(token: str) -> tuple[str, str]:
    """Return the fingerprints in a link that refuses: address, mailbox. Raises LinkNotUsable."""
    said = _said_in(REFUSE, token)
    return said[:PRINT_CHARACTERS], said[-PRINT_CHARACTERS:]


def _said_in(signer: Signer, token: str) -> str:
    try:
        return signer.unsign(token)
    except BadSignature as error:
        raise LinkNotUsable from error
