"""Reminders leave once, on their day, in the day; thanks come the morning after to those who came."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from events import links
from events.limits import FIRST_REMINDER, SECOND_REMINDER, reminder_days
from events.notices.models import ReminderPlan
from events.notices.services.reminding import plan_reminders, send_reminders, send_thanks
from events.services.attendance import mark_attendance
from events.services.changing import cancel_application
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import sign_in
from tests.factories.events import NOW, STARTS_AT, apply, make_event, make_session
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
    put_limit(FIRST_REMINDER, 4, by=manager)
    assert [send_reminders(now=STARTS_AT - timedelta(days=days)) for days in (4, 3, 1)] == [1, 0, 1]
    put_limit(SECOND_REMINDER, 4, by=manager)
    assert reminder_days(STARTS_AT.date()) == [4]


def test_a_reminder_of_a_closed_day_waits_for_the_next_open_morning(manager):
    apply(make_session())
    put_limit(FIRST_REMINDER, 5, by=manager)  # a Sunday
    sunday = STARTS_AT.replace(hour=9, minute=0) - timedelta(days=5)
    monday = sunday + timedelta(hours=23)
    assert [send_reminders(now=now) for now in (sunday, monday - timedelta(minutes=1), monday)] == [0, 0, 1]
    assert reminders().get().subject.startswith("【4日後】")


def test_the_last_page_of_an_application_tells_the_days_of_this_event(staff, client):
    session = make_session()
    application = apply(session)
    days = {"days": [8, 2], "hours": 3}
    plan_reminders(event=session.event, **days, says_thanks=False, actor=staff, now=NOW)
    page = client.get(f"{links.path(application)}done/").text
    assert "12月3日（木）、12月9日（水）と12月11日（金）に、もう一度お知らせします" in page
    application.reply_way = "phone"
    application.save()
    assert "もう一度お知らせします" not in client.get(f"{links.path(application)}done/").text


def test_an_event_says_itself_when_it_reminds_down_to_the_hour(staff):
    session = make_session()
    apply(session)
    plan_reminders(event=session.event, days=[7], hours=3, says_thanks=True, actor=staff, now=NOW)
    moments = [STARTS_AT.replace(hour=9) - timedelta(days=days) for days in (7, 3, 1)]
    assert [send_reminders(now=now) for now in moments] == [1, 0, 0]
    assert [send_reminders(now=STARTS_AT - timedelta(hours=hours)) for hours in (4, 3, 2)] == [0, 1, 0]
    assert [mail.subject[:4] for mail in reminders()] == ["【7日後", "【今日】"]


def test_the_morning_after_those_who_came_are_thanked_once_and_nobody_else(staff):
    session = make_session(starts_at=STARTS_AT - timedelta(days=1))
    came, absent, gone = (apply(session, 2) for _ in range(3))
    marks = {each.pk: "attended" for each in came.participants.all()[:1]}
    marks |= {each.pk: "absent" for each in absent.participants.all()}
    mark_attendance(session=session, marks=marks, actor=staff, now=session.ends_at)
    cancel_application(application=gone, actor=staff, by_staff=True, now=NOW)
    morning = STARTS_AT.replace(hour=8, minute=0)
    told = [send_thanks(now=now) for now in (morning - timedelta(hours=1), morning, morning)]
    assert told == [0, 1, 0]
    mail = OutgoingMail.objects.get(cause__endswith=":thanks")
    assert (mail.cause, mail.subject) == (
        f"events.application:{came.pk}:thanks",
        "【お礼】はじめての受け入れ",
    )
    assert "1人の方にご参加" in mail.text


def test_whoever_wants_no_thanks_sent_sends_none(staff):
    session = make_session()
    person = apply(session).participants.get()
    mark_attendance(session=session, marks={person.pk: "attended"}, actor=staff, now=session.ends_at)
    plan_reminders(event=session.event, days=[], hours=None, says_thanks=False, actor=staff, now=NOW)
    assert send_thanks(now=STARTS_AT.replace(hour=10) + timedelta(days=3)) == 0


def test_a_plan_outside_its_bounds_is_refused_by_the_database(staff):
    event = make_event()
    plan_reminders(event=event, days=[7], hours=3, says_thanks=True, actor=staff, now=NOW)
    for change, name in (
        ({"days": [31]}, "notices_reminderplan_days_are_near"),
        ({"hours": 24}, "notices_reminderplan_hours_are_of_a_day"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ReminderPlan.objects.update(**change)


@pytest.mark.parametrize("hours", [-1, 11, 14])
def test_nobody_is_reminded_before_the_hour_or_at_night(hours):
    apply(make_session())
    assert send_reminders(now=THREE_DAYS_BEFORE + timedelta(hours=hours)) == 0
    assert send_reminders(now=THREE_DAYS_BEFORE) == 1


def test_a_cancelled_event_reminds_nobody():
    event = make_event()
    apply(event.sessions.get())
    type(event).objects.update(state="cancelled", cancelled_at=STARTS_AT)
    assert send_reminders(now=THREE_DAYS_BEFORE) == 0


def test_the_desk_plans_no_reminder_for_a_day_that_is_over(staff, today):
    session = make_session(starts_at=NOW + timedelta(days=2), opens_at=NOW - timedelta(days=20))
    plan_reminders(event=session.event, days=[9, 1], hours=None, says_thanks=False, actor=staff, now=NOW)
    address = reverse("notices_desk:reminders", args=[session.event_id])
    rows = sign_in(Client(), staff).get(address).context["rows"]
    assert [len(row.moments) for row in rows] == [1]
