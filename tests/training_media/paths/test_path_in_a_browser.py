"""Paths in a real browser: nothing that a screen reader misses, and each press works without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from directory.enums import MembershipRole
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.paths import PAGE, TASK, film, let_walk, make_path
from tests.factories.training_media import make_course

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def agency(transactional_db, live_server):
    return make_agency()


@pytest.fixture
def walker(agency):
    return make_partner(agency=agency)


@pytest.fixture
def path(staff, manager):
    return make_path(PAGE, film(make_course()), TASK, by=staff, opened_by=manager)


def test_without_scripts_somebody_begins_and_says_what_is_done(
    path, walker, page_without_scripts, live_server
):
    page = signed_in(page_without_scripts, walker, live_server)
    page.goto("/paths/")
    page.get_by_role("link", name=path.title).click()
    page.get_by_role("button", name="この道すじを始める").click()
    page.get_by_role("button", name="「電話で自己紹介する」がすんだ").click()
    expect(page.get_by_text("3項目のうち 1")).to_be_visible()
    page.get_by_role("button", name="「電話で自己紹介する」の印を消す").click()
    expect(page.get_by_text("3項目のうち 0")).to_be_visible()


def test_every_page_of_a_path_can_be_read_by_everybody(path, walker, agency, manager, page, live_server, axe):
    signed_in(page, walker, live_server)
    for address in ("/paths/", f"/paths/{path.pk}/"):
        page.goto(address)
        axe(page)
    let_walk(path, walker.person, by=manager, agency=agency)
    for address in ("/paths/", f"/paths/{path.pk}/"):
        page.goto(address)
        axe(page)
    chief = make_partner(agency=agency, name="管理者", role=MembershipRole.PARTNER_ADMIN)
    signed_in(page, chief, live_server).goto("/my/paths/")
    axe(page)


def test_the_desks_screens_of_a_path_can_be_read_by_everybody(
    path, walker, agency, manager, page, live_server, axe
):
    let_walk(path, walker.person, by=manager, agency=agency)
    signed_in(page, manager, live_server)
    desk = "/cms/videos/paths/"
    for address in (desk, f"{desk}{path.pk}/", f"{desk}{path.pk}/edit/", f"{desk}{path.pk}/people/"):
        page.goto(address)
        axe(page)
