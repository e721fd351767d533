"""Figures in a real browser: accessible at every width, in light and dark, on the desk, without scripts."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from portal.figures.first_figures import load_first_figures
from portal.figures.models import StatTable
from portal.figures.services import publish_table, verify_table
from tests.factories.accounts import sign_in
from tests.factories.figures import NOW, make_table, somebody

DWELLINGS = (
    ("障害者グループホーム", "12"),
    ("アパート", "9"),
    ("更生保護施設", "6"),
    ("養護老人ホーム", "2"),
)
YEARS = (("令和5年度", "25"), ("令和6年度", "31"), ("令和7年度", "34"))
ROUTES = (("保護観察所からの依頼", "23"), ("他県のセンターからの依頼", "9"), ("そのほか", "6"))


@pytest.fixture
def public(transactional_db, live_server):
    """Give the addresses of the list and of a table for each kind of chart."""
    load_first_figures(actor=None, now=NOW)
    for table in StatTable.objects.all():
        verify_table(table=table, actor=somebody("manager"), now=NOW)
        publish_table(table=table, actor=somebody("manager"), now=NOW)
    tables = [
        make_table(DWELLINGS, adds_up=True, title="帰る先は、グループホームが中心でした", is_sample=True),
        make_table(YEARS, chart="line", title="コーディネートは、3年続けて増えています"),
        make_table(ROUTES, chart="stacked", adds_up=True, title="多くは、保護観察所からの依頼でした"),
        *StatTable.objects.filter(slug__in=["follow-up-people", "long-support"]),
    ]
    return ["/figures/", *(table.get_absolute_url() for table in tables)]


@pytest.fixture
def desk(transactional_db, live_server, settings):
    """Give a function that signs 相談員A in to a browser's page."""

    def open_desk(page):
        cookie = sign_in(Client(), somebody("staff")).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return open_desk


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_public_page_is_accessible(page, axe, public, colours):
    page.emulate_media(color_scheme=colours)
    for address in public:
        page.goto(address)
        axe(page)


def test_charts_stay_inside_a_narrow_screen_with_the_largest_letters(page, public, live_server):
    page.set_viewport_size({"width": 320, "height": 800})
    page.context.add_cookies([{"name": "viewing", "value": "xlarge", "url": live_server.url}])
    for address in public[1:]:
        page.goto(address)
        for text in page.locator("svg.plot text").all():
            box = text.bounding_box()
            assert box["x"] >= 0, (address, text.text_content())
            assert box["x"] + box["width"] <= 320, (address, text.text_content())


def test_a_chart_can_be_read_without_colours(page, public):
    page.emulate_media(forced_colors="active")
    page.goto(public[3])
    fills = page.locator("svg.plot rect.plot__ground").evaluate_all(
        "grounds => grounds.map(ground => getComputedStyle(ground).fill)"
    )
    hatched = page.locator("svg.plot rect[fill^='url']").count()
    assert (len(set(fills)), hatched) == (2, 4)


@pytest.mark.parametrize("kind", ["page", "page_without_scripts"])
def test_a_table_is_entered_and_sent_on_the_desk(request, desk, kind):
    page = desk(request.getfixturevalue(kind))
    page.goto(reverse("figures_desk:list"))
    page.get_by_role("link", name="表を作る", exact=True).click()
    page.get_by_label("わかったこと").fill("相談は、電話がいちばん多くなっています")
    page.get_by_label("何を数えたか").fill("相談を受けた人の数")
    page.get_by_label("だれ・何について数えたか").fill("はじめて相談した方")
    page.get_by_label("年度").select_option("2025")
    page.get_by_label(re.compile("^数の単位")).fill("人")
    page.get_by_label("項目").nth(0).fill("電話")
    page.get_by_label("数", exact=True).nth(0).fill("２３")
    page.get_by_label("項目").nth(1).fill("手紙")
    page.get_by_label("数", exact=True).nth(1).fill("3")
    page.get_by_role("button", name="行を増やす").click()
    page.get_by_label("出典", exact=False).nth(0).fill("令和7年度 事業報告")
    page.get_by_label("出典の年（西暦）").fill("2026")
    page.get_by_role("button", name="下書きを保存する").click()
    expect(page.get_by_role("heading", name="まだ下書きです")).to_be_visible()
    page.get_by_role("button", name="確認に出す").click()
    expect(page.get_by_role("heading", name="確認を待っています")).to_be_visible()
    assert StatTable.objects.get().state == "sent"


def test_every_screen_of_the_desk_is_accessible(page, axe, desk):
    table = make_table(DWELLINGS, adds_up=True, state="draft")
    desk(page)
    for name, keys in (("list", []), ("create", []), ("table", [table.pk]), ("edit", [table.pk])):
        page.goto(reverse(f"figures_desk:{name}", args=keys))
        axe(page)
