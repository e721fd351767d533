"""Reports of events: begun with what the desk knows already."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.models import open_to_everybody
from events.models import Event, Session
from events.queries import attended_people
from foundation.audit import chain
from foundation.centre.queries import current_centre
from portal.figures.queries import small_counts_threshold

from .enums import NewsCategory
from .models import NewsIndexPage, NewsPage

LONGEST = 80


class NothingToReport(Exception):
    """No date of the event is over, or there is no place for news."""


@transaction.atomic(durable=True)
def begin_event_report(*, event_id: int, actor: User, now: datetime) -> NewsPage:
    """Begin a draft about an event that has been held, or return the one begun before.

    Raises NothingToReport.
    """
    event = Event.objects.readable().filter(pk=event_id).select_for_update().first()
    index = open_to_everybody(NewsIndexPage.objects.all()).first()
    held = list(event.sessions.held(now)) if event else []
    if event is None or index is None or not held:
        raise NothingToReport
    report = report_of(event, held)
    begun = NewsPage.objects.child_of(index).filter(title=report["title"], day=report["day"]).first()
    if begun is not None:
        return begun
    page = NewsPage(live=False, owner=actor, **report)
    index.add_child(instance=page)
    # A draft may still lack what publishing asks for.
    page.save_revision(user=actor, clean=False)
    chain.record("portal.report_begun", actor=actor, subject=page, now=now)
    return page


def report_of(event: Event, held: list[Session]) -> dict[str, Any]:
    """Return what a report begins with; how many came is left open where it is small or of several dates."""
    came = attended_people(held[0]) if len(held) == 1 else 0
    return {
        "title": f"「{event.title}」を開きました",
        "day": timezone.localdate(held[-1].ends_at),
        "category": NewsCategory.REPORT,
        "summary": event.summary[:120],
        "place": held[-1].venue[:LONGEST] or "オンライン",
        "host": current_centre().name[:LONGEST],
        "participant_count": came if came >= small_counts_threshold() else None,
        "responsible": event.contact_name or "センター",
        "body": [("text", event.description)] if event.description else [],
    }
