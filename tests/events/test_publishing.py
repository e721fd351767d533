"""Staff make, change, cancel and bring back events; people who applied learn of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from events.enums import EntryKind, EventState
from events.exceptions import EventRefused
from events.models import Event, SeatEntry, Session
from events.services.publishing import (
    SessionPlan,
    cancel_event,
    create_event,
    publish_event,
    reinstate_event,
    update_event,
)
from foundation.audit.models import Entry
from foundation.japanese.numbers import is_sheet_number
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_user
from tests.factories.events import NOW, STARTS_AT, apply, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_user(roles=["staff"])


def same_plan(session, **changes):
    plan = {
        "session_id": session.pk,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "venue": session.venue,
        "venue_capacity": session.venue_capacity,
    }
    return SessionPlan(**(plan | changes))


def test_an_event_gets_its_numbers_and_calendar_entry():
    first, second = make_event(), make_event()
    assert (first.number, first.slug, second.number) == ("R8-K01", "r8-k01", "R8-K02")
    assert is_sheet_number(first.sheet_number)
    assert first.sheet_number != second.sheet_number
    session = first.sessions.get()
    assert session.calendar_sequence == 0
    assert session.calendar_uid != second.sessions.get().calendar_uid


def test_capacity_stands_in_the_ledger():
    event = make_event(venue=20, online=30)
    entries = SeatEntry.objects.filter(session__event=event, kind=EntryKind.CAPACITY)
    assert sorted(entries.values_list("way", "people")) == [("online", 30), ("venue", 20)]


def test_a_new_time_raises_the_sequence_and_tells_everybody(staff):
    event = make_event(venue=1)
    session = event.sessions.get()
    seated, waiting = apply(session), apply(session)
    later = same_plan(session, starts_at=STARTS_AT + timedelta(hours=1))
    update_event(event=event, details={}, sessions=[later], actor=staff, now=NOW)
    session.refresh_from_db()
    assert session.calendar_sequence == 1
    told = OutgoingMail.objects.filter(cause__endswith="event-changed-1")
    assert {mail.cause.split(":")[1]: mail.calendar_method for mail in told} == {
        str(seated.pk): "REQUEST",
        str(waiting.pk): "",
    }
    assert "午後1時30分〜4時30分 → 令和8年12月11日（金）午後2時30分〜4時30分" in told.first().text


def test_a_corrected_description_tells_nobody(staff):
    event = make_event()
    apply(event.sessions.get())
    update_event(
        event=event,
        details={"description": "<p>持ち物</p>"},
        sessions=[same_plan(event.sessions.get())],
        actor=staff,
        now=NOW,
    )
    assert OutgoingMail.objects.filter(cause__contains="event-changed").count() == 0
    assert Session.objects.get(event=event).calendar_sequence == 0


def test_cancelling_tells_everybody_with_a_cancel_and_coming_back_with_a_request(staff):
    event = make_event()
    session = event.sessions.get()
    apply(session)
    cancel_event(event=event, reason="講師の都合のため", actor=staff, now=NOW)
    reinstate_event(event=event, actor=staff, now=NOW)
    event.refresh_from_db()
    session.refresh_from_db()
    assert (event.state, event.cancel_reason, session.calendar_sequence) == (EventState.PUBLISHED, "", 2)
    mails = OutgoingMail.objects.order_by("id").values_list("subject", "calendar_method")
    assert list(mails)[1:] == [
        ("【中止】はじめての受け入れ", "CANCEL"),
        ("【開催します】はじめての受け入れ", "REQUEST"),
    ]


def test_an_event_goes_only_from_state_to_state(staff):
    event = make_event(publish=False)
    with pytest.raises(EventRefused):
        cancel_event(event=event, reason="", actor=staff, now=NOW)
    with pytest.raises(EventRefused):
        reinstate_event(event=event, actor=staff, now=NOW)
    publish_event(event=event, actor=staff, now=NOW)
    with pytest.raises(EventRefused):
        publish_event(event=event, actor=staff, now=NOW)
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == [
        "events.event_created",
        "events.event_published",
    ]


def test_a_draft_without_a_date_cannot_be_published(staff):
    details = {"title": "いつか", "opens_at": NOW, "deadline_at": NOW + timedelta(days=1)}
    event = create_event(details=details, sessions=[], publish=False, actor=staff, now=NOW)
    with pytest.raises(EventRefused, match="開催日を1つ以上"):
        publish_event(event=event, actor=staff, now=NOW)


def test_another_event_s_session_cannot_be_changed(staff):
    event, other = make_event(), make_event()
    with pytest.raises(EventRefused):
        update_event(
            event=event, details={}, sessions=[same_plan(other.sessions.get())], actor=staff, now=NOW
        )


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Event, {"deadline_at": NOW - timedelta(days=30)}, "events_event_opens_before_deadline"),
        (Event, {"most_people": 0}, "events_event_takes_somebody"),
        (Event, {"agency_cap": 0}, "events_event_takes_somebody"),
        (Event, {"state": "cancelled"}, "events_event_cancelled_says_when"),
        (Session, {"ends_at": STARTS_AT - timedelta(hours=1)}, "events_session_ends_after_it_starts"),
        (Session, {"venue_capacity": None}, "events_session_has_seats"),
        (Session, {"online_capacity": 0}, "events_session_capacity_is_not_zero"),
        (Session, {"venue": ""}, "events_session_venue_has_a_name"),
    ],
)
def test_the_database_refuses_a_wrong_event(model, change, constraint):
    make_event()
    with pytest.raises(IntegrityError) as error:
        model.objects.update(**change)
    assert error.value.__cause__.diag.constraint_name == constraint
