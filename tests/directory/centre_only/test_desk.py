"""相談員A writes down what only the centre knows, 所長B reads it, and nobody else knows that it is there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import PublicRole
from directory.centre_only import desk_urls, services
from directory.centre_only.limits import ACCEPTANCE_HOLDS
from directory.centre_only.models import AcceptanceProfile, ContactRecord, HousingFacts
from foundation.limits.services import set_limit
from tests.directory.conftest import desk, editor, office, today
from tests.factories.accounts import make_user, manager, outsider, partner, sign_in, staff
from tests.factories.directory import NOW, make_agency

__all__ = ["desk", "editor", "manager", "office", "outsider", "partner", "staff", "today"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
PATTERNS = [pattern.name for pattern in desk_urls.urlpatterns]
WITH_AGENCY = {"records", "add_contact", "acceptance", "confirm", "housing"}
WITH_CONTACT = {"contact", "finish"}
READING = {"records", "next_contacts", "to_confirm", "houses"}
WRITING = {"acceptance", "housing", "contact", "memo"}


def at(name, *args):
    return reverse(f"centre_only_desk:{name}", args=args)


def contact(agency, staff, **values):
    first = {"day": TODAY, "way": "phone", "purpose": "自立準備ホームの説明"}
    return services.record_contact(agency=agency, values=first | values, actor=staff, now=NOW)


def step(agency, staff, *, days):
    """Write down a contact of long ago with a next step so many days from today."""
    return contact(
        agency,
        staff,
        day=TODAY - timedelta(days=90),
        next_step=f"{days}日の用",
        next_on=TODAY + timedelta(days=days),
    )


@pytest.fixture
def addresses(staff, today):
    agency = make_agency()
    record = contact(agency, staff, next_step="届ける", next_on=TODAY)
    keys = dict.fromkeys(WITH_AGENCY, agency.public_id) | dict.fromkeys(WITH_CONTACT, record.pk)
    return {name: at(name, keys[name]) if name in keys else at(name) for name in PATTERNS}


def statuses(client, address):
    return client.get(address).status_code, client.post(address).status_code


def test_every_address_is_known_to_these_tests():
    assert len(PATTERNS) == 11


@pytest.mark.parametrize("name", sorted(READING | WRITING))
def test_staff_open_every_page(name, addresses, desk):
    assert desk.get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", sorted(READING))
def test_the_manager_reads_and_has_no_button_to_write(name, addresses, office):
    answer = office.get(addresses[name])
    page = answer.content.decode().partition('<div class="desk">')[2]
    assert (answer.status_code, 'method="post"' in page) == (200, False)


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - READING))
def test_the_manager_writes_nothing(name, addresses, office):
    assert statuses(office, addresses[name]) == (404, 404)


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("role", [PublicRole.EDITOR, PublicRole.SYSTEM_ADMIN])
def test_for_others_in_the_admin_nothing_is_there(name, role, addresses):
    client = sign_in(Client(), make_user(roles=[role]))
    assert statuses(client, addresses[name]) == (404, 404)


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("role", ["partner", PublicRole.PREFECTURE, None])
def test_partners_the_prefecture_and_strangers_find_nothing(name, role, addresses, request):
    client = Client()
    if role:
        user = request.getfixturevalue("partner") if role == "partner" else make_user(roles=[role])
        sign_in(client, user)
    assert {status in {302, 404} for status in statuses(client, addresses[name])} == {True}


def test_the_tab_leads_from_the_agency_to_its_records(desk, office):
    agency = make_agency()
    page = desk.get(reverse("directory_desk:agency", args=[agency.public_id])).content.decode()
    assert f'href="{at("records", agency.public_id)}"' in page


def test_a_contact_is_written_in_one_form_with_today_in_it(desk, staff):
    agency = make_agency()
    page = desk.get(at("records", agency.public_id)).content.decode()
    assert 'value="令和8年11月24日"' in page
    answer = desk.post(
        at("add_contact", agency.public_id), {"day": "R8.11.24", "way": "visit", "purpose": "見学のお願い"}
    )
    made = ContactRecord.objects.get()
    assert (answer.status_code, made.day, made.way, made.by) == (303, TODAY, "visit", staff)


def test_what_looks_like_a_name_is_asked_about_once_and_kept_when_meant(desk):
    address = at("add_contact", make_agency().public_id)
    typed = {"day": "R8.11.24", "way": "visit", "purpose": "佐藤さんの部屋を見る"}
    asked = desk.post(address, typed)
    assert (asked.status_code, ContactRecord.objects.count()) == (422, 0)
    assert "「佐藤さん」は、人の名前ですか" in asked.content.decode()
    assert desk.post(address, typed | {"sure": "on"}).status_code == 303
    assert ContactRecord.objects.get().purpose == "佐藤さんの部屋を見る"


def test_a_next_step_and_its_day_belong_together(desk):
    address = at("add_contact", make_agency().public_id)
    typed = {"day": "R8.11.24", "way": "visit", "purpose": "見学", "next_step": "届ける"}
    assert list(desk.post(address, typed).context["form"].errors) == ["next_on"]
    day_alone = typed | {"next_step": "", "next_on": "R8.12.1"}
    assert list(desk.post(address, day_alone).context["form"].errors) == ["next_step"]
    assert not ContactRecord.objects.exists()


def test_a_contact_is_mended_and_its_writer_stays(desk, manager):
    record = contact(make_agency(), manager)
    typed = {"day": "R8.11.20", "way": "fax", "purpose": "書類を送る"}
    assert desk.post(at("contact", record.pk), typed).status_code == 303
    record.refresh_from_db()
    assert (record.day.day, record.way, record.by) == (20, "fax", manager)


def test_the_list_of_next_contacts_has_overdue_ones_first_and_no_finished_one(desk, staff):
    agency = make_agency()
    for days in (5, -3, 0):
        step(agency, staff, days=days)
    done = step(agency, staff, days=-9)
    assert desk.post(at("finish", done.pk), {"list": "1"}).headers["Location"] == at("next_contacts")
    page = desk.get(at("next_contacts"))
    assert [each.next_step for each in page.context["page_obj"].object_list] == [
        "-3日の用",
        "0日の用",
        "5日の用",
    ]
    assert page.content.decode().count("日が過ぎました") == 1


def test_a_wish_is_written_and_confirmed_from_the_list(desk, staff):
    agency = make_agency()
    typed = {"state": "willing", "experienced_since": "2021", "contact_way": "管理者に電話"}
    assert desk.post(at("acceptance", agency.public_id), typed).status_code == 303
    AcceptanceProfile.objects.update(confirmed_on=TODAY - timedelta(days=183))
    listed = desk.get(at("to_confirm")).context["page_obj"].object_list
    assert [each.agency for each in listed] == [agency]
    assert desk.post(at("confirm", agency.public_id), {"list": "1"}).headers["Location"] == at("to_confirm")
    assert desk.get(at("to_confirm")).context["page_obj"].paginator.count == 0


@pytest.mark.parametrize(("days", "words"), [(None, "半年たった機関"), (90, "90日たった機関")])
def test_the_list_says_for_how_long_a_wish_holds_by_the_limit(desk, manager, days, words):
    if days:
        set_limit(key=ACCEPTANCE_HOLDS, value=days, first_day=TODAY, source="会議", actor=manager, now=NOW)
    assert f"確かめた日から{words}が、ここに出ます。" in desk.get(at("to_confirm")).content.decode()


def test_whoever_was_never_asked_is_not_to_be_confirmed(desk):
    AcceptanceProfile.objects.create(agency=make_agency(), state="unknown")
    assert desk.get(at("to_confirm")).context["page_obj"].paginator.count == 0


def test_a_registration_needs_its_day(desk):
    office = make_agency(name="見本保護観察所", kind="probation_office")
    address = at("housing", make_agency().public_id)
    typed = {"state": "registered", "registered_with": office.pk, "meals": "no", "sexes": "men"}
    assert list(desk.post(address, typed).context["form"].errors) == ["registered_on"]
    assert desk.post(address, typed | {"registered_on": "R6.4.1"}).status_code == 303
    facts = HousingFacts.objects.get()
    assert (facts.registered_with, facts.meals, facts.sexes) == (office, False, "men")
    assert 'value="no" selected' in desk.get(address).content.decode()


def test_housing_bodies_that_nobody_has_asked_are_named(desk):
    asked = make_agency(name="聞いた家", kind="self_reliance_home")
    HousingFacts.objects.create(agency=asked, state="explained")
    make_agency(name="聞いていない家", kind="self_reliance_home")
    answer = desk.get(at("houses"))
    assert [each.name for each in answer.context["unasked"]] == ["聞いていない家"]
    assert [each.agency for each in answer.context["page_obj"].object_list] == [asked]
    assert desk.get(at("houses") + "?state=registered").context["page_obj"].paginator.count == 0


COUNTS = {"records": 17, "next_contacts": 13, "to_confirm": 14, "houses": 14}


@pytest.mark.parametrize("name", sorted(COUNTS))
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_as_often_for_three_rows_as_for_one(name, rows, desk, staff, django_assert_num_queries):
    agency = make_agency()
    for number in range(rows):
        each = make_agency(name=f"家{number}", kind="self_reliance_home")
        step(agency, staff, days=number)
        step(each, staff, days=number)
        AcceptanceProfile.objects.create(agency=each, state="willing")
        HousingFacts.objects.create(agency=each, state="explained")
        make_agency(name=f"聞いていない家{number}", kind="self_reliance_home")
    address = at(name, agency.public_id) if name == "records" else at(name)
    desk.get(address)
    with django_assert_num_queries(COUNTS[name]):
        assert desk.get(address).status_code == 200


def test_a_call_is_written_in_three_fields(desk, today):
    agency = make_agency(name="みなもの家")
    said = {
        "agency": "みなもの家",
        "about": "lecture",
        "next_step": "申込書を送る",
        "next_on": "",
        "result": "",
    }
    assert desk.post(at("memo"), said)["Location"] == at("next_contacts")
    record = ContactRecord.objects.get()
    assert (record.agency, record.way, record.purpose) == (agency, "phone", "出前講座のこと")
    assert record.next_on == record.day + timedelta(days=3)
    page = desk.get(at("next_contacts")).text
    assert "申込書を送る" in page
    assert "出前講座の申し込みを書く" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"agency": ""}, "機関の名前か番号を書いてください"),
        ({"agency": "どこか"}, "この名前の機関はありません"),
        ({"about": ""}, "何のことを選んでください"),
        ({"next_on": "令和9年1月8日"}, "その日に何をするかを書いてください"),
        ({"result": "山田太郎さんのこと"}, "人の名前ですか"),
    ],
)
def test_what_was_said_on_the_phone_stays_until_it_is_right(fields, words, desk):
    make_agency(name="みなもの家")
    said = {"agency": "みなもの家", "about": "other", "next_step": "", "next_on": "", "result": "夜が心配"}
    answer = desk.post(at("memo"), said | fields)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert ContactRecord.objects.count() == 0


def test_who_rang_may_be_known_already(desk, today):
    agency = make_agency(name="みなもの家")
    assert f"みなもの家（{agency.public_id}）" in desk.get(f"{at('memo')}?agency={agency.public_id}").text
