"""Readers change how a page looks in the middle of a form, leave it and come back; nothing typed is lost."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from foundation.centre.models import CentreProfile
from tests.factories.events import make_event
from tests.factories.first_site import place_first_site

FORM = "/contact/form/"
TEXT = "見学できる日を教えてください。\n二行目です。"
LONGEST_HEADER = 200


@pytest.fixture(params=["page", "page_without_scripts"])
def either_page(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def site(transactional_db, live_server):
    name = "見本県地域生活定着支援センター"
    CentreProfile.objects.create(pk=1, name=name, phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()


def fill(page):
    page.goto(FORM)
    page.get_by_label("家族・知人").check()
    page.get_by_text("名前を書く（書かなくてもかまいません）").click()
    page.get_by_label("お名前かニックネーム").fill("みなも")
    page.get_by_label("聞きたいこと・伝えたいこと").fill(TEXT)


def expect_all_is_there(page):
    expect(page.locator("[name=asker_kind][value=family]")).to_be_checked()
    expect(page.locator("[name=name]")).to_have_value("みなも")
    expect(page.locator("[name=name]")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    expect(page.locator(".field__error")).to_have_count(0)


def test_readings_are_switched_on_in_the_middle_of_the_form(site, either_page):
    page = either_page
    fill(page)
    page.get_by_role("button", name="ふりがなを付ける").click()
    expect(page.locator("main rt").first).to_be_visible()
    expect_all_is_there(page)
    page.goto("/contact/")
    expect(page.locator("main rt").first).to_be_visible()


def test_the_look_is_changed_in_the_middle_of_the_form(site, either_page):
    page = either_page
    fill(page)
    page.get_by_role("button", name="見やすさ", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("見やすさの設定")
    page.get_by_role("radio", name="大きい", exact=True).check()
    page.get_by_role("button", name="この見え方にする").click()
    expect(page.locator("html[data-size=large]")).to_have_count(1)
    expect_all_is_there(page)


def test_an_application_outlives_the_switch_with_all_its_people(site, either_page):
    now = timezone.now()
    event = make_event(now=now, starts_at=now + dt.timedelta(days=20))
    page = either_page
    page.goto(f"/events/{event.slug}/apply/")
    page.get_by_role("button", name="1人ふやす").click()
    page.locator("[name=contact_name]").fill("佐久間 礼子")
    page.locator("[name=people-1-name]").fill("髙橋 慎")
    page.get_by_role("button", name="ふりがなを付ける").click()
    expect(page.locator("[name=set-furigana][value=off]")).to_be_visible()
    expect(page.locator("[name=contact_name]")).to_have_value("佐久間 礼子")
    expect(page.locator("[name=people-1-name]")).to_have_value("髙橋 慎")


def test_the_enter_key_in_a_field_sends_the_form_and_switches_nothing(site, either_page):
    page = either_page
    fill(page)
    page.get_by_label("お名前かニックネーム").press("Enter")
    expect(page).to_have_title("エラー：フォームで問い合わせる｜つなぐ 見本県地域生活定着支援センター")
    expect(page.locator("rt")).to_have_count(0)


def test_going_away_and_back_finds_what_was_typed(site, either_page):
    page = either_page
    fill(page)
    page.get_by_role("link", name="くわしい取扱いを読む").click()
    expect(page).not_to_have_url(FORM)
    page.go_back()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    expect(page.locator("[name=asker_kind][value=family]")).to_be_checked()


def test_a_phone_finds_search_and_menu_at_the_top_of_a_low_header(site, either_page):
    page = either_page
    page.goto("/contact/")
    header = page.locator(".site-header")
    assert header.evaluate("each => each.offsetHeight") <= LONGEST_HEADER
    expect(header.get_by_role("link", name="さがす")).to_be_visible()
    expect(header.get_by_role("link", name="支援を知る")).to_be_hidden()
    header.get_by_text("メニュー").click()
    expect(header.get_by_role("link", name="支援を知る")).to_be_visible()
    header.get_by_role("link", name="本人・ご家族").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("だれが相談できますか")
    expect(page.locator("main").get_by_role("link", name="だれが そうだん できますか")).to_be_visible()
    page.goto("/easy/")
    assert header.evaluate("each => each.offsetHeight") <= LONGEST_HEADER


def test_the_open_menu_is_accessible_and_a_wide_screen_needs_none(site, page, axe):
    page.goto("/contact/")
    page.locator(".site-menu-fold summary").click()
    axe(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".site-menu-fold")).to_be_hidden()
    expect(page.get_by_role("navigation", name="おもなメニュー")).to_be_visible()
