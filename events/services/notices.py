"""Letters that staff write to the people of one event; lines that move because time has passed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from events import letters, links
from events.enums import LINE_STATES
from events.models import Application, Event
from events.models.session import takes_place
from foundation.audit import chain
from foundation.audit.models import Entry
from foundation.centre.queries import current_centre

from .sending import send_in_transaction
from .serving import settle_and_tell


@dataclass(frozen=True)
class NoticeAudience:
    """Whom a letter reaches by mail, and who wished for a FAX or a call."""

    by_mail: Sequence[Application]
    by_other_ways: Sequence[Application]


def notice_audience(
    event: Event, states: Sequence[str], *, sessions: Collection[int] | None = None
) -> NoticeAudience:
    """Return the applications of an event in these states, split by the way that they wish.

    `sessions`, by id, narrows them to some dates of the event.
    """
    applications = Application.objects.filter(session__event=event, state__in=states)
    if sessions is not None:
        applications = applications.filter(session__in=sessions)
    found = list(applications.select_related("session", "session__event").order_by("number"))
    by_mail = [each for each in found if each.is_told_by_mail]
    return NoticeAudience(by_mail, [each for each in found if not each.is_told_by_mail])


@transaction.atomic(durable=True)
def send_notice(
    *,
    event: Event,
    states: Sequence[str],
    sessions: Collection[int] | None = None,
    subject: str,
    text: str,
    key: str,
    actor: User,
    now: datetime,
) -> int:
    """Send one letter to an event's applications, each in its own way, and return how many those are.

    `key` makes sending it twice harmless: the second time it goes to nobody and 0 is returned.
    """
    sent = Entry.objects.filter(subject_type="events.event", subject_id=event.pk)
    if sent.filter(verb="events.notice_sent", fields__contains=[f"key:{key}"]).exists():
        return 0
    audience = notice_audience(event, states, sessions=sessions)
    everybody = (*audience.by_mail, *audience.by_other_ways)
    for application in everybody:
        letter = letters.notice(
            application, subject=subject, text=text, link=links.address(application), centre=current_centre()
        )
        send_in_transaction(application, letter, cause=f"notice-{key}", now=now)
    chain.record("events.notice_sent", actor=actor, subject=event, now=now, fields=[f"key:{key}", *states])
    return len(everybody)


def settle_waiting_sessions(*, now: datetime) -> int:
    """Settle every coming session with a line, so that seats held until a date are freed on that date."""
    waiting = Application.objects.filter(
        takes_place("session__"), state__in=LINE_STATES, session__starts_at__gt=now
    )
    ids = waiting.order_by("session").values_list("session", flat=True).distinct()
    return sum(settle_and_tell(pk, now=now) for pk in ids)
