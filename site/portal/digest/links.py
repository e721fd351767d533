"""Signed addresses for readers of the digest: a random id and a signature, never the address of a person."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .exceptions import LinkNotUsable
from .models import Subscription

# Two salts: whoever has the link that stops cannot confirm with it.
CONFIRM = Signer(salt="digest.confirm")
STOP = Signer(salt="digest.stop")


def confirm_path(subscription: Subscription) -> str:
    """Return the path of the page with the button that begins the mails."""
    return reverse("digest:confirm", args=[CONFIRM.sign(subscription.public_id.hex)])


def stop_path(subscription: Subscription) -> str:
    """Return the path of the page with the button that stops them; it holds as long as the reader does."""
    return reverse("digest:stop", args=[STOP.sign(subscription.public_id.hex)])


def confirm_address(subscription: Subscription) -> str:
    return f"{settings.OWN_URL}{confirm_path(subscription)}"


def stop_address(subscription: Subscription) -> str:
    return f"{settings.OWN_URL}{stop_path(subscription)}"


def public_id_in(signer: Signer, token: str) -> UUID:
    """Return whom a token means. Raises LinkNotUsable when it is forged."""
    try:
        return UUID(signer.unsign(token))
    except (BadSignature, ValueError) as error:
        raise LinkNotUsable from error
