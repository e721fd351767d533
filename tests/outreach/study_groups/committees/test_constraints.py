"""What the database refuses, whichever way a row is written."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outreach.study_groups.committees.enums import EndReason, NoticeStage, Role
from outreach.study_groups.committees.models import (
    Advice,
    Appointment,
    Conditions,
    Honorarium,
    Introduction,
    Opinion,
    Recommendation,
    Seat,
    TermNotice,
)
from tests.factories.accounts import make_person
from tests.factories.committees import make_committee, make_seat, make_term

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def seat():
    return make_seat(make_committee())


@pytest.fixture
def term(seat):
    return make_term(seat, make_person())


def refused(name, write):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()
    with transaction.atomic():
        Seat.objects.update(name="医療")


def change(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("appointment_ends_after_it_begins", {"until": TODAY - 31 * DAY}),
        ("appointment_within_our_time", {"since": TODAY.replace(year=1)}),
        ("appointment_within_our_time", {"until": TODAY.replace(year=9999)}),
        ("appointment_ended_within_its_term", {"ended_on": TODAY - 31 * DAY, "ended_because": "moved"}),
        ("appointment_ended_within_its_term", {"ended_on": TODAY + 336 * DAY, "ended_because": "moved"}),
        ("appointment_ended_within_its_term", {"ended_on": TODAY}),
        ("appointment_ended_because_is_known", {"ended_on": TODAY, "ended_because": "bored"}),
        ("appointment_signed_says_how", {"signed_way": ""}),
        ("appointment_signed_way_is_known", {"signed_way": "song"}),
        ("cancelled_before_it_opened", {"cancelled_on": TODAY}),
        ("appointment_as_its_seat", {"role": Role.OBSERVER}),
    ],
)
def test_a_term_is_whole(term, rule, fields):
    refused(rule, change(term, **fields))


def test_a_seat_is_whole(seat):
    refused("seat_role_is_known", change(seat, role="king"))
    refused("seat_has_a_name", change(seat, name=""))
    other = make_seat(seat.community, name="司法")
    refused("seat_position_once", change(other, position=seat.position))


def test_a_seat_that_somebody_held_keeps_its_role(term):
    refused("appointment_as_its_seat", change(term.seat, role=Role.OBSERVER))


def test_one_person_holds_a_seat_at_a_time(term):
    other = make_person(name="別の人")
    refused("one_person_a_seat", lambda: make_term(term.seat, other, since=term.until))
    following = make_term(term.seat, other, since=term.until + DAY)
    refused("one_person_a_seat", change(following, since=term.until))


def test_who_left_makes_room_from_the_next_day(term):
    change(term, ended_on=TODAY, ended_because=EndReason.MOVED)()
    other = make_person(name="別の人")
    refused("one_person_a_seat", lambda: make_term(term.seat, other, since=TODAY))
    assert make_term(term.seat, other, since=TODAY + DAY).pk


def test_a_person_sits_once_in_a_committee_at_a_time(term):
    beside = make_seat(term.community, name="司法")
    refused("one_seat_a_person", lambda: make_term(beside, term.person))
    elsewhere = make_seat(make_committee(slug="hoka", name="ほかの委員会"))
    assert make_term(elsewhere, term.person).pk


def test_there_is_one_chair_at_a_time():
    committee = make_committee()
    first, second = (make_seat(committee, name=name, role=Role.CHAIR) for name in ("甲", "乙"))
    chair = make_term(first, make_person())
    other = make_person(name="別の人")
    refused("one_chair", lambda: make_term(second, other))
    assert make_term(second, other, since=chair.until + DAY).pk


def test_each_notice_is_written_once(term):
    TermNotice.objects.create(appointment=term, stage=NoticeStage.EARLY, told_on=TODAY)
    again = [TermNotice(appointment=term, stage=NoticeStage.EARLY, told_on=TODAY + DAY)]
    refused("termnotice_once", lambda: TermNotice.objects.bulk_create(again))
    refused("termnotice_stage_is_known", lambda: TermNotice.objects.update(stage="never"))


def asked(seat, **fields):
    values = {
        "seat": seat,
        "body": "青波県医師会",
        "number": f"R8-{Recommendation.objects.count()}",
        "asked_on": TODAY,
        "reply_by": TODAY + DAY,
        "term_since": TODAY,
        "term_until": TODAY + DAY,
    }
    return Recommendation.objects.create(**values | fields)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("recommendation_state_is_known", {"state": "lost", "answered_on": TODAY}),
        ("recommendation_asks_a_body", {"body": ""}),
        ("recommendation_days_in_order", {"reply_by": TODAY - DAY}),
        ("recommendation_days_in_order", {"term_until": TODAY - DAY}),
        ("recommendation_answered_says_when", {"state": "declined"}),
        ("recommendation_names_somebody", {"name": "見本 医師"}),
        ("recommendation_names_somebody", {"state": "recommended", "answered_on": TODAY}),
        (
            "recommendation_names_somebody",
            {"state": "declined", "answered_on": TODAY, "name": "見本 医師"},
        ),
        ("recommendation_names_somebody", {"state": "declined", "answered_on": TODAY, "job": "副会長"}),
        (
            "recommendation_appointed_says_to_what",
            {"state": "appointed", "answered_on": TODAY},
        ),
        ("recommendation_departs_because_is_known", {"departs_because": "mood"}),
        ("recommendation_departs_once_appointed", {"departs_because": "cannot"}),
    ],
)
def test_a_request_is_whole(seat, rule, fields):
    refused(rule, change(asked(seat), **fields))


def test_a_seat_is_asked_for_once_at_a_time(seat):
    first = asked(seat)
    refused("one_open_a_seat", lambda: asked(seat))
    change(first, state="declined", answered_on=TODAY)()
    assert asked(seat).pk


def test_money_is_whole(term):
    given = Honorarium.objects.create(appointment=term, on=TODAY, fee=8_000, travel=0)
    refused("honorarium_is_something", change(given, fee=0))
    refused("honorarium_paid_afterwards", change(given, paid_on=TODAY - DAY))
    again = [Honorarium(appointment=term, on=TODAY, fee=1, travel=0)]
    refused("honorarium_once_a_day", lambda: Honorarium.objects.bulk_create(again))
    kept = Conditions.objects.create(community=term.community)
    refused("conditions_a_term_has_years", change(kept, years=0))


@pytest.mark.parametrize("words", ["山田 太郎", "R8-014山田", "8-014"])
def test_a_case_is_a_number_and_nothing_else(term, words):
    link = Introduction.objects.create(appointment=term, on=TODAY, body="協会", reference="R8-014")
    refused("introduction_reference_alone", change(link, reference=words))
    question = Advice.objects.create(appointment=term, reference="R8-014", asked_at=timezone.now())
    refused("advice_reference_alone", change(question, reference=words))
    refused("advice_reference_alone", change(question, reference=""))
    refused("introduction_to_a_body", change(link, body=""))


def test_a_question_ends_after_its_answer(term):
    question = Advice.objects.create(appointment=term, reference="R8-014", asked_at=timezone.now())
    refused("advice_dates_in_order", change(question, closed_on=TODAY))
    refused("advice_dates_in_order", change(question, answered_on=TODAY, closed_on=TODAY - DAY))


def test_an_opinion_is_whole(term):
    said = Opinion.objects.create(
        community=term.community, appointment=term, fiscal_year=2025, text="意見", written_at=timezone.now()
    )
    refused("opinion_says_something", change(said, text=""))
    refused("opinion_replied_says_when", change(said, reply="返事"))


def test_the_rules_of_terms_have_names_of_their_own():
    names = {each.name for each in Appointment._meta.constraints}
    assert len(names) == 11
