"""Standing in lasts one day: nothing that somebody does meanwhile keeps a case or a name open to them."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.http import Http404
from django.urls import reverse

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.cases.access import cases_for
from handoff.cases.enums import Duty, OriginKind, Place
from handoff.cases.models import Case, CaseWorker, SupportedPerson
from handoff.cases.services.cases import NewCase, cases_by_reading, open_case, read_identity, stand_in
from tests.factories.cases import CANARIES, NOW, TODAY, acting, make_case, rows, staff_of_centre
from tests.handoff.cases.test_views import a_case
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


@pytest.fixture
def case(centre):
    return make_case(centre)


@pytest.fixture
def colleague(case):
    """Whoever stands in today for those who work on the case."""
    other = staff_of_centre()
    stand_in(reference=case.reference, reason="担当が休み", actor=acting(other["worker"]), now=NOW)
    return other


def begun(case, user, second):
    new = NewCase(
        duty=Duty.FOLLOW_UP,
        origin_kind=OriginKind.CONSULTATION,
        origin_on=TODAY,
        main=user.person,
        second=second.person,
        person=case.person,
    )
    return open_case(new=new, actor=acting(user), now=NOW)


def test_whoever_stands_in_begins_no_case_of_the_same_person(case, colleague):
    worker = colleague["worker"]
    with pytest.raises(Http404):
        begun(case, worker, colleague["second"])
    with opened(acting(worker, now=LATER), now=LATER):
        assert (Case.objects.count(), SupportedPerson.objects.count()) == (0, 0)


@pytest.mark.parametrize("key", ["worker", "lead"])
def test_whoever_works_on_the_case_or_leads_begins_one_of_the_same_person(centre, case, key):
    new = begun(case, centre[key], centre["second"])
    assert new.person_id == case.person_id
    assert read_identity(case_id=new.pk, actor=acting(centre["second"]), now=NOW)["name"] == CANARIES["name"]


def test_whoever_stands_in_is_not_asked_whether_it_is_somebody_known(case, colleague):
    client = as_(colleague["worker"])
    assert client.post(reverse("handoff:new_case"), a_case(colleague)).status_code == 302
    assert len({each.person_id for each in rows(Case.objects.all())}) == 2
    assert not Entry.objects.filter(verb="cases.identity_read", actor_id=colleague["worker"].pk).exists()
    found = cases_by_reading(
        reading=CANARIES["name_kana"], agency=None, actor=acting(colleague["worker"]), now=NOW
    )
    assert case.pk not in {each.pk for each in found}


def test_the_database_lets_nobody_who_stands_in_stay(case, colleague):
    actor = acting(colleague["worker"])
    with opened(actor, now=NOW):
        assert list(cases_for(actor, today=TODAY)) == [case]
    again = Case(person=case.person, duty=Duty.FOLLOW_UP, origin_kind=OriginKind.CONSULTATION)
    again.origin_on = again.opened_on = TODAY
    again.reference = "C8-22222"
    with pytest.raises(ProgrammingError, match="row-level security"), opened(actor, now=NOW):
        again.save(force_insert=True)
    named = CaseWorker(case=case, person=actor.user.person, place=Place.MAIN, since=TODAY)
    with pytest.raises(ProgrammingError, match="row-level security"), opened(actor, now=NOW):
        CaseWorker.objects.bulk_create([named])
    with opened(actor, now=NOW):
        assert CaseWorker.objects.filter(case=case).update(ended_on=TODAY) == 0
