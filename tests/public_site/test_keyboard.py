"""The keyboard alone: every stop is seen, in the order of the page, and nothing holds the reader."""

import pytest
from playwright.sync_api import expect

STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const label = element.labels && element.labels[0];
  const seen = [element, label].filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  });
  const box = element.getBoundingClientRect();
  const off = box.right <= 0 || box.left >= innerWidth || box.bottom <= 0 || box.top >= innerHeight;
  const focusable = [...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")];
  return {
    name: element.name || element.getAttribute("aria-label") || element.textContent.trim(),
    html: element.outerHTML.slice(0, 120), place: focusable.indexOf(element), seen, off: off || !box.width,
  };
}"""
WALKED = (
    "/",
    "/contact/",
    "/contact/form/",
    "/search/?q=相談",
    "/viewing/",
    "/easy/",
    "/events/",
    "/glossary/",
)
MOST_STOPS = 400


@pytest.fixture
def page(site, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    return page


def walk(page, key="Tab"):
    """Press the key until the reader has left the page; return every stop."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the reader never gets out of {page.url}")


def tab_to(page, name, key="Tab"):
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop and stop["name"].replace("\\n", "").startswith(name):
            assert (stop["seen"], stop["off"]) == (True, False), stop
            return
    raise AssertionError(f"no {name} on {page.url}")


@pytest.mark.parametrize("address", WALKED)
def test_every_stop_is_seen_and_in_order_and_none_holds_the_reader(page, address):
    page.goto(address)
    stops = walk(page)
    assert len(stops) > 10
    assert [stop["html"] for stop in stops if not stop["seen"]] == []
    assert [stop["html"] for stop in stops if stop["off"]] == []
    places = [stop["place"] for stop in stops]
    assert places == sorted(places)


def test_the_way_back_is_the_way_there(page):
    page.goto("/contact/")
    there = [stop["html"] for stop in walk(page)]
    page.goto("/contact/")
    back = [stop["html"] for stop in walk(page, "Shift+Tab")]
    assert back == there[::-1]


def test_the_first_stop_jumps_over_the_menu(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["name"] == "本文へ進む"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_from_home_to_the_phone_of_the_easy_edition(page):
    page.goto("/")
    tab_to(page, "わかりやすい版")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/easy/")
    tab_to(page, "でんわ")
    page.keyboard.press("Enter")
    expect(page.locator("#phone")).to_be_in_viewport()


def test_from_a_question_to_an_answer(page):
    page.goto("/search/")
    tab_to(page, "q")
    page.keyboard.type("フォローアップ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    link = page.locator("main a[href^='/about/']").first
    words = link.text_content().strip()
    tab_to(page, words)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url("/search/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_furigana_is_switched_on(page):
    page.goto("/contact/")
    expect(page.locator("main rt")).to_have_count(0)
    tab_to(page, "furigana")
    page.keyboard.press("Space")
    expect(page.locator("main rt").first).to_be_visible()
    expect(page).to_have_url("/contact/")


def test_the_way_pages_look_is_set(page):
    page.goto("/viewing/")
    tab_to(page, "theme")
    page.keyboard.press("ArrowDown")
    tab_to(page, "size")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "この見え方にする")
    page.keyboard.press("Enter")
    expect(page.get_by_text("見やすさの設定を保存しました。")).to_be_visible()
    expect(page.locator("html[data-theme][data-size]")).to_have_count(1)
