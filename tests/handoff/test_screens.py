"""The screens of enrolments, as the two roles use them."""

import pytest
from django.urls import reverse

from accounts.enums import PrivateRole
from accounts.models import Invitation
from foundation.centre.queries import current_centre
from handoff.models import Enrolment
from handoff.templatetags.handoff import MORE_ROOMS
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.handoff import invitations_mailed, make_agency, make_enrolled_user, make_enrolment
from tests.handoff.addresses import TABLE

NEW = "/handoff/enrolments/new/"
LIST = "/handoff/enrolments/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(client, lead):
    return sign_in(client, lead)


def proposal(**changes):
    return {
        "person": "",
        "name": "佐久間 礼子",
        "name_kana": "さくま れいこ",
        "contact_email": "reiko@example.jp",
        "agency": "",
        "role": "case_worker",
        "valid_from_0": "8",
        "valid_from_1": "11",
        "valid_from_2": "24",
        "valid_until_0": "79",
        "valid_until_1": "3",
        "valid_until_2": "31",
    } | changes


def test_one_proposes_and_another_approves(at_work, lead, privacy_officer):
    answer = at_work.post(NEW, proposal())
    enrolment = Enrolment.objects.get(person__name="佐久間 礼子")
    page = reverse("handoff:enrolment", args=[enrolment.pk])
    assert answer.url == page
    own = at_work.get(page)
    assert "招待した人とは別の人が承認します。" in own.text
    assert "承認する" not in own.text
    at_work.post(reverse("handoff:approve_enrolment", args=[enrolment.pk]))
    assert invitations_mailed().count() == 0
    sign_in(at_work, privacy_officer)
    assert "承認する" in at_work.get(page).text
    at_work.post(reverse("handoff:approve_enrolment", args=[enrolment.pk]))
    assert invitations_mailed().get().to == "reiko@example.jp"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"contact_email": "reiko"}, "contact_email"),
        ({"role": ""}, "role"),
        ({"role": "agency_worker"}, "agency"),
        ({"valid_until_0": "8", "valid_until_1": "11", "valid_until_2": "24"}, "valid_until"),
        ({"valid_from_1": "13"}, "valid_from"),
    ],
)
def test_a_form_with_a_mistake_says_so_and_keeps_the_rest(at_work, change, field):
    answer = at_work.post(NEW, proposal(**change))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "<title>エラー：人を招待する｜" in answer.text
    assert 'value="さくま れいこ"' in answer.text
    assert Enrolment.objects.count() == 1


def test_a_role_of_the_centre_cannot_be_given_to_an_agency(at_work):
    agency = make_agency()
    answer = at_work.post(NEW, proposal(role="lead", agency=agency.pk))
    assert answer.context["form"].errors["agency"] == [
        "この役割は、センターの職員だけのものです。機関を選ばないでください。"
    ]


def test_a_person_who_is_known_is_chosen_not_typed_again(at_work, case_worker):
    at_work.post(NEW, proposal(person=case_worker.person_id, name="", name_kana="", role="key_custodian"))
    assert case_worker.person.enrolments.count() == 2


def test_the_same_enrolment_twice_is_told_above_the_form(at_work, case_worker):
    answer = at_work.post(NEW, proposal(person=case_worker.person_id))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "この方には、同じ機関・同じ役割の登録が、同じ期間にもうあります。"
    ]


def test_an_agency_is_found_by_words_and_told_from_another_of_its_name_by_its_place(at_work):
    here = make_agency(name="みなも荘", address="見本市1")
    there = make_agency(name="みなも荘", address="となり町2")
    make_agency(name="ほかの荘", address="見本市3")
    assert "荘" not in at_work.get(NEW).text
    found = at_work.post(NEW, proposal(name="", agency_words="ミナモ", lookup="agency_words"))
    assert (found.status_code, found.context["form"].errors) == (200, {})
    assert ("みなも荘（見本市1）" in found.text, "ほかの荘" in found.text) == (True, False)
    one = at_work.post(NEW, proposal(agency_words="みなも となり", lookup="agency_words"))
    assert [each.pk for each in one.context["form"].fields["agency"].queryset] == [there.pk]
    none = at_work.post(NEW, proposal(agency_words="みなもと", lookup="agency_words"))
    assert "見つかりませんでした" in none.text
    assert Enrolment.objects.count() == 1
    chosen = proposal(role="agency_worker", agency=here.pk, agency_words="みなも")
    answer = at_work.post(NEW, chosen, follow=True)
    assert "見本市1" in answer.text, "whoever approves sees the place too"
    assert Enrolment.objects.get(agency=here).role == PrivateRole.AGENCY_WORKER


