"""The agency's own side: its manager sees applications first, passes them on, and answers offers."""

from datetime import timedelta

import pytest
from django.test import Client

from directory.enums import MembershipRole
from events.enums import Admission
from events.merging import move_applications
from events.models import AgencyChoice, Event
from events.queries import manager_releases
from events.services.agency_choice import choose_who_releases
from events.services.applying import PersonRequest
from events.services.changing import cancel_application
from events.services.publishing import update_event
from foundation.audit.models import Entry
from tests.events.application_page import fresh, words
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, apply, make_event, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
ADDRESS = "/my/applications/"


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def boss(agency):
    """The agency's administrator."""
    return make_partner(agency=agency, name="髙﨑 義彦", role=MembershipRole.PARTNER_ADMIN)


@pytest.fixture
def client_b(boss):
    return sign_in(Client(), boss)


@pytest.fixture
def client_c(agency):
    """事業所職員C, signed in."""
    return sign_in(Client(), make_partner(agency=agency))


@pytest.fixture
def releases(agency, boss):
    choose_who_releases(agency=agency, manager_releases=True, actor=boss, now=NOW)


def read(client, address=ADDRESS):
    response = client.get(address)
    assert response.status_code == 200
    return words(response.content.decode())


def test_the_administrator_switches_on_and_off_and_both_are_recorded(client_b, agency):
    for wanted, holds in (("on", True), ("on", True), ("off", False)):
        assert client_b.post(ADDRESS, {"manager_releases": wanted}).status_code == 303
        assert manager_releases(agency) is holds
    assert Entry.objects.filter(verb="events.agency_choice_changed", subject_id=agency.pk).count() == 2
    assert apply(make_session(), agency=agency).state == "confirmed"


def test_an_unknown_choice_changes_nothing(client_b, agency):
    assert client_b.post(ADDRESS, {"manager_releases": "x"}).status_code == 200
    assert AgencyChoice.objects.count() == 0


def test_nobody_else_comes_in(client_c, agency, releases):
    held = apply(make_session(), agency=agency)
    release = f"{ADDRESS}{held.pk}/release/"
    other = make_agency(name="よその家")
    stranger = sign_in(Client(), make_partner(agency=other, role=MembershipRole.PARTNER_ADMIN))
    assert [client_c.get(ADDRESS).status_code, client_c.post(release).status_code] == [404, 404]
    assert stranger.post(release).status_code == 404
    assert Client().post(release).status_code == 302
    assert fresh(held).state == "held"
    assert "見本1" not in read(stranger)


@pytest.mark.parametrize(
    ("admission", "state"), [(Admission.FIRST_COME, "confirmed"), (Admission.AFTER_DEADLINE, "pending")]
)
def test_what_is_held_is_listed_with_its_people_and_passed_on(client_b, agency, releases, admission, state):
    held = apply(make_session(admission=admission), 2, agency=agency)
    page = read(client_b)
    assert "確かめるのを待っている申し込み1件" in page
    assert "2人：見本1、見本2" in page
    assert client_b.get(f"{ADDRESS}{held.pk}/release/").status_code == 303
    assert fresh(held).state == "held"
    response = client_b.post(f"{ADDRESS}{held.pk}/release/", follow=True)
    assert "センターに出しました" in response.content.decode()
    assert fresh(held).state == state
    assert "確かめるのを待っている申し込み0件" in read(client_b)
    assert client_b.post(f"{ADDRESS}{held.pk}/release/").status_code == 404


@pytest.mark.parametrize(
    ("admission", "state"), [(Admission.FIRST_COME, "confirmed"), (Admission.AFTER_DEADLINE, "pending")]
)
def test_what_was_held_before_a_later_opening_is_still_passed_on(
    client_b, agency, releases, admission, state
):
    event = make_event(admission=admission)
    held, seated = apply(event.sessions.get(), 2, agency=agency), apply(event.sessions.get())
    before = fresh(seated).state
    later = {"opens_at": NOW + timedelta(days=2)}
    update_event(event=event, details=later, sessions=[], actor=make_user(roles=["staff"]), now=NOW)
    assert "確かめるのを待っている申し込み1件" in read(client_b)
    assert (fresh(held).state, fresh(seated).state) == ("held", before)
    response = client_b.post(f"{ADDRESS}{held.pk}/release/", follow=True)
    assert "センターに出しました" in response.text
    assert (fresh(held).state, fresh(seated).state) == (state, before)


def test_after_the_deadline_nothing_is_passed_on(client_b, agency, releases):
    held = apply(make_session(), agency=agency)
    Event.objects.update(deadline_at=NOW - timedelta(hours=1))
    response = client_b.post(f"{ADDRESS}{held.pk}/release/", follow=True)
    assert "申し込みの締切を過ぎました。" in response.content.decode()
    assert fresh(held).state == "held"


def test_the_administrator_withdraws_by_the_usual_two_pages(client_b, agency, releases):
    held = apply(make_session(), agency=agency)
    html = client_b.get(ADDRESS).content.decode()
    cancel = html.partition('button--quiet" href="')[2].partition('"')[0]
    assert "申し込みを取り下げます" in client_b.get(cancel).content.decode()
    client_b.post(cancel, {"whole": "1"})
    assert fresh(held).state == "cancelled"


def test_what_is_held_is_the_administrators_turn_and_nobody_elses(client_b, client_c, agency, releases):
    apply(make_session(), 2, agency=agency)
    told = "2人の申し込みを確かめて、センターに出す"
    assert (told in read(client_b, "/my/"), told in read(client_c, "/my/")) == (True, False)


def test_offered_seats_are_the_agencys_turn(client_c, agency):
    session = make_session(venue=1, offer_hours=48)
    seated = apply(session)
    apply(session, agency=agency)
    cancel_application(application=seated, actor=None, by_staff=False, now=NOW)
    page = read(client_c, "/my/")
    assert "この事業所の番です1件" in page
    assert "1人分の席が空きました。返事をする" in page
    assert "期限まで2日11月26日（木）" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_applications_as_for_one(
    client_b, agency, releases, count, django_assert_num_queries
):
    session = make_event().sessions.get()
    for number in range(count):
        apply(session, [PersonRequest("venue", f"林 {number}", "ハヤシ")], agency=agency)
    client_b.get(ADDRESS)
    with django_assert_num_queries(10):
        client_b.get(ADDRESS)


@pytest.mark.parametrize("keeps", [True, False])
def test_when_agencies_become_one_the_kept_ones_choice_stays(keeps, agency, boss, staff):
    merged = make_agency(name="もとの家")
    choose_who_releases(agency=agency, manager_releases=True, actor=boss, now=NOW)
    choose_who_releases(agency=agency, manager_releases=keeps, actor=boss, now=NOW)
    choose_who_releases(agency=merged, manager_releases=not keeps, actor=staff, now=NOW)
    move_applications(agency, merged)
    assert manager_releases(agency) is keeps
    assert not AgencyChoice.objects.filter(agency=merged).exists()
