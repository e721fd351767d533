"""A date that is put off takes along until when people may apply, or to what staff decide."""

from datetime import timedelta

import pytest

from events import queries
from events.enums import ChangeKind
from events.exceptions import EventRefused
from events.models import Event, Session
from foundation.audit.models import Entry
from tests.factories.events import STARTS_AT, make_event

pytestmark = pytest.mark.django_db


def test_people_may_apply_for_the_new_day_until_the_new_deadline(act):
    event = make_event()
    act(
        event,
        ChangeKind.POSTPONED,
        now=event.deadline_at + timedelta(hours=1),
        starts_at=STARTS_AT + timedelta(days=30),
        deadline_at=event.deadline_at + timedelta(days=30),
    )
    session = Session.objects.get()
    late = STARTS_AT + timedelta(days=7)
    assert queries.may_anybody_apply(session, now=late).allowed
    assert session.event.deadline_sequence == 1
    (entry,) = Entry.objects.filter(verb="events.dates_changed")
    assert set(entry.fields) == {"postponed", f"session:{session.pk}", "deadline_at"}


@pytest.mark.parametrize(
    ("deadline", "opens", "says"),
    [(31, None, "最初の日程の始まりより前"), (None, 20, "受付を始める日時よりあと")],
)
def test_a_period_that_makes_no_sense_is_refused_and_nothing_moves(act, deadline, opens, says):
    event = make_event()
    moments = {
        name: STARTS_AT + timedelta(days=days)
        for name, days in (("deadline_at", deadline), ("opens_at", opens))
        if days
    }
    with pytest.raises(EventRefused, match=says):
        act(event, ChangeKind.POSTPONED, starts_at=STARTS_AT + timedelta(days=30), **moments)
    stored = Event.objects.get()
    assert (stored.deadline_at, stored.deadline_sequence) == (event.deadline_at, 0)
    assert stored.sessions.get().starts_at == STARTS_AT


def test_a_date_before_the_deadline_is_refused_where_people_sit_down_at_once(act):
    event = make_event()
    with pytest.raises(EventRefused, match="最初の日程の始まりより前"):
        act(event, ChangeKind.POSTPONED, starts_at=event.deadline_at - timedelta(hours=1))
