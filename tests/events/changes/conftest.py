from datetime import date

import pytest

from events.services.rescheduling import Decided, change_dates
from tests.factories.events import NOW

DAY = date(2026, 11, 24)


@pytest.fixture
def act(staff):
    """A function that decides something about dates of an event; all of them, unless some are named."""

    def decide(event, kind, *, sessions=None, now=NOW, reason="大雪のため", **fields):
        chosen = sessions or list(event.sessions.all())
        decided = Decided(kind=kind, reason=reason, decided_on=DAY, **fields)
        return change_dates(
            event=event, sessions=[each.pk for each in chosen], decided=decided, actor=staff, now=now
        )

    return decide
