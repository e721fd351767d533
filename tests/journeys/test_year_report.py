"""The yearly report in a real browser: begun, written and published by two people, also without scripts."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from portal.year_report.models import YearReport
from tests.factories.accounts import sign_in
from tests.factories.figures import make_table, somebody
from tests.factories.year_report import ROWS, make_report, make_second_version


@pytest.fixture
def as_role(transactional_db, live_server, settings):
    """Give a function that signs somebody of this role in to a browser's page."""

    def sign(page, role):
        cookie = sign_in(Client(), somebody(role)).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return sign


@pytest.mark.parametrize("kind", ["page", "page_without_scripts"])
def test_two_people_bring_a_report_to_the_public(request, as_role, kind):
    make_table(ROWS, fiscal_year=2025, adds_up=True)
    page = as_role(request.getfixturevalue(kind), "manager")
    page.goto(reverse("year_report_desk:list"))
    page.get_by_role("link", name="報告を作り始める").click()
    page.get_by_label("年度").select_option("2025")
    page.get_by_role("button", name="下書きを作る").click()
    page.get_by_role("link", name="文だけの章を加える").click()
    page.get_by_label("見出し").fill("お礼")
    page.get_by_label("文", exact=False).last.fill("ありがとうございました。")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("章を加えました。")).to_be_visible()
    address = page.url

    as_role(page, "staff").goto(address)
    page.get_by_role("link", name="文を書く").first.click()
    page.get_by_label("文", exact=False).last.fill("電話がふえました。")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("電話がふえました。")).to_be_visible()
    page.get_by_role("button", name="校正に出す").click()
    expect(page.get_by_text("校正に出した人とは別の人が、読みなおして公開します。")).to_be_visible()

    as_role(page, "manager").goto(address)
    page.get_by_role("button", name="公開する").click()
    expect(page.get_by_text("公開しました。", exact=False)).to_be_visible()
    page.get_by_role("link", name="公開のページを見る").click()
    expect(page.get_by_role("heading", name="令和7年度 事業報告書")).to_be_visible()
    expect(page.get_by_text("電話がふえました。")).to_be_visible()
    expect(page.get_by_text("ありがとうございました。")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_public_page_is_accessible(page, axe, transactional_db, live_server, colours):
    report = make_report(ROWS)
    make_second_version(report)
    page.emulate_media(color_scheme=colours)
    for address in ("/reports/", "/reports/2025/", "/reports/2025/1/"):
        page.goto(address)
        axe(page)


def test_every_screen_of_the_desk_is_accessible(page, axe, as_role):
    report = make_report(ROWS, state="draft")
    chapter = report.chapters.get()
    published = make_report(ROWS, year=2024)
    as_role(page, "manager")
    screens = [
        ("list", []),
        ("begin", []),
        ("report", [report.pk]),
        ("report", [published.pk]),
        ("words", [report.pk]),
        ("add_chapter", [report.pk]),
        ("chapter", [report.pk, chapter.pk]),
        ("remove_chapter", [report.pk, chapter.pk]),
        ("withdraw", [published.pk]),
    ]
    for name, keys in screens:
        page.goto(reverse(f"year_report_desk:{name}", args=keys))
        axe(page)
    assert YearReport.objects.count() == 2
