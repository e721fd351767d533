"""Reminding those who handle incidents of days that come near, by the mail that says nothing."""

from datetime import datetime

from django.utils import timezone

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.incidents.enums import State
from handoff.incidents.models import Incident
from handoff.incidents.queries import lines_of
from handoff.waiting_mail import tell_in_transaction

from .people import handlers

# Days before a report is due on which it is said; each is said once, late where the clock stood still.
SAID_BEFORE = (7, 1)


def remind_of_reports(*, now: datetime) -> int:
    """Tell those who handle incidents what is due soon, each once a step; returns how many incidents."""
    today = timezone.localdate(now)
    with opened(CLOCK, now=now):
        lines = lines_of(Incident.objects.exclude(state=State.CLOSED), today=today)
        people = handlers(now=now)
        near = [line for line in lines if line.clock is not None and line.clock.left <= max(SAID_BEFORE)]
        for line in near:
            assert line.clock is not None
            step = min(days for days in SAID_BEFORE if line.clock.left <= days)
            for person in people:
                cause = f"incidents.due:{line.incident.pk}:{line.incident.state}:{step}"
                tell_in_transaction(person, cause=cause, now=now)
    return len(near)
