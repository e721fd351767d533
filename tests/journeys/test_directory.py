"""The directory in a real browser: accessible for every reader, in light and dark, and without scripts."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from directory.models import WelfareArea
from foundation.centre.models import CentreProfile
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency, make_municipality, make_partner
from tests.factories.whole_agency import fill, index


@pytest.fixture
def home(transactional_db, live_server):
    """Give a home with everything that may be known, a hospital beside it, and the area they are in."""
    CentreProfile.objects.create(
        pk=1, name="石川センター", phone="076-000-0000", prefecture="石川県", closed_weekdays=[5, 6]
    )
    place = make_municipality()
    area = WelfareArea.objects.create(scheme="disability", name="石川中央", valid_from="2018-04-01")
    area.municipalities.add(place, through_defaults={"scheme": "disability", "valid_from": "2018-04-01"})
    index(make_agency(name="港の病院", kind="hospital_clinic", municipality=place, phone="000-001-0002"))
    return fill(
        make_agency(
            name="ホームみなも",
            name_kana="ホームミナモ",
            municipality=place,
            address="石川県金沢市見本町7番地",
            phone="000-001-0001",
        )
    )


@pytest.fixture
def reads_as(home, live_server, settings):
    """Give a function that signs a reader in to a browser's page."""

    def open_as(page, who):
        user = make_partner(agency=home) if who == "partner" else make_user(name="相談員A", roles=["staff"])
        cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return open_as


@pytest.mark.parametrize(("who", "colours"), [("partner", "light"), ("staff", "dark")])
def test_the_pages_of_those_who_signed_in_are_accessible(page, axe, home, reads_as, who, colours):
    page.emulate_media(color_scheme=colours)
    reads_as(page, who)
    addresses = ["/directory/?q=ホーム", f"/directory/{home.public_id}/", "/directory/areas/"]
    if who == "staff":
        addresses += ["/directory/export/", f"/directory/{home.public_id}/?as=public"]
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        axe(page)


def test_a_reader_narrows_picks_and_opens_without_scripts(page_without_scripts, home):
    page = page_without_scripts
    page.goto("/directory/")
    expect(page.get_by_role("status")).to_contain_text("2件見つかりました")
    page.get_by_text("条件でしぼる").click()
    page.get_by_label("グループホーム").check()
    page.get_by_role("button", name="この条件で見る").click()
    expect(page.get_by_role("status")).to_contain_text("1件見つかりました")
    page.get_by_role("link", name=re.compile("グループホーム.*を外す")).click()
    page.get_by_label("港の病院を選ぶ").check()
    page.get_by_role("button", name="選んだ所だけを見る").click()
    expect(page.get_by_role("list").get_by_role("link", name="港の病院")).to_be_visible()
    expect(page.get_by_role("link", name="ホームみなも")).to_have_count(0)
    page.get_by_text("地図で見る").click()
    expect(page.get_by_role("img", name="市町村ごとの件数の地図")).to_be_visible()
    page.get_by_role("link", name="港の病院").click()
    expect(page.get_by_role("link", name="000-001-0002")).to_have_attribute("href", "tel:0000010002")
