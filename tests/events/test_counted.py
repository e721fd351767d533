"""Many letters and many people: what they need is read once, not letter by letter."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.certificates.queries import holder_of, holders, rule_of
from events.enums import Way
from events.models import Participant
from events.notices.services.reminding import send_reminders
from events.services.applying import PersonRequest
from events.services.publishing import cancel_event, reinstate_event
from foundation.mail.models import OutgoingMail
from tests.events.certificates.issued import give_rule
from tests.events.filled import Form
from tests.factories.afterwards import add_people, make_held_event, mark
from tests.factories.directory import make_agency
from tests.factories.events import NOW, STARTS_AT, apply, make_event

pytestmark = pytest.mark.django_db


def people_read(captured):
    return sum('FROM "events_participant"' in query["sql"] for query in captured)


def applied(count):
    event = make_event()
    for number in range(count):
        apply(event.sessions.get(), 2, email=f"home-{number}@example.jp")
    return event


@pytest.mark.parametrize("count", [1, 3])
def test_who_comes_how_is_read_once_for_all_letters(staff, count):
    event = applied(count)
    with CaptureQueriesContext(connection) as captured:
        cancel_event(event=event, reason="大雪のため", actor=staff, now=NOW)
    assert people_read(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        reinstate_event(event=event, actor=staff, now=NOW)
    # And once for the line, which stood still meanwhile.
    assert people_read(captured) == 2
    told = OutgoingMail.objects.filter(cause__contains=":event-")
    assert (told.count(), told.filter(text__contains="場所　見本市民会館").count()) == (2 * count, 2 * count)


@pytest.mark.parametrize("count", [1, 3])
def test_reminders_count_their_people_once(count):
    applied(count)
    with CaptureQueriesContext(connection) as captured:
        assert send_reminders(now=STARTS_AT.replace(hour=9) - timedelta(days=3)) == count
    assert people_read(captured) == 2
    assert OutgoingMail.objects.filter(cause__contains=":reminder-", text__contains="2人").count() == count


@pytest.fixture
def course(staff):
    """Two dates: a known person on both, a namesake of a typed agency on both, seats without a name."""
    event = make_held_event(people=1, sessions=2)
    known = make_agency(name="みなもの家")
    for session in event.sessions.all():
        add_people(session, 1, agency=known, names=["林 学"])
        add_people(session, 1, names=["林 学"])
        apply(session, [PersonRequest(Way.VENUE)], now=event.deadline_at - timedelta(hours=1))
    mark(event, actor=staff, attended={"林 学", "参加 1"})
    give_rule(event, staff=staff, measure="all_dates")
    return event


def test_one_participant_stands_as_they_stand_among_all(course):
    rule, now = rule_of(course), STARTS_AT + timedelta(days=60)
    found = holders(rule, now=now)
    assert sorted(len(each.dates) for each in found) == [1, 1, 2, 2, 2]
    for each in found:
        for participant in each.dates:
            assert holder_of(participant, rule, now=now) == each


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_participant_reads_of_no_other_agency(staff, count):
    event = make_held_event(people=1)
    for number in range(1, count):
        add_people(event.sessions.get(), 1, agency=make_agency(name=f"家{number}"))
    mark(event, actor=staff)
    give_rule(event, staff=staff)
    person = Participant.objects.select_related("application", "session__event").order_by("pk")[0]
    with CaptureQueriesContext(connection) as captured:
        holder_of(person, rule_of(event), now=NOW)
    read = [each["sql"] for each in captured if 'FROM "events_participant"' in each["sql"]]
    with connection.cursor() as cursor:
        rows = [len(cursor.execute(sql).fetchall()) for sql in read]
    # Those of the certificate, and whom the door measured: nobody.
    assert rows == [1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_saving_dates_counts_their_seats_once_however_many_they_are(desk, count):
    event = make_event(sessions=count)
    for session in event.sessions.all():
        apply(session, 2)
    address = reverse("event_desk:edit", args=[event.pk])
    form = Form(desk.get(address))
    too_few = {f"sessions-{number}-venue_capacity": "1" for number in range(count)}
    with CaptureQueriesContext(connection) as captured:
        refused = desk.post(address, form.sent(**too_few))
    assert refused.status_code == 422
    errors = [row.errors for row in refused.context["editor"].rows.forms]
    assert [list(each) for each in errors] == [["venue_capacity"]] * count
    assert sum('FROM "events_seat"' in query["sql"] for query in captured) == 1
