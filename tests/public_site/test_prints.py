"""On paper: as few sheets as meant, white for readers of the dark, too, without the tools of the screen."""

from io import BytesIO

import pytest
from pypdf import PdfReader

# (address, most sheets); the easy flow is a sheet to hand out.
SHEETS = [
    ("/", 4),
    ("/about/", 2),
    ("/about/flow/", 3),
    ("/easy/flow/", 1),
    ("/contact/", 2),
    ("/figures/", 6),
    ("/glossary/", 7),
    ("/library/leaflet/", 2),
]
VIEWINGS = ("plain", "dark", "dark-xlarge-wide-furigana")
DARK = """() => {
  const light = ([red, green, blue]) => (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  return [...document.querySelectorAll("html, body, body *")].filter(element => {
    const [red, green, blue, alpha] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
    return element.checkVisibility() && alpha !== 0 && light([red, green, blue]) < 0.75;
  }).map(element => element.outerHTML.slice(0, 100));
}"""
HEADER = ".site-tools, .site-menu, .breadcrumb, .skip"
TOOLS = f"{HEADER}, .site-footer nav, .street, .button, .search-box, .view-switch"


@pytest.fixture
def on_paper(site, page):
    """Give a function that opens a page as a reader of the dark prints it."""

    def show(address, viewing):
        page.context.add_cookies([{"name": "viewing", "value": viewing, "url": site.url}])
        page.emulate_media(color_scheme="dark", media="print")
        page.goto(address)
        return page

    return show


@pytest.mark.parametrize(("address", "most"), SHEETS)
def test_a_page_takes_as_few_sheets_as_meant(on_paper, address, most):
    for viewing in VIEWINGS:
        printed = on_paper(address, viewing).pdf(prefer_css_page_size=True, print_background=True)
        # Very large letters, wide lines and readings take a sheet more.
        sheets = most + 1 if "xlarge" in viewing else most
        assert len(PdfReader(BytesIO(printed)).pages) <= sheets, viewing


def test_a_table_of_figures_is_printed_on_two_sheets(on_paper, site):
    printed = on_paper(site.filled["figures/<slug:slug>/"][0], "dark").pdf(prefer_css_page_size=True)
    assert len(PdfReader(BytesIO(printed)).pages) <= 2


def test_no_page_keeps_a_dark_box_or_a_tool_of_the_screen(on_paper, site):
    addresses = [
        *(address for address, _ in SHEETS),
        site.filled["figures/<slug:slug>/"][0],
        "/events/",
        "/news/",
    ]
    for address in addresses:
        page = on_paper(address, "dark")
        assert page.evaluate(DARK) == [], address
        assert [each for each in page.locator(TOOLS).all() if each.is_visible()] == [], address


def test_on_the_screen_the_same_pages_are_dark(on_paper):
    page = on_paper("/", "dark")
    page.emulate_media(media="screen")
    assert page.evaluate(DARK) != []


SLANTED = """() => [...document.querySelectorAll("main a")].filter(link => {
  const behind = getComputedStyle(link, "::after");
  return behind.content.includes("（") && behind.transform !== "none";
}).map(link => link.outerHTML)"""


def test_no_address_behind_a_link_is_printed_aslant(on_paper):
    for address in ("/contact/", "/", "/about/flow/", "/reports/"):
        page = on_paper(address, "plain")
        assert page.locator("main a[href^='/']:not([hidden])").count() > 0, address
        assert page.evaluate(SLANTED) == [], address
