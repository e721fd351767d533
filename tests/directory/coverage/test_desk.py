"""相談員A and 所長B keep the registers of places and people; a municipality writes its own row."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import PublicRole
from directory.coverage import desk_urls
from directory.coverage.models import CoverageNote, Expert, KeyPerson, MunicipalWindow
from directory.enums import AreaScheme, FieldGroup, Level
from directory.finding.services import rebuild_entries
from directory.models import FieldVisibility, ServiceKind, WelfareArea
from tests.directory.conftest import desk, office, today
from tests.factories.accounts import make_person, make_user, manager, outsider, partner, sign_in, staff
from tests.factories.directory import NOW, make_agency, make_municipality, make_partner
from tests.factories.shown import mark
from tests.factories.whole_agency import index

__all__ = ["desk", "manager", "office", "outsider", "partner", "staff", "today"]
pytestmark = pytest.mark.django_db
PATTERNS = [pattern.name for pattern in desk_urls.urlpatterns]
PAGES = ["windows", "window", "notes", "add_note", "key_people", "appoint", "experts", "add_expert"]
PAGES += ["expert", "letter", "mailing", "sheet"]
YEAR = 2026


def at(name, *args):
    return reverse(f"coverage_desk:{name}", args=args)


def make_window(city, **fields):
    first = {"fiscal_year": YEAR, "state": "running", "window_name": "見本の窓口", "changed_at": NOW}
    return MunicipalWindow.objects.create(municipality=city, **first | fields)


def make_area(name="南加賀"):
    return WelfareArea.objects.create(scheme=AreaScheme.DISABILITY, name=name, valid_from=date(2018, 4, 1))


def make_key_person(area, agency, name="見本 森子", *, is_listed=False):
    person = make_person(name=name, shown_in_rosters=is_listed)
    return KeyPerson.objects.create(
        person=person, area=area, agency=agency, role="adviser", valid_from=date(2025, 4, 1)
    )


def make_expert(name="見本 波子"):
    return Expert.objects.create(
        person=make_person(name=name), qualification="医師", may_lecture=True, state_since=NOW.date()
    )


def make_note(city, neighbour):
    return CoverageNote.objects.create(
        municipality=city,
        covering_municipality=neighbour,
        kind=ServiceKind.objects.first(),
        valid_from=date(2024, 4, 1),
    )


@pytest.fixture
def city(db):
    return make_municipality()


@pytest.fixture
def addresses(city, today):
    """Return the address of each screen, for records that exist."""
    keys = {
        "window": [YEAR, city.code],
        "carry_over": [YEAR],
        "end_note": [make_note(city, make_municipality(code="172022", name="七尾市")).pk],
    }
    area = make_area()
    key_person, expert = make_key_person(area, make_agency()), make_expert()
    keys["sheet"] = [area.pk]
    keys |= {name: [key_person.pk] for name in ("listing", "end_key_person")}
    keys |= {name: [expert.pk] for name in ("expert", "letter")}
    return {name: at(name, *keys.get(name, [])) for name in PATTERNS}


def statuses(client, address):
    return client.get(address).status_code, client.post(address).status_code


def test_every_address_is_known_to_these_tests():
    assert len(PATTERNS) == 16


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["staff", "manager"])
def test_staff_and_manager_open_every_page(name, role, addresses, request):
    client = sign_in(Client(), request.getfixturevalue(role))
    assert client.get(addresses[name]).status_code == 200


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


# The municipal windows


def test_staff_write_a_window_and_everybody_reads_it(desk, city):
    typed = {
        "state": "running",
        "window_name": "地域生活の窓口",
        "phone": "000-003-0001",
        "note": "担当は春まで",
    }
    typed |= {"has_senior_specialist": "yes", "started_on": "R6.4.1"}
    address = at("window", YEAR, city.code)
    answer = desk.post(address, typed | mark(desk, address))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{at('windows')}?year={YEAR}")
    page = Client().get(reverse("coverage:windows")).content.decode()
    assert page.count('class="m-area m3"') == 1
    assert ("地域生活の窓口" in page, "1市町村（100%）" in page, "春まで" in page) == (True, True, False)
    file = Client().get(reverse("coverage:windows_file")).content.decode("utf-8-sig")
    assert (
        file.splitlines()[1] == "172014,金沢市,2026,行っている,,地域生活の窓口,000-003-0001,いる,2024-04-01"
    )


def test_who_runs_it_says_where_to_phone_and_who_has_not_begun_has_no_contractor(desk, city):
    agency = make_agency()
    address = at("window", YEAR, city.code)
    running = desk.post(address, {"state": "running", "has_senior_specialist": "unknown"})
    assert list(running.context["form"].errors) == ["window_name"]
    typed = {"state": "not_yet", "has_senior_specialist": "unknown", "contractor": agency.public_id}
    assert list(desk.post(address, typed).context["form"].errors) == ["contractor"]
    assert not MunicipalWindow.objects.exists()


def test_a_year_is_begun_with_the_one_before(desk, city):
    make_window(city)
    desk.post(at("carry_over", YEAR + 1))
    rows = desk.get(f"{at('windows')}?year={YEAR + 1}").context["rows"]
    assert [(each.name, each.state) for each in rows] == [("金沢市", "running")]


def test_a_year_without_rows_is_answered_with_the_present_one(city, today):
    make_window(city, fiscal_year=2020)
    client = Client()
    asked = {
        year: client.get(f"/directory/windows/?year={year}").context["year"] for year in (2020, 1999, 2027)
    }
    assert asked == {2020: 2020, 1999: YEAR, 2027: YEAR}


def test_a_municipality_writes_its_own_row_and_no_other(today, city):
    other = make_municipality(code="172022", name="七尾市")
    own = make_partner(agency=make_agency(name="金沢市 福祉課", kind="municipality", municipality=city))
    client = sign_in(Client(), own)
    typed = {"state": "running", "window_name": "福祉課", "has_senior_specialist": "no", "note": "書けない"}
    assert client.get(reverse("coverage:own_window")).status_code == 200
    assert client.post(reverse("coverage:own_window"), typed).status_code == 303
    window = MunicipalWindow.objects.get()
    assert (window.municipality, window.fiscal_year, window.window_name, window.note) == (
        city,
        YEAR,
        "福祉課",
        "",
    )
    assert not MunicipalWindow.objects.filter(municipality=other).exists()


def test_a_municipality_keeps_the_note_of_the_centre(today, city):
    make_window(city, note="センターのメモ")
    own = make_partner(agency=make_agency(kind="municipality", municipality=city))
    typed = {"state": "running", "window_name": "新しい名前", "has_senior_specialist": "no"}
    sign_in(Client(), own).post(reverse("coverage:own_window"), typed)
    assert [(each.window_name, each.note) for each in MunicipalWindow.objects.all()] == [
        ("新しい名前", "センターのメモ")
    ]


@pytest.mark.parametrize("kind", ["group_home", "municipality"])
def test_who_speaks_for_no_municipality_finds_no_row(kind, today, city):
    place = None if kind == "municipality" else city
    user = make_partner(agency=make_agency(kind=kind, municipality=place))
    client = sign_in(Client(), user)
    assert statuses(client, reverse("coverage:own_window")) == (404, 404)


def test_a_municipality_is_never_told_the_name_of_a_hidden_agency(today, city):
    make_agency(name="ひみつの家", kind="self_reliance_home")
    own = make_partner(agency=make_agency(name="福祉課", kind="municipality", municipality=city))
    rebuild_entries(today=NOW.date())
    typed = {"state": "planned", "has_senior_specialist": "no", "contractor": "ひみつ"}
    answer = sign_in(Client(), own).post(reverse("coverage:own_window"), typed)
    assert (answer.status_code, "ひみつの家" in answer.content.decode()) == (422, False)


# Who covers whom


def test_a_note_names_one_place_and_one_neighbour(desk, city):
    other = make_municipality(code="172022", name="七尾市")
    typed = {"kind": ServiceKind.objects.first().pk, "valid_from": "R8.4.1"}
    assert sorted(desk.post(at("add_note"), typed).context["form"].errors) == [
        "covering_municipality",
        "municipality",
    ]
    itself = typed | {"municipality": city.pk, "covering_municipality": city.pk}
    assert list(desk.post(at("add_note"), itself).context["form"].errors) == ["covering_municipality"]
    right = typed | {"municipality": city.pk, "covering_municipality": other.pk}
    assert desk.post(at("add_note"), right).status_code == 303
    assert [each.covering_municipality for each in desk.get(at("notes")).context["notes"]] == [other]


# Key persons


def test_a_key_person_is_appointed_and_unlisted_by_default(desk, today):
    area, agency = make_area(), make_agency()
    typed = {
        "area": area.pk,
        "role": "adviser",
        "name": "見本 森子",
        "name_kana": "みほん もりこ",
        "agency": agency.public_id,
        "valid_from": "R7.4.1",
    }
    assert desk.post(at("appoint"), typed).status_code == 303
    made = KeyPerson.objects.get()
    assert (made.person.name, made.agency, made.person.shown_in_rosters) == ("見本 森子", agency, False)
    desk.post(at("listing", made.pk), {"agrees": "yes"})
    made.person.refresh_from_db()
    assert made.person.shown_in_rosters


def test_partners_read_the_list_and_strangers_sign_in(partner, today):
    make_key_person(make_area(), make_agency(), "見本 森子", is_listed=True)
    make_key_person(make_area("能登北部"), make_agency(name="別の家"), "見本 岬子")
    address = reverse("coverage:key_people")
    page = sign_in(Client(), partner).get(address).content.decode()
    assert ("見本 森子" in page, "見本 岬子" in page, "能登北部" in page) == (True, False, False)
    assert Client().get(address).status_code == 302
    assert sign_in(Client(), make_user(roles=[PublicRole.PREFECTURE])).get(address).status_code == 404


# Experts


def test_an_expert_is_added_and_asked_by_letter(desk, today):
    typed = {"name": "見本 波子", "name_kana": "ミホン ナミコ", "qualification": "精神科の医師"}
    typed |= {"may_lecture": "on", "fee": "centre", "state": "candidate"}
    assert desk.post(at("add_expert"), typed).status_code == 303
    letter = {
        "number": "定着第123号",
        "sent_on": "R8.11.24",
        "role": "講師",
        "occasion": "つなぐ研修会",
        "held_on": "R9.1.20",
        "hours": "午後1時30分から4時まで",
        "place": "見本会館",
        "content": "依存症について、60分ほどお話しください。",
    }
    answer = desk.post(at("letter", Expert.objects.get().pk), letter)
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_expert_who_can_do_nothing_is_refused(desk, today):
    typed = {"name": "見本 波子", "name_kana": "ミホン ナミコ", "qualification": "医師"}
    answer = desk.post(at("add_expert"), typed | {"fee": "none", "state": "candidate"})
    assert (list(answer.context["form"].errors), Expert.objects.count()) == (["may_be_member"], 0)


def test_the_pool_is_narrowed_by_its_address(desk, today):
    make_expert()
    found = {
        query: desk.get(at("experts") + query).context["page_obj"].paginator.count
        for query in ("", "?state=agreed", "?role=may_lecture", "?role=may_advise", "?role=person__name")
    }
    assert list(found.values()) == [1, 0, 1, 0, 1]


COUNTS = {"windows": 17, "notes": 12, "key_people": 13, "experts": 13, "public": 8, "listed": 8}


@pytest.mark.parametrize("name", sorted(COUNTS))
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_as_often_for_three_rows_as_for_one(name, rows, desk, partner, django_assert_num_queries):
    neighbour = make_municipality(code="172910", name="隣の市")
    for number in range(rows):
        agency = make_agency(name=f"相談{number}", kind="core_consultation_centre")
        place = make_municipality(code=f"17202{number}", name=f"見本{number}市")
        make_window(place, contractor=agency)
        make_note(place, neighbour)
        make_key_person(make_area(f"圏域{number}"), agency, f"見本 {number}子", is_listed=True)
        make_expert(f"専門 {number}子")
    rebuild_entries(today=NOW.date())
    others = {"public": (Client(), "windows"), "listed": (sign_in(Client(), partner), "key_people")}
    client, address = desk, None
    if name in others:
        client, page = others[name]
        address = reverse(f"coverage:{page}")
    address = address or at(name)
    client.get(address)
    # Under another address: the first page is kept at the front.
    with django_assert_num_queries(COUNTS[name]):
        assert client.get(f"{address}?year={YEAR}").status_code == 200


def test_a_municipality_is_not_told_a_contractor_that_it_may_not_know(city, today):
    hidden = make_agency(name="ひみつの家")
    FieldVisibility.objects.create(agency=hidden, group=FieldGroup.LISTING, level=Level.STAFF)
    index(hidden)
    window = make_window(city, contractor=hidden)
    own = make_partner(agency=make_agency(name="金沢市", kind="municipality", municipality=city))
    browser = sign_in(Client(), own, with_factor=False)
    page = browser.get(reverse("coverage:own_window"))
    assert "ひみつの家" not in page.text
    assert hidden.public_id not in page.text
    typed = {"state": "running", "window_name": "福祉課", "has_senior_specialist": "unknown"}
    assert browser.post(reverse("coverage:own_window"), typed).status_code == 303
    window.refresh_from_db()
    assert (window.contractor, window.window_name) == (hidden, "福祉課")


@pytest.mark.parametrize("name", ["end_note", "listing", "end_key_person", "expert", "letter", "sheet"])
def test_what_is_in_no_register_is_not_found(name, desk):
    answer = desk.post if name in ("end_note", "listing", "end_key_person") else desk.get
    assert answer(at(name, 999_999)).status_code == 404


@pytest.mark.parametrize("name", ["listing", "end_key_person"])
def test_a_role_that_has_ended_meanwhile_is_not_found(name, desk, today):
    ended = make_key_person(make_area(), make_agency())
    KeyPerson.objects.update(valid_to=NOW.date())
    assert desk.post(at(name, ended.pk)).status_code == 404


def test_a_year_that_no_row_can_have_is_not_found(desk):
    city = make_municipality()
    for year in (2017, 2101, 99_999):
        assert desk.get(at("window", year, city.code)).status_code == 404
        assert desk.post(at("carry_over", year)).status_code == 404
