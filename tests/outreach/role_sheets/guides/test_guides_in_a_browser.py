"""Questions, guides and practices in a real browser: every screen can be read by everybody."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from outreach.role_sheets.guides.models import QuestionAnswer
from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server):
    place_first_site()
    return live_server


def test_without_scripts_a_municipality_finds_an_answer_and_what_took_its_place(site, page_without_scripts):
    page = page_without_scripts
    page.goto("/guides/")
    page.get_by_label("質問と答えの中をさがす").fill("加算")
    page.get_by_role("main").get_by_role("button", name="さがす").click()
    page.get_by_role("link", name="受け入れる事業所には、どんな加算がありますか").click()
    page.get_by_role("link", name="令和4年4月1日から令和6年3月31日までの答え").click()
    expect(page.get_by_role("heading", name="この答えは、期限が切れています")).to_be_visible()
    page.get_by_role("link", name="新しい答えを読む").click()
    expect(page).to_have_url(f"{site.url}/guides/questions/5/")
    page.goto("/guides/questions/")
    page.get_by_label("テーマ").select_option("個人情報")
    page.get_by_role("main").get_by_role("button", name="さがす").click()
    expect(page.get_by_text("の質問は、1件です。")).to_be_visible()


def test_every_screen_of_the_desk_can_be_read_by_everybody(site, staff, page, axe):
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.url}])
    row = QuestionAnswer.objects.get(number=1)
    for address in ("/cms/guides-to-check/", f"/cms/guide_questions/{row.pk}/new-answer/"):
        assert page.goto(address).status == 200
        axe(page)
    page.goto("/cms/guides-to-check/")
    page.get_by_role("button", name="連携強化事業は、どんなところに").click()
    expect(page.get_by_text("を確かめました。次は")).to_be_visible()
