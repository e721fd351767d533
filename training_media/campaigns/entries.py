"""When one may begin to watch and until when, as two entries of an agency's calendar."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from directory.models import Agency
from foundation.calendar.entries import CalendarEntry
from foundation.calendar.ics import feed_window

from .models import Invitation
from .queries import cards_of

OPENING, DEADLINE = "視聴開始", "視聴期限"


def deadlines_of(agencies: Collection[Agency], *, now: datetime) -> list[CalendarEntry]:
    """Return the two entries of each card of these agencies; an ended card is called off."""
    cards = cards_of([each.pk for each in agencies])
    return feed_window([entry for card in cards for entry in entries_of(card)], now=now)


def entries_of(card: Invitation) -> list[CalendarEntry]:
    """Return 視聴開始 and 視聴期限; neither carries code, PIN or a name."""
    return [
        _entry(card, OPENING, card.campaign.opens_on, card.opening_uid, card.opening_sequence),
        _entry(card, DEADLINE, card.period.deadline, card.deadline_uid, card.deadline_sequence),
    ]


def _entry(card: Invitation, word: str, day: date, uid: str, sequence: int) -> CalendarEntry:
    course = card.campaign.course
    return CalendarEntry(
        uid=uid,
        sequence=sequence,
        starts=day,
        ends=day,
        summary=f"{word}　{course.title}",
        description=course.summary,
        url=f"{settings.OWN_URL}{reverse('watching:course', args=[course.slug])}",
        cancelled=card.revoked_at is not None,
        organizer_name=settings.WAGTAIL_SITE_NAME,
        organizer_email=settings.ORGANIZER_EMAIL,
        categories=("研修動画",),
        last_modified=card.calendar_changed_at,
        created=card.made_at,
    )
