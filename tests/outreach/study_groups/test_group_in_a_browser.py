"""Communities in a real browser: every screen can be read by everybody, and all works without scripts."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Application
from foundation.japanese.dates import fiscal_year
from outreach.study_groups.models import JoinRequest
from outreach.study_groups.services.making import adopt_promises
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
PLAN = f"/groups/tobu/plan/{fiscal_year(timezone.localdate(NOW))}/"


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    page.context.clear_cookies()
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def community(transactional_db, live_server, staff):
    place_first_site()
    made = make_community()
    adopt_promises(community=made, text="名前を言わない\n外に持ち出さない", actor=staff, now=NOW)
    return made


@pytest.fixture
def facilitator(community):
    agency = make_agency(name="世話人の家")
    user = make_partner(agency=agency, name="世話 太郎")
    make_delegate(make_member_of(community, agency), user.person)
    make_facilitation(community, user.person)
    return user


def test_without_scripts_an_agency_asks_and_is_admitted(
    community, facilitator, page_without_scripts, live_server
):
    page = page_without_scripts
    asking = make_partner(agency=make_agency(name="申し込む家"), name="見本 花子")
    signed_in(page, asking, live_server).goto("/groups/")
    page.get_by_role("link", name=community.name).click()
    page.get_by_label("会の名簿に").check()
    page.get_by_role("button", name="入会を申し込む").click()
    expect(page.get_by_text("入会を申し込みました")).to_be_visible()
    assert JoinRequest.objects.get().is_shown
    signed_in(page, facilitator, live_server).goto("/groups/tobu/members/")
    page.get_by_role("button", name="受け付ける").click()
    expect(page.get_by_text("見本 花子（代表）")).to_be_visible()


def test_without_scripts_a_member_says_who_comes(
    community, facilitator, manager, page_without_scripts, live_server
):
    page = page_without_scripts
    row = make_plan(community, by=manager, now=NOW).rows.get()
    hold(row, by=manager, now=NOW, starts_at=NOW + timedelta(days=10))
    signed_in(page, facilitator, live_server).goto("/groups/tobu/")
    page.get_by_role("link", name="出席を知らせる").click()
    page.get_by_role("link", name="申し込む").first.click()
    page.get_by_label("連絡をとる方のお名前").fill("世話 太郎")
    page.get_by_label("電話番号").fill("099-000-4567")
    page.get_by_label("電話", exact=True).check()
    page.locator("#id_people-0-later").check()
    page.get_by_role("button", name="確認画面へ進む").last.click()
    page.get_by_role("button", name="この内容で申し込む").last.click()
    expect(page.locator(".receipt__num")).to_have_text(Application.objects.get().number)
    page.goto("/groups/tobu/")
    expect(page.get_by_text("1人で出席すると、知らせています。")).to_be_visible()


def test_every_screen_can_be_read_by_everybody(community, facilitator, manager, page, live_server, axe):
    for address in ("/groups/", "/groups/tobu/"):
        page.goto(address)
        axe(page)
    signed_in(page, facilitator, live_server)
    page.goto("/groups/tobu/")
    axe(page)
    plan = make_plan(community, by=manager, now=NOW, themes=("住まい", "お金"))
    first, second = plan.rows.all()
    hold(first, by=manager, now=NOW, starts_at=NOW + timedelta(days=3))
    asking = make_partner(agency=make_agency(name="申し込む家"), name="見本 花子")
    JoinRequest.objects.create(
        community=community,
        agency=asking.person.memberships.get().agency,
        asked_by=asking,
        asked_at=NOW,
    )
    member = community.members.get()
    for address in (
        "/groups/",
        "/groups/tobu/",
        "/groups/tobu/members/",
        f"/groups/tobu/members/{member.pk}/",
        PLAN,
        f"{PLAN}aim/",
        f"{PLAN}add/",
        f"/groups/tobu/rows/{second.pk}/",
        f"/groups/tobu/rows/{second.pk}/off/",
        f"/groups/tobu/rows/{second.pk}/announce/",
    ):
        page.goto(address)
        axe(page)
    signed_in(page, asking, live_server)
    for address in ("/groups/tobu/", f"/groups/join/{community.join_key}/"):
        page.goto(address)
        axe(page)
    signed_in(page, manager, live_server)
    page.goto(f"{PLAN}close/")
    axe(page)
    for end in ("", "new/", *(f"{community.pk}/{step}" for step in ("", "edit/", "promises/", "members/"))):
        page.goto(f"/cms/groups/{end}")
        axe(page)
