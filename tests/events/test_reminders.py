"""Reminders go once, in office hours; attendance is written down for people with a seat only."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from events.limits import FIRST_REMINDER, SECOND_REMINDER, reminder_days
from events.models import Participant
from events.services.attendance import mark_attendance
from events.services.notices import send_reminders
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_user
from tests.factories.events import STARTS_AT, apply, make_event, make_session
from tests.factories.limits import put_limit

pytestmark = pytest.mark.django_db

THREE_DAYS_BEFORE = STARTS_AT.replace(hour=9) - timedelta(days=3)


def reminders():
    return OutgoingMail.objects.filter(cause__contains=":reminder-").order_by("id")


def test_people_with_a_seat_are_reminded_once_three_days_and_one_day_before():
    session = make_session(venue=1)
    apply(session)
    apply(session)
    for now in (THREE_DAYS_BEFORE, THREE_DAYS_BEFORE + timedelta(minutes=15), STARTS_AT - timedelta(days=1)):
        send_reminders(now=now)
    assert [mail.subject for mail in reminders()] == [
        "【3日後】はじめての受け入れ",
        "【明日】はじめての受け入れ",
    ]


def test_reminders_go_on_the_days_that_are_set_and_once_where_both_are_one_day(manager):
    apply(make_session())
    put_limit(FIRST_REMINDER, 5, by=manager)
    assert [send_reminders(now=STARTS_AT - timedelta(days=days)) for days in (5, 3, 1)] == [1, 0, 1]
    put_limit(SECOND_REMINDER, 5, by=manager)
    assert reminder_days(STARTS_AT.date()) == [5]


def test_outside_office_hours_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        send_reminders(now=STARTS_AT.replace(hour=22))


@pytest.mark.parametrize("hours", [-1, 9])
def test_nobody_is_reminded_outside_office_hours(hours):
    apply(make_session())
    assert send_reminders(now=THREE_DAYS_BEFORE + timedelta(hours=hours)) == 0
    assert send_reminders(now=THREE_DAYS_BEFORE) == 1


def test_a_cancelled_event_reminds_nobody():
    event = make_event()
    apply(event.sessions.get())
    type(event).objects.update(state="cancelled", cancelled_at=STARTS_AT)
    assert send_reminders(now=THREE_DAYS_BEFORE) == 0


def test_attendance_is_marked_and_taken_back():
    staff = make_user(roles=["staff"])
    session = make_session()
    first, second = apply(session, 2).participants.order_by("position")
    marks = {first.pk: "attended", second.pk: "absent"}
    assert mark_attendance(session=session, marks=marks, actor=staff, now=STARTS_AT) == 2
    assert mark_attendance(session=session, marks=marks, actor=staff, now=STARTS_AT) == 0
    assert mark_attendance(session=session, marks={second.pk: ""}, actor=staff, now=STARTS_AT) == 1
    assert list(Participant.objects.order_by("position").values_list("attendance", flat=True)) == [
        "attended",
        "",
    ]
    assert Entry.objects.filter(verb="events.attendance_marked").count() == 2


def test_who_waits_or_sits_elsewhere_cannot_be_marked():
    staff = make_user(roles=["staff"])
    session, other = make_session(venue=1), make_session()
    apply(session)
    waiting, elsewhere = (apply(each).participants.get() for each in (session, other))
    marks = {waiting.pk: "attended", elsewhere.pk: "attended"}
    assert mark_attendance(session=session, marks=marks, actor=staff, now=STARTS_AT) == 0


def test_the_database_wants_a_time_with_each_mark():
    apply(make_session())
    with pytest.raises(IntegrityError, match="events_participant_marked_says_when"):
        Participant.objects.update(attendance="attended")
