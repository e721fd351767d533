"""400 % zoom, wide spacing, the largest letters: nothing scrolls sideways, nothing is cut or crumpled."""

import itertools

import pytest
from django.conf import settings

# WCAG 2.2, 1.4.12: what a reader may set for all text.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }
"""
LARGEST = "xlarge-wide-furigana"
PARTS = 2
# The policy forbids style elements; a sheet that is adopted is the reader's own.
ADOPT = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# What may scroll by itself is a region that a keyboard reaches; all else stays inside the page.
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = element => element.closest('[role="region"][tabindex="0"], .vh, .skip, svg, [hidden]');
  const found = [...document.body.querySelectorAll("*")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && element.checkVisibility() && box.right > wide + 1 && !inside(element);
  });
  return found.slice(0, 3).map(element => element.outerHTML.slice(0, 120));
}"""
# Words of the header stand on at most two lines each, and inside their own place.
CRUMPLED = """() => [...document.querySelectorAll(".site-tools a, .site-phone span")].filter(element => {
  const line = parseFloat(getComputedStyle(element).fontSize) * 2.2;
  const icon = element.querySelector("svg");
  const high = element.getBoundingClientRect().height - (icon ? icon.getBoundingClientRect().height : 0);
  return element.checkVisibility() && (high > 2.6 * line || element.scrollWidth > element.clientWidth + 1);
}).map(element => element.textContent)"""


# 1280 px at 400 % are 320 px; there a reader has wide spacing, or the largest of our own settings.
ZOOMED = {"width": 320, "height": 256}
SETTINGS = ("spacing", LARGEST)


def settle(page, site, value):
    page.context.add_cookies([{"name": "viewing", "value": value, "url": site.url}])


def outside(page, site, address, setting):
    """Return what leaves a page, read in one of the settings."""
    settle(page, site, "plain" if setting == "spacing" else setting)
    page.goto(site.url + address)
    if setting == "spacing":
        page.evaluate(ADOPT, SPACING)
    return page.evaluate(OUTSIDE)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_leaves_the_page_at_400_percent(site, kinds, page, part):
    """The settings take turns from kind to kind; `make proof` reads each page in both."""
    page.set_viewport_size(ZOOMED)
    found = {}
    for address, setting in list(zip(kinds, itertools.cycle(SETTINGS), strict=False))[part::PARTS]:
        found[address, setting] = outside(page, site, address, setting)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("viewing", ["plain", "furigana", "large", "xlarge", LARGEST])
@pytest.mark.parametrize("width", [320, 390])
def test_the_words_of_the_header_do_not_crumple(site, page, viewing, width):
    page.set_viewport_size({"width": width, "height": 844})
    settle(page, site, viewing)
    page.goto("/")
    assert page.locator(".site-tools a").count() >= 4
    assert page.evaluate(CRUMPLED) == []


def test_something_that_leaves_the_page_is_found(page):
    page.set_viewport_size(ZOOMED)
    page.set_content('<main><p style="inline-size: 600px">長い</p></main>')
    assert page.evaluate(OUTSIDE) != []


def test_a_large_number_of_things_to_do_keeps_off_its_words(page):
    folder = settings.PROJECT_ROOT / "site" / "foundation" / "ui" / "static" / "ui" / "css"
    rows = "".join(
        f'<li><span class="num">{count}<small>文</small></span> <a href="/">ふりがなを確かめる</a></li>'
        for count in (3, 273, 2730)
    )
    page.set_content(f'<ul class="todo">{rows}</ul>')
    for sheet in ("tokens.css", "base.css", "components/panel.css"):
        page.add_style_tag(path=folder / sheet)
    touching = """() => [...document.querySelectorAll(".todo > li")].filter(row => {
      const count = document.createRange();
      count.selectNodeContents(row.querySelector(".num"));
      const words = row.querySelector("a").getBoundingClientRect();
      return count.getBoundingClientRect().right + 8 > words.left;
    }).map(row => row.textContent)"""
    assert page.evaluate(touching) == []
