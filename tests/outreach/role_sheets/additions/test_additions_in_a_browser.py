"""Additions in a real browser: every screen can be read by everybody, and the checker needs no script."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from outreach.role_sheets.additions.models import Addition, UnitPrice
from tests.factories.accounts import sign_in
from tests.factories.additions import load_first
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

LIST, CHECK, DUE = "/guides/additions/", "/guides/additions/check/", "/cms/reward-additions-to-check/"


@pytest.fixture
def site(live_server):
    place_first_site()
    load_first(now=timezone.now())
    return live_server


def fill_in(page, *, service="group_home"):
    page.get_by_label("使うサービス").select_option(service)
    page.get_by_label("刑務所、少年刑務所").check()
    page.get_by_label("地域生活定着支援センター", exact=True).check()
    for group, day in (("退所した日", ("6", "5", "10")), ("使い始める日", ("6", "7", "1"))):
        boxes = page.get_by_role("group", name=group)
        for label, value in zip(("年", "月", "日"), day, strict=True):
            boxes.get_by_label(label).first.fill(value)
    page.get_by_label("事業所のある地域の区分").select_option("1")


def test_without_scripts_somebody_checks_two_days(site, page_without_scripts):
    page = page_without_scripts
    page.goto(f"{site.url}{LIST}")
    page.get_by_role("link", name="いつまで算定できるかを確かめる").click()
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.get_by_role("link", name="使うサービスを選んでください。")).to_be_visible()
    fill_in(page)
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.get_by_text("算定できる見込みがあります")).to_be_visible()
    expect(page.get_by_text("令和6年7月1日から 令和9年5月10日まで")).to_be_visible()
    expect(page.get_by_text("1日におよそ7,772円です").first).to_be_visible()
    assert page.url == f"{site.url}{CHECK}"
    page.get_by_role("link", name="センターに意見書を相談する").click()
    expect(page).to_have_url(f"{site.url}/contact/")


def test_every_public_screen_can_be_read_by_everybody(site, page, axe):
    for address in (LIST, CHECK):
        assert page.goto(f"{site.url}{address}").status == 200
        axe(page)
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.get_by_role("link", name="使うサービスを選んでください。")).to_be_visible()
    axe(page)
    fill_in(page, service="facility")
    page.get_by_role("button", name="確かめる", exact=True).click()
    expect(page.get_by_role("button", name="この結果を印刷する")).to_be_visible()
    axe(page)


def test_the_desk_can_be_read_by_everybody(site, page, manager, axe):
    cookie = sign_in(Client(), manager).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.url}])
    addition, price = Addition.objects.latest("pk"), UnitPrice.objects.get()
    for address in (DUE, f"{DUE}{addition.pk}/next/", f"{DUE}prices/{price.pk}/next/"):
        assert page.goto(f"{site.url}{address}").status == 200
        axe(page)
