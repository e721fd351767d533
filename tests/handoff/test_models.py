"""What the database refuses, whoever writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.enums import PrivateRole
from handoff.enums import AGENCY_ROLES, CENTRE_ROLES
from handoff.models import Enrolment
from tests.factories.accounts import make_person, make_user
from tests.factories.handoff import LONG_AGO, make_agency, make_enrolment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


def constraint_broken_by(write):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return refused.value.__cause__.diag.constraint_name


def rows(enrolment):
    return Enrolment.objects.filter(pk=enrolment.pk)


def test_nobody_approves_what_they_proposed():
    proposed = make_enrolment(is_approved=False, invited_by=make_user())
    change = {"approved_by": F("invited_by"), "approved_at": LONG_AGO}
    assert (
        constraint_broken_by(lambda: rows(proposed).update(**change))
        == "handoff_enrolment_approved_by_another"
    )


@pytest.mark.parametrize("half", [{"approved_at": LONG_AGO}, {"approved_by_id": 1}])
def test_an_approval_has_a_person_and_a_time(half):
    make_user()
    proposed = make_enrolment(is_approved=False)
    assert (
        constraint_broken_by(lambda: rows(proposed).update(**half)) == "handoff_enrolment_approved_has_both"
    )


def test_an_enrolment_ends_after_it_begins():
    enrolment = make_enrolment()
    broken = constraint_broken_by(lambda: rows(enrolment).update(valid_until=F("valid_from")))
    assert broken == "handoff_enrolment_ends_after_it_begins"


def test_a_role_of_the_public_door_is_unknown_here():
    enrolment = make_enrolment()
    assert (
        constraint_broken_by(lambda: rows(enrolment).update(role="staff"))
        == "handoff_enrolment_role_is_known"
    )


@pytest.mark.parametrize("role", sorted(CENTRE_ROLES))
def test_roles_of_the_centre_are_held_for_no_agency(role):
    enrolment, agency = make_enrolment(role=role), make_agency()
    broken = constraint_broken_by(lambda: rows(enrolment).update(agency=agency))
    assert broken == "handoff_enrolment_role_fits_agency"


@pytest.mark.parametrize("role", sorted(AGENCY_ROLES))
def test_roles_of_an_agency_are_held_for_one(role):
    enrolment = make_enrolment(role=role)
    broken = constraint_broken_by(lambda: rows(enrolment).update(agency=None))
    assert broken == "handoff_enrolment_role_fits_agency"


@pytest.mark.parametrize("role", [PrivateRole.OBSERVER, PrivateRole.AGENCY_WORKER])
def test_the_same_person_role_and_agency_stand_once_at_a_time(role):
    first = make_enrolment(role=role, valid_from=TODAY, valid_until=TODAY + DAY)
    same = {"person": first.person, "role": role, "agency": first.agency}
    days = {"valid_from": TODAY + DAY, "valid_until": TODAY + 9 * DAY}
    assert constraint_broken_by(lambda: make_enrolment(**same, **days)) == "handoff_enrolment_once_at_a_time"
    make_enrolment(**same, valid_from=TODAY + 2 * DAY, valid_until=TODAY + 9 * DAY)
    rows(first).update(ended_at=LONG_AGO)
    make_enrolment(**same, valid_from=TODAY, valid_until=TODAY + DAY)
    assert Enrolment.objects.filter(person=first.person).count() == 3


def test_one_person_may_stand_for_two_agencies():
    person = make_person()
    for _ in range(2):
        make_enrolment(person=person, role=PrivateRole.AGENCY_WORKER)
    assert person.enrolments.count() == 2


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 1),
        ({"valid_from": TODAY}, 1),
        ({"valid_until": TODAY}, 1),
        ({"valid_from": TODAY + DAY}, 0),
        ({"valid_until": TODAY - DAY}, 0),
        ({"ended_at": LONG_AGO}, 0),
        ({"is_approved": False}, 0),
    ],
)
def test_the_query_and_the_rule_agree_on_what_opens_the_door(change, count):
    enrolment = make_enrolment(**change)
    assert Enrolment.objects.valid(today=TODAY).count() == count
    assert (enrolment.state(today=TODAY) == "current") == bool(count)


@pytest.mark.parametrize(("closed_on", "count"), [(None, 1), (TODAY + DAY, 1), (TODAY, 0)])
def test_a_closed_agency_opens_nothing(closed_on, count):
    agency = make_agency(closed_on=closed_on)
    enrolment = make_enrolment(role=PrivateRole.AGENCY_WORKER, agency=agency)
    assert Enrolment.objects.valid(today=TODAY).count() == count
    assert (enrolment.state(today=TODAY) == "current") == bool(count)
