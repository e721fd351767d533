"""What the database itself refuses, whoever writes: each constraint is broken past the services."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Person
from events.enums import ChangeKind, CorrectionKind, EntryKind, KeptFor, OfferAnswer
from events.models import (
    Application,
    Correction,
    DateChange,
    Event,
    KeptSeats,
    Offer,
    Part,
    Participant,
    Seat,
    SeatEntry,
    Session,
)
from events.services.parts import PartPlan, write_parts
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


# --- choices ----------------------------------------------------------------------------------------------


@pytest.fixture
def everything(two_people, staff):
    """Give a row in every table of the core that has choices."""
    session = two_people.session
    Offer.objects.create(
        application=two_people, session=session, made_at=NOW, answer=OfferAnswer.DECLINED, answered_at=NOW
    )
    KeptSeats.objects.create(session=session, kept_for=KeptFor.PAPER, way="venue", seats=1, until=NOW)
    note_correction(two_people, staff)
    note_change(session)
    write_parts(session=session, plans=three_parts(session), actor=staff, now=NOW)
    applied = {"kind": EntryKind.APPLIED, "way": "venue", "people": 2}
    SeatEntry.objects.create(session=session, application=two_people, at=NOW, **applied)
    return two_people


def note_correction(application, staff):
    return Correction.objects.create(
        application=application,
        kind=CorrectionKind.LINE,
        before="2番目",
        after="1番目",
        reason="遠方のため",
        by=staff,
        at=NOW,
    )


def note_change(session):
    return DateChange.objects.create(
        session=session,
        kind=ChangeKind.ONLINE,
        reason="大雪のため",
        decided_on=NOW.date(),
        was_starts_at=session.starts_at,
        was_ends_at=session.ends_at,
        at=NOW,
    )


def three_parts(session):
    moments = [session.starts_at + timedelta(days=7 * week) for week in range(3)]
    return [PartPlan(moment, moment + timedelta(hours=2), "題") for moment in moments]


CHOSEN = [
    (model, field.name)
    for model in (
        Application,
        Correction,
        DateChange,
        Event,
        KeptSeats,
        Offer,
        Part,
        Participant,
        Seat,
        SeatEntry,
        Session,
    )
    for field in model._meta.get_fields()
    if getattr(field, "choices", None)
]


def test_the_columns_of_choices_are_many():
    assert len(CHOSEN) == 20


@pytest.mark.parametrize(
    ("model", "field"), CHOSEN, ids=[f"{model.__name__}.{field}" for model, field in CHOSEN]
)
def test_a_column_of_choices_holds_nothing_else(everything, model, field):
    row = model.objects.order_by("pk").values().last() | {"id": None}
    if model is Part:
        row["reason"] = "講師の都合"  # so that nothing else is wrong with it
    copy = model(**row | {field: 99 if (model, field) == (SeatEntry, "kind") else "?"})
    name = f"{model._meta.db_table}_{field}_is_known"
    assert broken(lambda: model.objects.bulk_create([copy])) == name


def test_the_empty_word_is_known_where_nothing_is_chosen(two_people):
    assert Application.objects.update(sector="") == 1
    entry = SeatEntry(session=two_people.session, application=two_people, kind=EntryKind.PASSED, at=NOW)
    assert SeatEntry.objects.bulk_create([entry])[0].way == ""


# --- what is written once -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deed",
    [
        lambda changes: changes.update(reason="別の理由"),
        lambda changes: changes.update(at=NOW + timedelta(days=1)),
        lambda changes: changes.delete(),
    ],
)
def test_what_became_of_a_date_stays_as_written(two_people, deed):
    note_change(two_people.session)
    assert broken(lambda: deed(DateChange.objects.all())) == "events_datechange_stays_as_written"


@pytest.mark.parametrize(
    "deed",
    [
        lambda corrections: corrections.update(reason="別の理由"),
        lambda corrections: corrections.update(reason="", erased_at=NOW, after="3番目"),
        lambda corrections: corrections.update(kind=CorrectionKind.RECEIPT),
        lambda corrections: corrections.delete(),
    ],
)
def test_what_staff_changed_in_the_order_stays_as_written(two_people, staff, deed):
    note_correction(two_people, staff)
    assert broken(lambda: deed(Correction.objects.all())) == "events_correction_stays_as_written"


def test_a_reason_is_erased_once_and_does_not_come_back(two_people, staff):
    note_correction(two_people, staff)
    assert Correction.objects.update(reason="", erased_at=NOW) == 1
    for again in ({"reason": "別の理由"}, {"erased_at": None}, {"erased_at": NOW + timedelta(days=1)}):
        deed = lambda again=again: Correction.objects.update(**again)  # noqa: E731 -- as the parametrised ones
        assert broken(deed) == "events_correction_stays_as_written"


# --- parts are counted ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deed",
    [
        lambda session: Session.objects.filter(pk=session.pk).update(part_count=2),
        lambda session: Session.objects.filter(pk=session.pk).update(part_count=0),
        lambda session: Part.objects.filter(session=session, number=3).delete(),
        lambda session: Part.objects.filter(number=3).update(session=Session.objects.latest("pk")),
        lambda session: Part.objects.bulk_create([another_part(session)]),
    ],
)
def test_a_date_says_how_many_parts_it_has(two_people, staff, deed):
    session = two_people.session
    write_parts(session=session, plans=three_parts(session), actor=staff, now=NOW)
    assert broken(lambda: deed(session)) == "events_session_counts_its_parts"


def test_a_date_is_not_made_with_parts_that_are_not_there(two_people):
    row = Session.objects.values().get(pk=two_people.session_id)
    made = Session(**row | {"id": None, "part_count": 2, "calendar_uid": "another"})
    assert broken(lambda: Session.objects.bulk_create([made])) == "events_session_counts_its_parts"


def another_part(session):
    return Part(
        session=session,
        number=4,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        calendar_uid="another-part",
        calendar_changed_at=NOW,
    )
