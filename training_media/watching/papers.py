"""Cards of single viewers, six on a sheet: whoever holds one is let in without a PIN."""

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

from .access import personal_token
from .models import PersonalCard

CARDS_ON_A_SHEET, CARDS_IN_A_ROW = 6, 2


@dataclass(frozen=True)
class Printed:
    """One card as it is printed."""

    name: str
    agency: str
    course: str
    deadline: str
    address: str


def personal_cards_pdf(cards: Sequence[PersonalCard], *, now: datetime) -> bytes:
    """Return a card for each viewer, to be cut apart."""
    printed = [_printed(each) for each in cards]
    sheets = [
        list(batched(sheet, CARDS_IN_A_ROW, strict=False))
        for sheet in batched(printed, CARDS_ON_A_SHEET, strict=False)
    ]
    context = {
        "sheets": sheets,
        "entrance": f"{settings.OWN_URL}{reverse('watching:enter')}",
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
    return render_pdf("watching/paper/personal.html", context, title="一人ずつの視聴カード")


def _printed(card: PersonalCard) -> Printed:
    return Printed(
        name=card.viewer.name,
        agency=card.viewer.agency.name,
        course=card.invitation.campaign.course.title,
        deadline=long_date(card.invitation.period.deadline),
        address=f"{settings.OWN_URL}{reverse('watching:personal', args=[personal_token(card)])}",
    )
