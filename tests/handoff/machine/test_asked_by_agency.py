"""The other direction: an agency asks the centre, on the screens of both (K4 助言, K5 後方支援)."""

import pytest
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.centre.models import CentreProfile
from handoff.cases.enums import Duty
from handoff.cases.models import Case, LegalBasis
from handoff.cases.services.bases import NewBasis, write_basis
from handoff.cases.services.cases import cases_by_reading
from handoff.disclosure.enums import BasisKind, Part
from handoff.exceptions import Refused
from handoff.machine.enums import Deed, State
from handoff.machine.models import Handoff, ProvisionRecord
from tests.factories.cases import (
    CANARIES,
    NOW,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_safeguard,
    rows,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency, make_enrolment
from tests.handoff.cases.test_views import as_, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return staff_of_centre()


@pytest.fixture
def home():
    return make_agency(name="グループホームみなも", address="見本市2")


@pytest.fixture
def people(home):
    return staff_of_agency(home)


def a_case(people):
    return {
        **day("origin_on", 8, 11, 1),
        "name": CANARIES["name"],
        "name_kana": CANARIES["name_kana"],
        "main": people["hand"].person.pk,
        "second": people["coordinator"].person.pk,
    }


def a_basis(people):
    return {
        "kind": "consent",
        "covers": [Part.OUTLINE, Part.NEED],
        "purpose": "夜に落ち着いて眠れるように、助言をもらうため",
        **day("since", 8, 4, 1),
        **day("until", 12, 3, 31),
        "explained_by": people["hand"].person.pk,
        **day("explained_on", 8, 11, 1),
        "explained_how": "interview",
        "evidence": "書庫の2",
    }


def press(client, handoff, deed, **words):
    address = reverse("handoff:act", args=[handoff.pk, deed])
    form = client.get(address).context["form"]
    answer = client.post(address, {"seen": form["seen"].value(), "key": str(form["key"].value())} | words)
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.fixture
def asked(centre, home, people):
    """A request for advice that an agency has written on its screens, from nothing on."""
    binding = make_safeguard(None, centre)
    hand = as_(people["hand"])
    begin = reverse("handoff:new_agency_case", args=[home.pk])
    assert f'href="{begin}">ケースを作る</a>' in hand.get(reverse("handoff:cases")).text
    hand.post(begin, a_case(people))
    (case,) = rows(Case.objects.all())
    hand.post(reverse("handoff:new_basis", args=[case.pk]), a_basis(people))
    (basis,) = rows(LegalBasis.objects.all())
    hand.post(reverse("handoff:settle_basis", args=[case.pk, basis.pk, "activate"]))
    form = hand.get(reverse("handoff:new_handoff", args=[case.pk])).context["form"]
    assert form["safeguard"].value() == binding.pk, "nobody else can be asked"
    draft = {"kind": "advice", "safeguard": binding.pk, "basis": basis.pk, "ask": "夜の過ごし方を知りたい"}
    texts = {"part_outline": "60代", "part_need": "夜に落ち着かない"}
    hand.post(reverse("handoff:new_handoff", args=[case.pk]), draft | texts)
    (handoff,) = rows(Handoff.objects.all())
    press(hand, handoff, Deed.SUBMIT)
    press(as_(people["coordinator"]), handoff, Deed.APPROVE)
    return fresh(handoff)


def test_an_agency_asks_for_advice_and_the_centre_answers(asked, centre, home, people):
    case = rows(Case.objects.all())[0]
    assert (case.agency_id, case.duty) == (home.pk, Duty.CONSULTATION)
    assert (asked.state, asked.requester_id, asked.performer_id) == (State.REQUESTED, home.pk, None)
    lead = as_(centre["lead"])
    assert asked.reference in lead.get(reverse("handoff:inbox")).text
    press(lead, asked, Deed.ACKNOWLEDGE)
    part = lead.get(reverse("handoff:part", args=[asked.pk, Part.NEED]))
    assert "夜に落ち着かない" in part.text
    assert lead.get(reverse("handoff:case", args=[case.pk])).status_code == 404


def test_the_record_of_provision_names_our_centre_with_its_address(asked, centre):
    profile = CentreProfile.objects.create(
        name="見本県地域生活定着支援センター", address="見本市中央1", director="見本 太郎", phone="000"
    )
    do(asked, Deed.ACKNOWLEDGE, centre["lead"])
    record = rows(ProvisionRecord.objects.filter(part=Part.NEED))[0]
    told = (record.receiver_name, record.receiver_address, record.receiver_head)
    assert told == (profile.name, profile.address, profile.director)


def test_the_two_of_the_case_are_chosen_among_those_who_work_there(home, people, centre):
    form = as_(people["hand"]).get(reverse("handoff:new_agency_case", args=[home.pk])).context["form"]
    chosen = {person.pk for person in form.fields["main"].queryset}
    assert chosen == {user.person.pk for user in people.values()}


def test_nobody_begins_a_case_of_an_agency_at_which_they_do_not_work(home, people):
    other = staff_of_agency(make_agency(name="西の市"))["coordinator"]
    assert as_(other).get(reverse("handoff:new_agency_case", args=[home.pk])).status_code == 404


def test_whoever_works_on_both_sides_finds_the_people_of_each_apart(home, people, centre):
    make_enrolment(person=centre["worker"].person, role=PrivateRole.AGENCY_WORKER, agency=home)
    ours = make_case(centre)
    here = {"reading": CANARIES["name_kana"], "actor": acting(centre["worker"]), "now": NOW}
    assert cases_by_reading(agency=None, **here) == [ours]
    assert cases_by_reading(agency=home, **here) == []


@pytest.mark.parametrize("side", ["centre", "agency"])
def test_a_basis_names_the_other_side(side, centre, home, people):
    staff, agency = (centre, None) if side == "centre" else (people | {"worker": people["hand"]}, home)
    second = centre["second"] if side == "centre" else people["coordinator"]
    case = make_case(staff | {"second": second}, agency=agency)
    new = NewBasis(
        kind=BasisKind.CONSENT,
        covers=frozenset({Part.NEED}),
        since=TODAY,
        until=TODAY,
        receivers=(agency,),
        texts={},
    )
    with pytest.raises(Refused):
        write_basis(case=case, new=new, actor=acting(staff["worker"]), now=NOW)