@pytest.mark.parametrize("why", ["closed", "ours"])
def test_neither_a_closed_agency_nor_our_own_centre_is_offered(at_work, why):
    closed = {"name": "とじた荘", "closed_on": "2021-01-01"}
    ours = {"name": current_centre().name}
    agency = make_agency(**(closed if why == "closed" else ours))
    words = {"agency_words": agency.name, "agency": agency.pk, "role": "agency_worker"}
    answer = at_work.post(NEW, proposal(**words))
    assert "agency" in answer.context["form"].errors
    assert Enrolment.objects.count() == 1


def test_the_paper_is_a_pdf_that_nobody_keeps(at_work):
    enrolment = make_enrolment(role=PrivateRole.OBSERVER)
    answer = at_work.post(reverse("handoff:print_invitation", args=[enrolment.pk]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer.headers["Cache-Control"]
    assert Invitation.objects.get().person == enrolment.person


def test_the_invitation_is_mailed_again_on_demand(at_work):
    enrolment = make_enrolment(person=make_person(contact_email="reiko@example.jp"))
    answer = at_work.post(reverse("handoff:mail_invitation", args=[enrolment.pk]), follow=True)
    assert "招待のメールを送りました" in answer.text
    assert invitations_mailed().get().to == "reiko@example.jp"


def test_who_has_accepted_gets_no_second_invitation_from_one_person(at_work, case_worker):
    enrolment = case_worker.person.enrolments.get()
    page = at_work.get(reverse("handoff:enrolment", args=[enrolment.pk]))
    assert "招待状を印刷する" not in page.text
    answer = at_work.post(reverse("handoff:print_invitation", args=[enrolment.pk]), follow=True)
    assert "登録をとりやめて、招待しなおしてください" in answer.text
    assert Invitation.objects.count() == 0


def test_ending_asks_once_and_then_happens_at_once(at_work, case_worker):
    enrolment = case_worker.person.enrolments.get()
    end = reverse("handoff:end_enrolment", args=[enrolment.pk])
    assert "すぐに、この部屋を使えなくなります" in at_work.get(end).text
    enrolment.refresh_from_db()
    assert enrolment.ended_at is None
    answer = at_work.post(end, follow=True)
    assert "相談員Aさんの登録をとりやめました。" in answer.text
    enrolment.refresh_from_db()
    assert enrolment.ended_at is not None


def test_nobody_is_offered_to_end_themselves(at_work, lead):
    enrolment = lead.person.enrolments.get()
    assert "登録をとりやめる" not in at_work.get(reverse("handoff:enrolment", args=[enrolment.pk])).text
    answer = at_work.post(reverse("handoff:end_enrolment", args=[enrolment.pk]), follow=True)
    assert "ご自分の登録は、ほかの人にとりやめてもらってください。" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(at_work, django_assert_num_queries, count):
    approver = make_user()
    for _ in range(count):
        make_enrolment(role=PrivateRole.AGENCY_WORKER, approved_by=approver, approved_at="2026-01-01T00:00Z")
    at_work.get(LIST)
    # session, user, enrolments of today, factors, the list, person, centre
    with django_assert_num_queries(8):
        page = at_work.get(LIST)
    assert sum(len(group.enrolments) for group in page.context["groups"]) == count + 1


def test_what_waits_for_approval_stands_first(at_work):
    make_enrolment(is_approved=False)
    page = at_work.get(LIST)
    assert [(group.state.label, len(group.enrolments)) for group in page.context["groups"]] == [
        ("承認待ち", 1),
        ("登録中", 1),
    ]


def test_the_menu_shows_what_ones_roles_open(client, lead):
    menu = sign_in(client, lead).get("/handoff/").text
    assert ("ケース" in menu, "そのほか" in menu, "登録した人" in menu) == (True, True, False)
    assert "登録した人" in client.get(reverse("handoff:rooms")).text
    behind = client.get(reverse("handoff:agencies")).text
    assert 'aria-current="true">そのほか' in behind
    other = make_enrolled_user(role=PrivateRole.CASE_WORKER)
    assert "登録した人" not in sign_in(client, other).get(reverse("handoff:rooms")).text


def test_errors_speak_plainly_and_need_nothing(client, lead, settings):
    sign_in(client, lead)
    missing = client.get("/handoff/nothing/")
    assert (missing.status_code, "ページがありません" in missing.text) == (404, True)
    client.handler.enforce_csrf_checks = True
    assert client.post("/accounts/logout/").status_code == 403


def test_the_page_of_the_other_rooms_leads_whom_each_room_lets_in():
    for name, address, open_to, _ in MORE_ROOMS:
        assert open_to <= TABLE[address][1], name
    assert "handoff:opinion_register" in {address for _, address, _, _ in MORE_ROOMS}
