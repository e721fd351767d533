"""A reader switches furigana on and off without scripts; somebody of the centre confirms readings."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from accounts.enums import PublicRole
from content.furigana.models import Reading
from foundation.centre.models import CentreProfile
from portal.models import StandardPage
from tests.factories.accounts import make_user, sign_in
from tests.factories.first_site import place_first_site

READINGS = str(settings.PROJECT_ROOT / "site" / "portal" / "readings" / "frame.txt")


@pytest.fixture
def pages(transactional_db, live_server):
    """The first pages of a new site with the readings that come with the project."""
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()
    call_command("load_readings", READINGS, stdout=StringIO())


@pytest.fixture
def staff(pages):
    return make_user(name="相談員A", roles=[PublicRole.STAFF])


def go_to_the_desk(page, staff, live_server):
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def test_a_reader_switches_readings_on_and_off_without_scripts(pages, page_without_scripts):
    page = page_without_scripts
    page.goto("/contact/")
    expect(page.locator("rt")).to_have_count(0)
    page.get_by_role("button", name="ふりがなを付ける").click()
    expect(page).to_have_url("/contact/")
    expect(page.locator("h1 rt").first).to_have_text("そうだん")
    page.goto("/")
    expect(page.locator(".phone rt").first).to_be_visible()
    page.locator(".furigana-switch button").click()
    expect(page.locator("rt")).to_have_count(0)


def test_pages_with_readings_stay_accessible(pages, page, axe):
    page.goto("/viewing/")
    page.get_by_role("radio", name="あり").check()
    page.get_by_role("button", name="この見え方にする").click()
    for address in ("/", "/contact/", "/viewing/"):
        page.goto(address)
        expect(page.locator("main rt").first).to_be_visible()
        axe(page)


def test_staff_confirm_the_readings_of_a_page_without_scripts(page_without_scripts, staff, live_server):
    page = page_without_scripts
    about = StandardPage.objects.get(slug="about")
    Reading.objects.all().delete()
    go_to_the_desk(page, staff, live_server)
    page.goto(f"/cms/furigana/page/{about.pk}/")
    first = page.get_by_label("「だれを、どのように支えているのか。」の読み")
    first.fill("だれを")
    page.get_by_role("button", name="このページの読みを確かめた").click()
    expect(page.locator(".field__error")).to_contain_text("と同じになるように書いてください。")
    page.get_by_label("「だれを、どのように支えているのか。」の読み").fill(
        "だれを、どのように支《ささ》えているのか。"
    )
    page.get_by_role("button", name="このページの読みを確かめた").click()
    expect(page.get_by_text("文の読みを確かめました。")).to_be_visible()
    assert Reading.objects.get(sentence="だれを、どのように支えているのか。").confirmed_by == staff


def test_the_screens_of_the_desk_are_accessible(page, staff, live_server, axe):
    about = StandardPage.objects.get(slug="about")
    go_to_the_desk(page, staff, live_server)
    for address in ("/cms/furigana/", f"/cms/furigana/page/{about.pk}/"):
        page.goto(address)
        expect(page.locator(".desk h1")).to_be_visible()
        axe(page)
