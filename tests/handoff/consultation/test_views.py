"""Consultations on the screen; strangers find nothing."""

import pytest

from accounts.enums import PrivateRole
from handoff.consultation.enums import RequestDeed, Topic, Urgency
from handoff.consultation.models import ConsultationRequest
from tests.factories.cases import TODAY, rows
from tests.factories.handoff import make_agency, make_enrolment
from tests.factories.records import make_world
from tests.handoff.clients import as_, page
from tests.handoff.consultation.test_consultations import REPLY, TEXTS, asked, replied

pytestmark = pytest.mark.django_db
FORM = TEXTS | {"topic": Topic.MONEY, "urgency": Urgency.SOON, "source": "own"}


@pytest.fixture
def world():
    return make_world(stage="backup")


def test_an_agency_asks_about_its_handoff_and_the_centre_answers(world):
    hand, worker = as_(world.hand), as_(world.worker)
    address = page("new_consultation_of_handoff", world.handoff.pk)
    assert address in hand.get(page("detail", world.handoff.pk)).text
    assert address not in worker.get(page("detail", world.handoff.pk)).text
    answer = hand.post(address, FORM)
    (request,) = rows(ConsultationRequest.objects.all())
    assert answer.url == page("consultation", request.pk)
    assert request.handoff_id == world.handoff.pk
    worker.post(page("press_consultation", request.pk, RequestDeed.TAKE))
    lacking = worker.post(page("answer_consultation", request.pk), {"answer": REPLY["answer"]})
    assert (lacking.status_code, REPLY["answer"] in lacking.text) == (422, True)
    worker.post(page("answer_consultation", request.pk), REPLY | {"minutes": "20"})
    shown = hand.get(page("consultation", request.pk))
    assert REPLY["second"] in shown.text
    assert "かなりあ" not in shown.context["page_title"]
    hand.post(page("press_consultation", request.pk, RequestDeed.CLOSE))
    assert worker.get(page("answer_consultation", request.pk)).status_code == 404


def test_a_general_question_and_one_that_others_asked_first(world):
    client = as_(world.hand)
    assert "だれのことかわかることを書かないで" in client.get(page("new_consultation")).text
    refused = client.post(page("new_consultation"), FORM | {"source": "bar"})
    assert (refused.status_code, TEXTS["question"] in refused.text) == (422, True)
    day = {
        "shared_on_0": str(TODAY.year - 2018),
        "shared_on_1": str(TODAY.month),
        "shared_on_2": str(TODAY.day),
    }
    client.post(page("new_consultation"), FORM | day | {"source": "bar", "has_consent": "on"})
    (request,) = rows(ConsultationRequest.objects.all())
    assert (request.agency_id, request.handoff_id) == (world.city.pk, None)


def test_the_centre_writes_down_what_others_asked_by_phone(world):
    as_(world.worker).post(page("new_consultation"), FORM)
    (request,) = rows(ConsultationRequest.objects.all())
    assert request.agency_id is None


def test_somebody_of_two_agencies_says_for_which(world):
    other = make_agency(name="よその家")
    make_enrolment(person=world.hand.person, role=PrivateRole.AGENCY_WORKER, agency=other)
    client = as_(world.hand)
    assert client.post(page("new_consultation"), FORM).status_code == 422
    client.post(page("new_consultation"), FORM | {"agency": other.pk})
    assert rows(ConsultationRequest.objects.all())[0].agency_id == other.pk


def test_strangers_find_nothing(world):
    request = asked(world, about=True)
    addresses = [
        ("get", page("consultation", request.pk)),
        ("get", page("answer_consultation", request.pk)),
        ("post", page("press_consultation", request.pk, RequestDeed.TAKE)),
        ("get", page("new_consultation_of_handoff", world.handoff.pk)),
    ]
    for user in world.strangers:
        client = as_(user)
        assert {getattr(client, method)(address).status_code for method, address in addresses} == {404}, user
        assert request.reference not in client.get(page("consultations")).text


def test_the_figures_of_a_year_are_shown(world):
    replied(asked(world), world.worker)
    client = as_(world.lead)
    assert "トラブル" in client.get(page("consultation_figures")).text
    assert "この年度の相談は、ありません" in client.get(page("consultation_figures"), {"year": "2019"}).text
    assert "トラブル" in client.get(page("consultation_figures"), {"year": "99999999999"}).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(world, count, django_assert_num_queries):
    for _ in range(count):
        asked(world), asked(world, about=True), replied(asked(world), world.worker)
    client = as_(world.hand)
    client.get(page("consultations"))
    with django_assert_num_queries(12):
        shown = client.get(page("consultations"))
    assert (len(shown.context["open_ones"]), len(shown.context["over"])) == (2 * count, count)
