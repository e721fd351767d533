"""The builder in a real browser: its page follows what is typed, and all works without scripts as well."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from outreach.role_sheets.demo_sheets import PREVENTION
from outreach.role_sheets.services.stepping import send_version
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.role_sheets import make_role_sheet, publish, version_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
CELL = "センターの出る前に"


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    page.context.clear_cookies()
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def office(live_server):
    place_first_site()
    return make_agency(name="小松市 見本福祉課")


@pytest.fixture
def sheet(office, manager):
    return make_role_sheet(by=manager, now=NOW, office=office)


def test_the_page_beside_the_words_follows_what_is_typed(sheet, staff, page, live_server):
    signed_in(page, staff, live_server).goto(f"/cms/role-sheets/{sheet.pk}/write/")
    page.get_by_label(f"{CELL}すること").fill("髙﨑さんに電話する")
    expect(page.locator("#builder-look .lead-cell").first).to_contain_text("髙﨑さんに電話する")
    assert version_of(sheet).edition == 0
    page.get_by_role("button", name="保存する").last.click()
    expect(page.get_by_text("保存しました。")).to_be_visible()
    assert version_of(sheet).content["cell.b1.s1.text"] == "髙﨑さんに電話する"


def test_without_scripts_the_municipality_writes_looks_and_agrees(
    sheet, office, manager, page_without_scripts, live_server
):
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    page = signed_in(page_without_scripts, make_partner(agency=office), live_server)
    page.goto("/my/")
    page.get_by_role("link", name="わたしたちの役割分担表").click()
    page.get_by_role("link", name=sheet.title).click()
    page.get_by_role("link", name="直す", exact=True).click()
    page.get_by_label(f"{CELL}すること").fill("面接する")
    page.get_by_role("button", name="できあがりを見る").click()
    expect(page.locator("#builder-look .lead-cell").first).to_contain_text("面接する")
    page.get_by_role("button", name="列を足す").click()
    page.get_by_role("button", name=re.compile("はずす.*名前なし")).first.click()
    page.get_by_role("button", name="保存する").last.click()
    page.goto(f"/my/role-sheets/{sheet.pk}/")
    page.get_by_role("link", name="合意する").click()
    page.get_by_role("button", name="この表に合意する").click()
    expect(page.get_by_text("センターが公開します")).to_be_visible()
    held = version_of(sheet)
    assert (held.state, held.content["cell.b1.s1.text"]) == ("agreed", "面接する")


def test_a_deed_without_scripts_leads_to_what_it_changed_and_can_be_undone(
    sheet, staff, page_without_scripts, live_server
):
    page = signed_in(page_without_scripts, staff, live_server)
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"/cms/role-sheets/{sheet.pk}/write/")
    page.get_by_role("button", name="行を足す").click()
    new = page.get_by_label("4行目のだれが")
    expect(new).to_be_focused()
    expect(new).to_be_in_viewport()
    page.get_by_role("button", name=re.compile("上へ.*もう1つの窓口")).click()
    said = page.get_by_text("行「もう1つの窓口」を動かしました。いま2行目です。")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    page.get_by_role("button", name=re.compile("はずす.*センター")).click()
    expect(
        page.get_by_text("行「センター」をはずしました。書いてあった2か所も、はずれました。")
    ).to_be_focused()
    page.get_by_role("button", name="もとにもどす").click()
    expect(page.get_by_text("行「センター」をもどしました。")).to_be_focused()
    expect(page.get_by_label(f"{CELL}すること")).to_have_value("会って計画を作る")
    assert version_of(sheet).edition == 0


@pytest.mark.parametrize(("width", "is_told"), [(390, True), (1280, False)])
def test_a_table_that_is_wider_than_the_screen_says_that_it_moves(
    sheet, manager, page, live_server, width, is_told
):
    publish(sheet, by=manager, now=NOW)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(sheet.get_absolute_url())
    expect(page.get_by_text("横に動かせます。右に、つづきがあります。")).to_be_visible(visible=is_told)


def test_every_screen_can_be_read_by_everybody(sheet, office, manager, staff, page, live_server, axe):
    published = make_role_sheet(by=manager, now=NOW, title="再犯防止", content=PREVENTION)
    publish(published, by=manager, now=NOW)
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    own, desk = f"/my/role-sheets/{sheet.pk}/", f"/cms/role-sheets/{sheet.pk}/"
    walks = {
        staff: ["/cms/role-sheets/", "/cms/role-sheets/new/", *(f"{desk}{end}" for end in ENDS_AT_THE_DESK)],
        make_partner(agency=office): [
            "/my/role-sheets/",
            *(f"{own}{end}" for end in ("", "write/", "agree/")),
        ],
    }
    for user, addresses in walks.items():
        signed_in(page, user, live_server)
        for address in addresses:
            assert page.goto(address).status == 200, address
            axe(page)


ENDS_AT_THE_DESK = ("", "about/", "write/", "agree/", "remove/")
