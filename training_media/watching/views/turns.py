"""How often one may try codes and PINs, and name people, open players or take records by one card."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from foundation.rates.services import may_go, still_may
from training_media.campaigns.models import Invitation
from training_media.campaigns.queries import invitation_by_code
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.passes import Pass, counted_by

APP = "watching"
TOO_MANY_CODES = "短い間に、ちがう番号がたくさん入れられました。1時間ほど待つか、センターにお電話ください。"
TOO_OFTEN = "この1時間に、たくさん押されました。1時間ほど待つか、センターにお電話ください。"


def may(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Return whether this was not done too often of late, and count it."""
    rates, now = settings.WATCHING_RATES, timezone.now()
    return may_go(request, app=APP, action=action, rates=rates, now=now, key=key)


def counted(request: HttpRequest, action: str, held: Pass | None) -> bool:
    """Return whether this was not done too often of late by a card, or else an account, and count it."""
    return may(request, action, key=counted_by(held, account=request.user.pk))


def may_try_pin(request: HttpRequest, card: Invitation) -> bool:
    """Return whether not too many PINs of this card were wrong of late that came from this address."""
    rates, now = settings.WATCHING_RATES, timezone.now()
    return still_may(request, app=_tries(card), action="wrong_pin", rates=rates, now=now)


def wrong_pin(request: HttpRequest, card: Invitation) -> bool:
    """Count a wrong PIN; returns whether it was one too many of this card, from wherever they came."""
    rates, now = settings.WATCHING_RATES, timezone.now()
    may_go(request, app=_tries(card), action="wrong_pin", rates=rates, now=now)
    return not may(request, "wrong_pin_anywhere", key=_tries(card))


def was_let_in(request: HttpRequest, card: Invitation) -> bool:
    """Return whether this card and its right PIN came from this address in the last weeks."""
    rates, now = settings.WATCHING_RATES, timezone.now()
    return not still_may(request, app=_at(card), action="let_in", rates=rates, now=now)


def remember_let_in(request: HttpRequest, card: Invitation) -> None:
    """Remember, as a keyed hash, from which address this card was shown with its right PIN."""
    may_go(request, app=_at(card), action="let_in", rates=settings.WATCHING_RATES, now=timezone.now())


def _at(card: Invitation) -> str:
    return f"{APP}:{card.pk}:{card.issue}"


def _tries(card: Invitation) -> str:
    return f"{_at(card)}:{card.pin_openings}"


def card_of(request: HttpRequest, code: str) -> Invitation | None:
    """Return the card of a code. Raises WatchingRefused where too many unknown ones came from.

    Known ones are not counted: a whole home reads its card from one address of the network.
    """
    rates, now = settings.WATCHING_RATES, timezone.now()
    if not still_may(request, app=APP, action="code", rates=rates, now=now):
        raise WatchingRefused(TOO_MANY_CODES)
    card = invitation_by_code(code)
    if card is None:
        may(request, "code")
    return card
