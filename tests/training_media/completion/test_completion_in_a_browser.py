"""The pages of completion in a real browser: accessible, and the same without scripts."""

import pytest
from playwright.sync_api import expect

from foundation.centre.models import CentreProfile
from tests.factories.completion import (
    DONE,
    QUESTION,
    WATCH,
    ask_for,
    ask_question,
    make_named_viewer,
    parts_of,
    watch,
    watch_course,
)
from training_media.campaigns.keys import code_of, pin_of


@pytest.fixture
def card(transactional_db, live_server, card, course, staff):
    CentreProfile.objects.update_or_create(
        pk=1, defaults={"name": "見本センター", "phone": "099-000-1234", "closed_weekdays": [5, 6]}
    )
    ask_for(course, by=staff, asks_questions=True)
    ask_question(parts_of(course)[0])
    return card


def come_in(page, card, *names):
    page.goto("/watch/")
    page.get_by_label("カードの番号").fill(code_of(card.seed))
    page.get_by_role("button", name="次へ").click()
    page.get_by_label("PIN").fill(pin_of(card.seed))
    page.get_by_role("button", name="次へ").click()
    if len(names) == 1:
        page.get_by_label(names[0]).check()
        page.get_by_role("button", name="一人で見る").click()
    else:
        page.goto(f"{WATCH}together/")
        for name in names:
            page.get_by_label(name).check()
        page.get_by_role("button", name="この人たちで見る").click()
    page.wait_for_url(f"**{WATCH}")


def test_from_what_is_missing_to_the_certificate_without_scripts(card, course, page_without_scripts):
    page, viewer = page_without_scripts, make_named_viewer(agency=card.agency)
    first, second = parts_of(course)
    watch(viewer, first)
    watch(viewer, second, (0, 7))
    come_in(page, card, "見本 花子")
    expect(page.locator("main")).to_contain_text("あと2分30秒、第2部 7:00〜9:30")
    page.get_by_role("link", name="修了までに要るものを見る").click()
    page.get_by_role("link", name="7:00〜9:30").click()
    assert page.url.endswith(f"{WATCH}2/?from=418000")
    watch(viewer, second, (7, 10), days=0.5)
    page.goto(QUESTION)
    page.get_by_label("措置").check()
    page.get_by_role("button", name="答える", exact=True).click()
    expect(page.locator("main")).to_contain_text("登録すると、空いている部屋で受け入れられます。")
    page.get_by_label("自立準備ホーム").check()
    page.get_by_role("button", name="答える", exact=True).click()
    page.get_by_role("button", name="修了証を受け取る").click()
    expect(page.get_by_role("link", name="修了証を受け取る（PDF）")).to_be_visible()


def test_the_pages_of_a_group_are_accessible(card, course, page, axe):
    names = ("見本 花子", "見本 太郎")
    viewers = [make_named_viewer(name=name, agency=card.agency) for name in names]
    watch_course(viewers[0], course)
    come_in(page, card, *names)
    axe(page)
    page.goto(DONE)
    axe(page)
    page.goto(QUESTION)
    axe(page)
    page.get_by_role("group", name="見本 花子さんの答え").get_by_label("措置").check()
    page.get_by_role("group", name="見本 太郎さんの答え").get_by_label("自立準備ホーム").check()
    page.get_by_role("button", name="答える", exact=True).click()
    expect(page.locator("main")).to_contain_text("正しく答えた方：見本 太郎")
    axe(page)
