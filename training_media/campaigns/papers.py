"""Cards on A4 with code and QR, one for each agency; and slips with the PINs, to be given apart from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.japanese.dates import long_date, wareki
from foundation.printing.pdf import render_pdf

from .keys import code_of, pin_of
from .models import Invitation

SLIPS_ON_A_SHEET, SLIPS_IN_A_ROW = 10, 2


@dataclass(frozen=True)
class Card:
    """One card as it is printed."""

    card: Invitation
    code: str
    address: str
    opens: str
    deadline: str


@dataclass(frozen=True)
class Slip:
    """One PIN as it is printed; without the code it opens nothing."""

    agency: str
    course: str
    pin: str


def cards_pdf(cards: Sequence[Invitation], *, now: datetime) -> bytes:
    """Return a card for each agency, each on a sheet of its own, to be hung up where people watch."""
    context = _context(now) | {
        "cards": [_card(each) for each in cards],
        "entrance": f"{settings.OWN_URL}{reverse('watching:enter')}",
    }
    return render_pdf("campaigns/paper/cards.html", context, title="研修動画の視聴カード")


def slips_pdf(cards: Sequence[Invitation], *, now: datetime) -> bytes:
    """Return the PINs, ten slips on a sheet."""
    slips = [Slip(each.agency.name, each.campaign.course.title, pin_of(each.seed)) for each in cards]
    sheets = [
        list(batched(sheet, SLIPS_IN_A_ROW, strict=False))
        for sheet in batched(slips, SLIPS_ON_A_SHEET, strict=False)
    ]
    return render_pdf(
        "campaigns/paper/slips.html", _context(now) | {"sheets": sheets}, title="視聴カードのPIN"
    )


def _card(card: Invitation) -> Card:
    code = code_of(card.seed)
    return Card(
        card=card,
        code=code,
        address=f"{settings.OWN_URL}{reverse('watching:by_code', args=[code])}",
        opens=long_date(card.campaign.opens_on),
        deadline=long_date(card.period.deadline),
    )


def _context(now: datetime) -> dict[str, object]:
    return {
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
