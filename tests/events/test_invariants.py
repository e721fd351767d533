"""What the database itself refuses, whoever writes: each constraint is broken past the services."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Person
from events.enums import EntryKind
from events.models import Application, Participant, Seat, SeatEntry, Session
from tests.factories.events import NOW, apply, make_session

pytestmark = pytest.mark.django_db


def broken(deed):
    """Return the name of the constraint that a deed runs into, those that wait for the commit too."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():  # noqa: PT012 -- both are one act
        deed()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return error.value.__cause__.diag.constraint_name


@pytest.fixture
def two_people():
    """Give an application of two people with seats 1 and 2; another session is there too."""
    application = apply(make_session(venue=20, online=5), 2)
    make_session()
    return application


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (lambda seats: seats.update(number=1), "events_seat_number_once"),
        (lambda seats: seats.filter(number=2).update(number=21), "events_seat_number_within_capacity"),
        (lambda seats: seats.filter(number=2).update(number=0), "events_seat_number_within_capacity"),
        (
            lambda seats: seats.filter(number=2).update(participant=seats.get(number=1).participant),
            "events_seat_one_per_participant",
        ),
        (
            lambda seats: seats.update(session=Session.objects.latest("pk")),
            "events_seat_session_and_way_are_its_persons",
        ),
        (lambda seats: seats.update(way="online"), "events_seat_session_and_way_are_its_persons"),
    ],
)
def test_a_wrong_seat(two_people, change, constraint):
    seats = Seat.objects.filter(session=two_people.session)
    assert broken(lambda: change(seats)) == constraint


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"received_at": NOW + timedelta(days=1)}, "events_application_received_before_typed"),
        ({"email": ""}, "events_application_mail_reply_needs_address"),
        ({"reply_way": "fax"}, "events_application_fax_reply_needs_number"),
        ({"state": "cancelled"}, "events_application_cancelled_says_when"),
    ],
)
def test_a_wrong_application(two_people, change, constraint):
    assert broken(lambda: Application.objects.update(**change)) == constraint


def same_person(people):
    person = Person.objects.create(name="見本 一郎")
    people.update(person=person)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (lambda people: people.update(position=1), "events_participant_position_once"),
        (same_person, "events_participant_person_once"),
        (
            lambda people: people.filter(position=1).update(
                name="", person=Person.objects.create(name="見本 一郎")
            ),
            "events_participant_person_has_a_name",
        ),
        (lambda people: people.update(attendance="attended"), "events_participant_marked_says_when"),
    ],
)
def test_a_wrong_participant(two_people, change, constraint):
    assert broken(lambda: change(Participant.objects.all())) == constraint


def test_a_participant_of_another_session():
    waiting = apply(make_session(venue=1), 1)
    Seat.objects.all().update(released_at=NOW)
    people = Participant.objects.filter(application=waiting)
    other = make_session()
    names = {
        "events_participant_session_is_its_applications",
        "events_seat_session_and_way_are_its_persons",
    }
    assert broken(lambda: people.update(session=other)) in names


@pytest.mark.parametrize(
    ("fact", "constraint"),
    [
        ({"kind": EntryKind.SEATED, "people": 1}, "events_seatentry_capacity_has_no_application"),
        ({"kind": EntryKind.CAPACITY, "of": True}, "events_seatentry_capacity_has_no_application"),
        ({"kind": EntryKind.SEATED, "people": 0, "of": True}, "events_seatentry_counts_people"),
        (
            {"kind": EntryKind.SEATED, "people": 1, "of": True, "elsewhere": True},
            "events_seatentry_session_is_its_applications",
        ),
    ],
)
def test_a_wrong_fact_of_the_ledger(two_people, fact, constraint):
    session = Session.objects.latest("pk") if fact.pop("elsewhere", False) else two_people.session
    application = two_people if fact.pop("of", False) else None
    entry = SeatEntry(session=session, application=application, way="venue", at=NOW, **fact)
    assert broken(lambda: SeatEntry.objects.bulk_create([entry])) == constraint
