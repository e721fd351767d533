"""Figures and words, seen by those who read, write and check them."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.enums import PublicRole
from content.facts.models import DatedFact
from portal.models import StandardPage
from tests.content.dated import stored_fact, stored_term
from tests.factories.accounts import make_user, sign_in
from tests.factories.first_site import place_first_site


@pytest.fixture
def manager(transactional_db):
    return make_user(name="所長B", email="manager-b@example.jp", roles=[PublicRole.MANAGER])


@pytest.fixture
def admit(manager, live_server, settings):
    """A function that lets a browser in as 所長B."""

    def sign(page):
        cookie = sign_in(Client(), manager).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return sign


@pytest.fixture
def about(transactional_db):
    """A page of a new site."""
    place_first_site()
    return StandardPage.objects.get(slug="about")


def show_on(page, figure):
    """Publish the page with a table of one row, which shows the figure."""
    rows = [{"name": "グループホーム", "value": "", "fact": figure and figure.pk}]
    page.body = [{"type": "facts", "value": {"caption": "加算", "rows": rows}}]
    page.save_revision().publish()


def test_a_writer_chooses_a_figure_and_the_page_keeps_it(about, admit, page):
    chosen = stored_fact()
    show_on(about, None)
    admit(page).goto(f"/cms/pages/{about.pk}/edit/")
    page.get_by_role("button", name="数字をえらぶ").click()
    page.get_by_role("link", name="見本加算：670単位/日（令和4年度当初）").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="下書きを保存").first.click()
    expect(page.get_by_text("見本加算：670単位/日（令和4年度当初）").first).to_be_visible()
    # Leaving tells the server that nobody edits any more; the test waits for that, too.
    page.goto("/viewing/")
    page.wait_for_load_state("networkidle")
    about.refresh_from_db()
    row = about.get_latest_revision_as_object().body[0].value["rows"][0]
    assert row["fact"] == chosen


@pytest.mark.parametrize("browser_page", ["page", "page_without_scripts"])
def test_staff_check_one_figure_and_replace_another(browser_page, admit, axe, request):
    page = admit(request.getfixturevalue(browser_page))
    stored_fact(name="同じ額")
    old = stored_fact(key="changed", name="変わった額", value="200")
    page.goto("/cms/facts-to-check/")
    if browser_page == "page":
        axe(page)
    page.get_by_role("button", name=re.compile("確かめた.*同じ額")).click()
    expect(page.get_by_text("「同じ額」を確かめました。")).to_be_visible()
    page.get_by_role("link", name=re.compile("新しい値にする.*変わった額")).click()
    if browser_page == "page":
        axe(page)
    for label, value in (("値", "300"), ("使い始める日", "令和6年4月1日"), ("いつの資料か", "令和6年度")):
        page.get_by_role("textbox", name=label).first.fill(value)
    page.get_by_role("button", name="新しい値にする").click()
    expect(
        page.get_by_text("「変わった額」は、令和6年4月1日（月）から300単位/日になります。")
    ).to_be_visible()
    assert DatedFact.objects.get(previous=old).value == "300"


def test_the_glossary_is_read_without_scripts_by_everybody(transactional_db, page, page_without_scripts, axe):
    stored_term("加算", reading="かさん", plain="足されるお金")
    stored_term("意見書", reading="いけんしょ")
    page.goto("/glossary/")
    axe(page)
    page_without_scripts.goto("/glossary/")
    page_without_scripts.get_by_role("link", name="か", exact=False).last.click()
    page_without_scripts.get_by_role("searchbox").fill("カサン")
    page_without_scripts.get_by_role("button", name="さがす").click()
    expect(page_without_scripts.get_by_text("「カサン」が入っていることばは、1件です。")).to_be_visible()
    expect(page_without_scripts.get_by_text("いけんしょ")).to_have_count(0)


def test_a_figure_in_doubt_is_accessible_on_a_page(about, page, axe):
    show_on(about, stored_fact(source_url="https://example.jp/shiryo"))
    page.goto("/about/")
    expect(page.get_by_text("この数字は、確かめ直しているところです。")).to_be_visible()
    axe(page)
