"""The easy edition in a real browser: one step to the phone, one sheet, checked while typing."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.enums import PublicRole
from foundation.centre.models import CentreProfile
from portal.easy_making import make_easy_pages
from portal.models import EasyPage, HomePage
from tests.factories.accounts import make_user, sign_in
from tests.factories.first_site import place_first_site
from tests.factories.furigana import make_reading

ADDRESSES = ("/easy/", "/easy/who/", "/easy/flow/", "/easy/questions/", "/easy/privacy/")
A4 = (595, 842)
# As if every kanji on the page had a reading of two letters.
READ_EVERY_KANJI = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  for (const text of texts.filter((each) => each.parentElement.closest("main, footer"))) {
    const shown = document.createElement("span");
    shown.innerHTML = text.data.replace(/[一-龯]/g, "<ruby>$&<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>");
    text.replaceWith(...shown.childNodes);
  }
}"""
FOCUSED = "document.activeElement.textContent.trim()"


@pytest.fixture
def easy(transactional_db):
    """The pages a new site begins with and the easy ones, all published."""
    CentreProfile.objects.create(
        pk=1,
        name="見本県地域生活定着支援センター",
        operator="社会福祉法人 見本会",
        prefecture="見本県",
        postal_code="000-0000",
        address="見本県見本市赤坂町2-6",
        route="見本駅から歩いて12分",
        phone="099-000-1234",
        fax="099-000-1235",
        closed_weekdays=[5, 6],
    )
    place_first_site()
    make_easy_pages(HomePage.objects.get(), publish=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_phone_is_one_step_away_by_keyboard_without_scripts(easy, page_without_scripts, address):
    page = page_without_scripts
    page.goto(address)
    number = page.locator("#phone .phone__num")
    link = page.get_by_role("link", name="でんわ", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(number).to_be_in_viewport()
    expect(number).to_have_attribute("href", "tel:0990001234")
    page.keyboard.press("Tab")
    expect(number).to_be_focused()


def test_the_link_to_the_phone_is_the_first_of_an_easy_page(easy, page):
    page.goto("/easy/who/")
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "くわしい ページ"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "でんわ"


@pytest.mark.parametrize("furigana", [False, True])
def test_the_flow_fits_on_one_sheet_of_a4(easy, page, live_server, settings, furigana):
    settings.DEMO = True  # the band of the sample world takes room, too
    page.context.add_cookies([{"name": "viewing", "value": "plain", "url": live_server.url}])
    page.goto("/easy/flow/")
    if furigana:
        page.evaluate(READ_EVERY_KANJI)
    (sheet,) = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
    words = "".join(sheet.extract_text().split()).replace("かん", "")
    for part in (
        "そうだんのながれ",
        "刑務所を出る日に、むかえに行きます。",
        "099-000-1234",
        "お金はいりません。",
    ):
        assert part in words


def test_what_is_hard_is_named_while_somebody_types(easy, page, live_server, settings):
    manager = make_user(name="所長B", email="manager-b@example.jp", roles=[PublicRole.MANAGER])
    make_reading("一人《ひとり》で 行《い》きます。")
    make_reading("1人《ひとり》で 行《い》きます。")
    cookie = sign_in(Client(), manager).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": 1280, "height": 900})
    # Whoever closes the editor tells it so, here when the database is already gone.
    page.add_init_script("navigator.sendBeacon = () => true")
    page.goto(reverse("wagtailadmin_pages:edit", args=[EasyPage.objects.get(slug="privacy").pk]))
    found = page.locator("[data-easy-found]")
    expect(found).to_contain_text("直すところは ありません")
    box = page.locator("#body-0-value")
    box.fill("一人で 行きます。")
    expect(found).to_contain_text("「1人」「3つ」のように、数字で書いてください。")
    expect(found).to_contain_text("直すところが 1つ あります")
    box.fill("1人で 行きます。")
    expect(found).to_contain_text("直すところは ありません")
