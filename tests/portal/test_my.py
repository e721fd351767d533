"""The partner's home: whose turn it is, what goes on, and never anything of another agency."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from directory.models import Membership
from events.models import Application, Participant
from events.services.publishing import cancel_event
from outreach.role_sheets.models import SheetVersion
from outreach.role_sheets.services.stepping import send_version
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency, make_municipality, make_partner
from tests.factories.events import NOW, apply, make_event, make_session
from tests.factories.role_sheets import make_role_sheet, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def client_c(agency):
    """事業所職員C, signed in."""
    return sign_in(Client(), make_partner(agency=agency))


def home(client):
    response = client.get("/my/")
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return "".join(re.sub(r"<[^>]*>", "", main).split())


def test_missing_names_are_the_agencys_turn(client_c, agency):
    apply(make_session(), 3, named=False, agency=agency)
    page = home(client_c)
    assert "この事業所の番です1件" in page
    assert "参加する人の名前を、あと3人決める" in page
    assert "期限まで10日12月4日（金）" in page


@pytest.mark.parametrize("reason", ["named", "late", "cancelled"])
def test_what_nobody_can_do_any_more_is_nobodys_turn(client_c, agency, reason):
    deadline = NOW + timedelta(days=1)
    application = apply(make_session(deadline_at=deadline), 2, named=reason == "named", agency=agency)
    if reason == "cancelled":
        event = application.session.event
        cancel_event(event=event, reason="雪のため", actor=make_user(roles=["staff"]), now=NOW)
    with time_machine.travel(NOW + timedelta(days=2 if reason == "late" else 0), tick=False):
        page = home(sign_in(Client(), agency.memberships.get(role="partner").person.user))
    assert "この事業所の番です0件" in page


def test_what_goes_on_is_told_in_words(client_c, agency):
    session = make_session(venue=1)
    apply(session)
    apply(session, 1, agency=agency)
    apply(make_session(title="つぎの研修"), 2, agency=agency)
    page = home(client_c)
    assert "空きを待っています（1番目、1人）" in page
    assert "2人分の席があります" in page


def test_the_past_tells_how_many_came(client_c, agency):
    before = NOW - timedelta(days=60)
    session = make_session(now=before, starts_at=NOW - timedelta(days=20), title="センターの仕事")
    apply(session, 2, now=before, agency=agency)
    Participant.objects.filter(position=1).update(attendance="attended", marked_at=NOW)
    assert "センターの仕事令和8年11月4日（水）1人が出席" in home(client_c)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({}, "2人が参加の予定でした。出欠は、まだ書かれていません"),
        ({"attendance": "absent", "marked_at": NOW}, "欠席"),
    ],
)
def test_the_past_says_what_is_known_where_nobody_came(client_c, agency, marks, words):
    before = NOW - timedelta(days=60)
    day = NOW - timedelta(days=20)
    apply(make_session(now=before, starts_at=day, title="センターの仕事"), 2, now=before, agency=agency)
    full = make_session(now=before, starts_at=day, title="満席の研修", venue=1)
    apply(full, 1, now=before)
    apply(full, 1, now=before, agency=agency, named=False)
    Participant.objects.filter(application=Application.objects.first()).update(**marks)
    page = home(client_c)
    assert f"センターの仕事令和8年11月4日（水）{words}" in page
    assert "満席の研修令和8年11月4日（水）席は、ありませんでした" in page


def test_a_date_for_which_colleagues_applied_one_by_one_is_one_line_of_the_past(client_c, agency):
    before = NOW - timedelta(days=60)
    session = make_session(now=before, starts_at=NOW - timedelta(days=20), title="センターの仕事", venue=2)
    apply(session, 1, now=before, agency=agency)
    for _ in range(2):
        apply(session, 1, now=before, agency=agency, named=False)
    page = home(client_c)
    assert page.count("センターの仕事令和8年11月4日（水）") == 1
    assert "2人が参加の予定でした" in page
    seated = Participant.objects.filter(seats__isnull=False)
    seated.update(attendance="attended", marked_at=NOW)
    assert "センターの仕事令和8年11月4日（水）2人が出席" in home(client_c)


def test_nothing_of_another_agency_is_shown(client_c):
    apply(make_session(title="よその研修"), 2, named=False, agency=make_agency(name="よその家"))
    apply(make_session(title="よその研修"), 2, named=False, agency_name="グループホームみなも")
    page = home(client_c)
    assert "よその" not in page
    assert "この事業所の番です0件" in page


def test_whoever_works_at_several_agencies_is_led_to_the_choice(client_c, agency):
    link = 'href="/my/agencies/"'
    assert link not in client_c.get("/my/").content.decode()
    join(agency.memberships.get().person, make_agency(name="ふたつめの家"))
    assert link in client_c.get("/my/").content.decode()


def links(client):
    main = client.get("/my/").content.decode().partition("<main")[2]
    return set(re.findall(r'href="(/my/[^"]+)"', main))


def test_a_partner_finds_the_entry_of_the_agency(client_c):
    assert links(client_c) == {
        *("/my/agency/", "/my/agency/vacancy/", "/my/key-people/"),
        *("/my/history/", "/my/calendars/", "/my/materials/", "/my/videos/", "/my/role-sheets/"),
    }
    # What is recorded of oneself is for everybody, that of all colleagues for whoever answers for the agency.
    assert 'href="/watch/record/"' in client_c.get("/my/").content.decode()
    assert all(client_c.get(address).status_code == 200 for address in links(client_c))
    menu = client_c.get("/my/").content.decode().partition("<main")[0]
    assert 'href="/my/agency/"' in menu


def test_an_administrator_finds_the_people_of_the_agency(agency):
    user = make_partner(agency=agency, role=MembershipRole.PARTNER_ADMIN)
    assert links(sign_in(Client(), user)) >= {"/my/agency/people/", "/my/videos/records/"}


def test_a_municipality_finds_its_window():
    town = make_agency(name="見本市", kind="municipality", municipality=make_municipality())
    client = sign_in(Client(), make_partner(agency=town))
    assert "/my/windows/" in links(client)
    assert client.get("/my/windows/").status_code == 200


def test_a_sheet_to_agree_to_is_the_turn_of_its_municipality_alone(client_c, agency):
    manager = make_user(roles=[PublicRole.MANAGER])
    sheet = make_role_sheet(by=manager, now=NOW, office=agency, municipality=make_municipality())
    assert "この事業所の番です0件" in home(client_c)
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    page = home(client_c)
    assert "この事業所の番です1件役割分担表を確かめて、合意する出口支援の役割分担表（金沢市）" in page
    assert f'href="/my/role-sheets/{sheet.pk}/"' in client_c.get("/my/").content.decode()
    other = sign_in(Client(), make_partner(agency=make_agency(name="ほかの市")))
    assert "この事業所の番です0件" in home(other)
    SheetVersion.objects.update(answered_on=NOW.date())
    assert "この事業所の番です0件" in home(client_c)


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_asks_as_often_for_three_sheets_as_for_one(
    client_c, agency, count, django_assert_num_queries
):
    manager = make_user(roles=[PublicRole.MANAGER])
    for number in range(count):
        place = make_municipality(code=f"17201{number}", name=f"見本{number}市")
        sheet = make_role_sheet(by=manager, now=NOW, office=agency, municipality=place)
        send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    client_c.get("/my/")
    with django_assert_num_queries(17):
        client_c.get("/my/")


def test_the_prefecture_is_led_to_its_figures():
    client = sign_in(Client(), make_user(roles=[PublicRole.PREFECTURE]))
    response = client.get("/my/")
    assert (response.status_code, response.headers["Location"]) == (302, "/my/reach/")
    assert client.get("/my/reach/").status_code == 200


def test_strangers_are_asked_to_sign_in():
    response = Client().get("/my/")
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/?next=/my/")


def test_staff_go_to_their_own_start_page():
    response = sign_in(Client(), make_user(roles=[PublicRole.STAFF])).get("/my/")
    assert (response.status_code, response.headers["Location"]) == (302, "/cms/")


def test_a_partner_whose_time_has_ended_is_told_whom_to_call(client_c):
    Membership.objects.update(valid_to=NOW.date())
    page = home(client_c)
    assert "事業所の登録がありません" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_asks_as_often_for_three_applications_as_for_one(
    client_c, agency, count, django_assert_num_queries
):
    session = make_event(venue=4, sessions=1).sessions.get()
    apply(session, 4)
    for _ in range(count):
        apply(session, 1, named=False, agency=agency)
    client_c.get("/my/")
    with django_assert_num_queries(19):
        client_c.get("/my/")


def test_nobody_keeps_the_page():
    user = make_partner(agency=make_agency())
    assert "no-store" in sign_in(Client(), user).get("/my/").headers["Cache-Control"]
