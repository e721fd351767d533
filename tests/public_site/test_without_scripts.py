"""Every public page and form in a browser that runs no script."""

import re

import pytest
from playwright.sync_api import expect

PARTS = 2
# The page runs no script of its own; the browser answers us all the same.
SEEN = """() => {
  const seen = words => [...document.querySelectorAll(words)].filter(each => each.checkVisibility()
    && each.getBoundingClientRect().height && getComputedStyle(each).visibility !== "hidden");
  return {
    headings: seen("h1").length,
    mains: seen("main").length,
    dead: seen("main [data-print], main [data-passkey]").map(each => each.outerHTML),
  };
}"""


@pytest.fixture
def page(page_without_scripts):
    return page_without_scripts


@pytest.mark.parametrize("part", range(PARTS))
def test_every_kind_of_page_is_whole_without_scripts(site, kinds, page, part):
    for address in kinds[part::PARTS]:
        assert page.goto(site.url + address).status == 200
        assert page.evaluate(SEEN) == {"headings": 1, "mains": 1, "dead": []}, address


def test_somebody_finds_reads_and_changes_the_look(page):
    page.goto("/search/")
    page.get_by_label("さがすことば").fill("相談")
    page.get_by_role("button", name="さがす", exact=True).click()
    page.locator("main a[href^='/about/']").first.click()
    page.locator(".site-tools").get_by_text("見やすさ").click()
    page.get_by_role("radio", name=re.compile("暗")).check()
    page.get_by_role("button", name="この見え方にする").click()
    expect(page.locator("html[data-theme='dark']")).to_have_count(1)
    page.locator(".furigana-switch button").click()
    expect(page.locator("rt").first).to_be_visible()


def test_a_mistake_in_a_form_is_told_without_scripts(page):
    page.goto("/contact/form/")
    page.get_by_role("button", name="確認画面へ進む").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
