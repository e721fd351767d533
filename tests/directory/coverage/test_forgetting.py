"""Key persons and experts of before leave the registers when their time is over."""

from datetime import timedelta

import pytest

from accounts.models import Person
from directory.coverage.limits import ENDED_KEPT
from directory.coverage.models import Expert, KeyPerson
from directory.coverage.services.forgetting import delete_ended_roles
from foundation.audit.models import Entry
from foundation.limits.queries import limit
from tests.directory.coverage.test_desk import make_area, make_expert, make_key_person
from tests.factories.directory import NOW, make_agency

pytestmark = pytest.mark.django_db


def kept():
    return timedelta(days=limit(ENDED_KEPT, on=NOW.date()))


def test_a_role_that_ended_long_ago_goes_and_others_stay():
    ended = make_key_person(make_area(), make_agency())
    KeyPerson.objects.update(valid_from=NOW.date() - timedelta(days=5000), valid_to=NOW.date() - kept())
    runs = make_key_person(make_area("能登北部"), make_agency(name="ほかの家"), name="見本 岬")
    assert delete_ended_roles(now=NOW - timedelta(days=1)) == 0
    assert delete_ended_roles(now=NOW) == 1
    assert list(KeyPerson.objects.all()) == [runs]
    assert Person.objects.filter(pk=ended.person_id).exists()


def test_an_expert_who_has_rested_for_long_goes_and_one_who_agreed_stays():
    make_expert()
    stays = make_expert(name="見本 柊")
    day = NOW.date() - kept()
    Expert.objects.update(state_since=day)
    Expert.objects.exclude(pk=stays.pk).update(state="resting")
    Expert.objects.filter(pk=stays.pk).update(state="agreed")
    assert delete_ended_roles(now=NOW - timedelta(days=1)) == 0
    assert delete_ended_roles(now=NOW) == 1
    assert list(Expert.objects.all()) == [stays]
    assert Entry.objects.latest("pk").verb == "directory.role_deleted"
