"""A visitor and a partner register in a real browser; the partner also without scripts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Application
from events.services.applying import PersonRequest
from foundation.centre.models import CentreProfile
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import apply, make_event
from tests.factories.first_site import place_first_site

TO_CONFIRM, SEND, WAIT = "確認画面へ進む", "この内容で申し込む", "空きを待つ列に入る"


@pytest.fixture
def site(transactional_db, live_server):
    """The pages of a new site with one seminar in two weeks; returns the seminar."""
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()
    now = timezone.now()
    return make_event(now=now, starts_at=now + timedelta(days=14), venue=12, online=5)


@pytest.fixture
def agency(site):
    return make_agency(phone="099-000-4567", fax="099-000-4568", email="minamo@example.jp")


def press(page, words):
    # The first button of a form is there for the Enter key alone and is not seen.
    page.get_by_role("button", name=words, exact=True).last.click()


def write(page, row, name, kana):
    page.locator(f"#id_people-{row}-name").fill(name)
    page.locator(f"#id_people-{row}-name_kana").fill(kana)


def names():
    people = Application.objects.latest("id").participants.filter(cancelled_at=None).order_by("position")
    return [person.name for person in people]


def test_a_visitor_comes_from_the_home_page_to_a_number_in_four_clicks(site, page, axe):
    page.goto("/")
    page.get_by_role("link", name="はじめての受け入れ").click()
    axe(page)
    page.get_by_role("link", name="申し込む").first.click()
    axe(page)
    page.get_by_label("連絡をとる方のお名前").fill("佐久間 礼子")
    page.get_by_label("電話番号").fill("０９９−０００−４５６７")
    page.get_by_label("メールアドレス").fill("sakuma@minamo.example.jp")
    write(page, 0, "佐久間 礼子", "さくま れいこ")
    press(page, TO_CONFIRM)
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("内容を確かめてください")
    press(page, SEND)
    axe(page)
    expect(page.locator(".receipt__num")).to_have_text(Application.objects.get().number)
    page.get_by_role("link", name="申込内容を見る").click()
    axe(page)
    expect(page.get_by_text("1人分の席があります")).to_be_visible()


def test_mistakes_are_found_by_their_links_and_mended(site, page, axe):
    page.goto(f"{site.get_absolute_url()}apply/")
    page.get_by_label("お名前", exact=True).fill("髙橋 慎")
    page.get_by_label("電話番号").press("Enter")
    expect(page).to_have_title("エラー：申し込む　はじめての受け入れ｜つなぐ 見本センター")
    axe(page)
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="1人目　フリガナ").click()
    expect(page.locator("#id_people-0-name_kana")).to_be_focused()
    expect(page.locator("#id_people-0-name")).to_have_value("髙橋 慎")


def test_only_what_the_choice_needs_is_asked(site, page):
    page.goto(f"{site.get_absolute_url()}apply/")
    fax, name = page.get_by_label("FAX番号"), page.get_by_label("お名前", exact=True)
    expect(fax).to_be_hidden()
    page.get_by_label("FAX", exact=True).check()
    expect(fax).to_be_visible()
    page.get_by_label("あとで決める").check()
    expect(name).to_be_hidden()


def test_seats_that_are_gone_lead_to_the_line(site, page, axe):
    page.goto(f"{site.get_absolute_url()}apply/")
    page.get_by_label("連絡をとる方のお名前").fill("佐久間 礼子")
    page.get_by_label("電話番号").fill("099-000-4567")
    page.get_by_label("電話", exact=True).check()
    page.get_by_label("あとで決める").check()
    press(page, TO_CONFIRM)
    for people in (5, 5, 2):
        apply(site.sessions.get(), people, now=timezone.now())
    press(page, SEND)
    axe(page)
    expect(page.get_by_text("入力している間に、席が埋まりました")).to_be_visible()
    press(page, WAIT)
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("空きを待つ列に入りました")
    assert Application.objects.latest("id").state == "waiting"


def test_lists_and_months_are_accessible(site, page, axe):
    make_event(
        now=timezone.now(), starts_at=timezone.now() + timedelta(days=20), sessions=3, title="三日ある研修"
    )
    for address in (
        "/events/",
        "/events/?view=month",
        "/events/?past=1",
        "/events/?way=online",
        "/applications/x/",
    ):
        page.goto(address)
        axe(page)
    page.goto("/events/")
    page.get_by_role("link", name="三日ある研修").first.click()
    axe(page)
    page.get_by_role("link", name="申し込む").first.click()
    axe(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without-scripts"])
def test_a_partner_registers_five_changes_a_name_and_cancels_one(
    site, agency, scripts, request, live_server, settings
):
    known = [PersonRequest("venue", "加賀 千尋", "カガ チヒロ")]
    apply(site.sessions.get(), known, now=timezone.now(), agency=agency)
    page = request.getfixturevalue("page" if scripts else "page_without_scripts")
    cookie = sign_in(Client(), make_partner(agency=agency, name="林 学")).cookies[
        settings.SESSION_COOKIE_NAME
    ]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    other = make_event(now=timezone.now(), starts_at=timezone.now() + timedelta(days=30), title="つぎの研修")
    page.goto(f"{other.get_absolute_url()}apply/")
    for _ in range(4):
        press(page, "1人ふやす")
    page.locator("#id_people-0-colleague").select_option(label="加賀 千尋（カガ チヒロ）")
    write(page, 1, "髙橋 慎", "たかはし しん")
    write(page, 2, "宮﨑 ひかり", "ﾐﾔｻﾞｷ ﾋｶﾘ")
    for row in (3, 4):
        page.locator(f"#id_people-{row}-later").check()
    press(page, TO_CONFIRM)
    press(page, SEND)
    assert names() == ["加賀 千尋", "髙橋 慎", "宮﨑 ひかり", "", ""]
    page.goto("/my/")
    page.get_by_role("link", name="名前を書く").click()
    page.locator("#id_people-3-later").uncheck()
    write(page, 3, "北川 学", "きたがわ まなぶ")
    press(page, "変更する")
    expect(page.get_by_text("変更を受け付けました")).to_be_visible()
    assert names() == ["加賀 千尋", "髙橋 慎", "宮﨑 ひかり", "北川 学", ""]
    page.get_by_role("link", name="取り消す").click()
    page.get_by_label("髙橋 慎").check()
    press(page, "選んだ方だけ取り消す")
    press(page, "1人を取り消す")
    expect(page.get_by_text("1人を取り消しました")).to_be_visible()
    assert names() == ["加賀 千尋", "宮﨑 ひかり", "北川 学", ""]


def test_every_screen_of_an_agency_is_accessible(site, agency, page, axe, live_server, settings):
    application = apply(site.sessions.get(), 2, now=timezone.now(), agency=agency, named=False)
    cookie = sign_in(Client(), make_partner(agency=agency)).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto("/my/")
    axe(page)
    page.get_by_role("link", name="名前を書く").click()
    axe(page)
    press(page, "変更する")
    page.get_by_role("link", name="取り消す").click()
    axe(page)
    press(page, "2人全員を取り消す")
    axe(page)
    press(page, "申し込みを取り消す")
    axe(page)
    expect(page.get_by_text("取り消しました", exact=True)).to_be_visible()
    application.refresh_from_db()
    assert application.state == "cancelled"
