"""A reader looks for something; staff teach the search what it could not find."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from content.search.models import ZeroResult
from foundation.centre.models import CentreProfile
from portal.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.factories.accounts import make_user, sign_in
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db):
    CentreProfile.objects.create(pk=1, name="見本県地域生活定着支援センター", phone="099-000-1234")
    place_first_site()
    index = NewsIndexPage.objects.get()
    for number in range(1, 12):
        summary = "ｸﾞﾙｰﾌﾟﾎｰﾑの見学と、受入れの相談ができます。"
        news = NewsPage(
            title=f"見学会{number}",
            day=f"2026-10-{number:02}",
            category="report",
            responsible="係",
            summary=summary,
            consent="nobody",
        )
        index.add_child(instance=news)
    questions = [{"question": "費用はかかりますか", "answer": "<p>相談は無料です。</p>"}]
    page = StandardPage(title="よくある質問", slug="faq", responsible="係", body=[("questions", questions)])
    HomePage.objects.get().add_child(instance=page)


def ask(page, words):
    page.get_by_label("さがすことば").fill(words)
    page.get_by_role("button", name="さがす", exact=True).click()


def test_a_reader_without_scripts_finds_an_answer(site, page_without_scripts):
    page = page_without_scripts
    page.goto("/search/")
    ask(page, "ないことば")
    expect(page.get_by_text("見つかりませんでした")).to_be_visible()
    ask(page, "費用")
    page.get_by_role("link", name="費用はかかりますか").click()
    expect(page.get_by_text("相談は無料です。")).to_be_visible()


def test_every_state_of_the_search_is_accessible(site, page, axe):
    for query in ("", "?q=見学", "?q=見学&kind=お知らせ", "?q=ないことば", "?q=guruupuhoomu"):
        page.goto(f"/search/{query}")
        axe(page)


def test_every_state_of_the_search_is_accessible_in_the_dark(site, page, axe):
    page.emulate_media(color_scheme="dark")
    page.goto("/search/?q=見学")
    axe(page)


def test_staff_teach_the_search_what_it_could_not_find(site, page, context, live_server):
    ZeroResult.objects.create(day=timezone.localdate(), words="内覧", said="内覧")
    client = sign_in(Client(), make_user(roles=["staff"]))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto("/cms/search-words/")
    page.get_by_role("link", name="同じ意味のことばに登録").click()
    words = page.locator("textarea[name=words]")
    words.fill(f"{words.input_value()}見学\n")
    page.get_by_role("button", name="登録する").click()
    page.get_by_text("「内覧 ＝ 見学」を、同じ意味のことばとして登録しました。").wait_for()
    page.goto("/search/?q=内覧")
    expect(page.get_by_role("link", name="見学会11")).to_be_visible()
