"""The centre's feed and an event's own file, read back by a parser of its own kind."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from events.enums import Audience
from events.services.publishing import SessionPlan, cancel_event, update_event
from foundation.registry import calendar_sources
from tests.factories.accounts import make_user
from tests.factories.events import NOW, STARTS_AT, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

FEED = "/events/calendar.ics"


def entries(address=FEED):
    response = Client().get(address)
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def of_date():
    return next(entry for entry in entries() if "dtend" in entry)


def of_deadline():
    return next(entry for entry in entries() if "dtend" not in entry)


def test_the_feed_carries_every_public_date():
    make_event(title="二日ある研修", sessions=2)
    make_event(title="下書き", publish=False)
    make_event(title="招かれた方の会", audience=Audience.INVITED)
    assert sorted((str(entry["summary"]), int(entry["sequence"])) for entry in entries()) == [
        ("二日ある研修", 0),
        ("二日ある研修", 0),
        ("申込の締切　二日ある研修", 0),
    ]


def test_the_feed_asks_every_app(monkeypatch):
    asked = []
    monkeypatch.setitem(calendar_sources._sources, "probe", lambda *, now: asked.append(now) or [])
    entries()
    assert asked == [NOW]


def test_a_cancelled_date_stays_for_ninety_days_as_cancelled():
    event = make_event()
    cancel_event(event=event, reason="雪のため", actor=make_user(roles=["staff"]), now=NOW)
    told = [(str(entry["status"]), int(entry["sequence"])) for entry in entries()]
    assert told == [("CANCELLED", 1)] * 2
    with time_machine.travel(NOW + timedelta(days=90), tick=False):
        assert len(entries()) == 2
    with time_machine.travel(NOW + timedelta(days=91), tick=False):
        assert entries() == []


def test_a_moved_date_keeps_its_uid_and_raises_its_sequence():
    event = make_event()
    session = event.sessions.get()
    before = of_date()
    later = SessionPlan(
        session_id=session.pk,
        starts_at=STARTS_AT + timedelta(hours=1),
        ends_at=STARTS_AT + timedelta(hours=4),
        venue=session.venue,
        venue_capacity=20,
    )
    update_event(event=event, details={}, sessions=[later], actor=make_user(roles=["staff"]), now=NOW)
    after = of_date()
    assert (after["uid"], int(after["sequence"])) == (before["uid"], 1)
    assert after["dtstart"].dt == STARTS_AT + timedelta(hours=1)


@pytest.mark.parametrize("moved", ["deadline_at", "opens_at"])
def test_a_new_deadline_or_opening_raises_the_sequence_of_its_own_entry_alone(moved):
    event = make_event()
    before = of_deadline()
    assert before["dtstart"].dt == event.deadline_at
    staff = make_user(roles=["staff"])
    later = {moved: getattr(event, moved) + timedelta(hours=1)}
    update_event(event=event, details={"fee": "500円"}, sessions=[], actor=staff, now=NOW)
    assert int(of_deadline()["sequence"]) == 0
    update_event(event=event, details=later, sessions=[], actor=staff, now=NOW)
    after = of_deadline()
    assert (after["uid"], int(after["sequence"]), int(of_date()["sequence"])) == (before["uid"], 1, 0)
    event.refresh_from_db()
    assert after["dtstart"].dt == event.deadline_at
    assert after["description"] != before["description"]


def test_readers_are_told_how_often_to_come_again():
    make_event()
    text = Client().get(FEED).content.decode()
    assert "X-PUBLISHED-TTL:PT1H" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text


def test_the_feed_may_be_kept_and_is_not_sent_twice():
    event = make_event()
    first = Client().get(FEED)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "public, max-age=600"
    known = {"If-None-Match": first.headers["ETag"]}
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert Client().get(FEED, headers=known).status_code == 304
    cancel_event(event=event, reason="雪のため", actor=make_user(roles=["staff"]), now=NOW)
    assert Client().get(FEED, headers=known).status_code == 200


def test_the_feed_sets_no_cookie():
    assert dict(Client().get(FEED).cookies) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_asks_as_often_for_three_dates_as_for_one(count, django_assert_num_queries):
    make_event(sessions=count)
    with django_assert_num_queries(4):
        Client().get(FEED, {"uncached": "1"})


def test_an_event_has_a_file_of_its_own():
    event = make_event(sessions=2)
    make_event(title="ほかの研修")
    response = Client().get(f"{event.get_absolute_url()}event.ics")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    found = entries(f"{event.get_absolute_url()}event.ics")
    assert sorted(str(entry["uid"]) for entry in found) == sorted(
        event.sessions.values_list("calendar_uid", flat=True)
    )
