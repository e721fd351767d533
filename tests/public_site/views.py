"""The ways in which a page is looked at: width, colours, furigana; and what axe says of each."""

import itertools
from dataclasses import dataclass

from tests.journeys.browser import bring_axe

WIDTHS = (320, 768, 1280)
COLOURS = {
    "light": {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "forced_colors": "none", "contrast": "no-preference"},
    "strong": {"color_scheme": "light", "forced_colors": "none", "contrast": "more"},
    "strong and dark": {"color_scheme": "dark", "forced_colors": "none", "contrast": "more"},
    "forced": {"color_scheme": "light", "forced_colors": "active", "contrast": "more"},
}
# What a reader's own colours paint is not what axe reads there (it asks for -webkit-text-fill-color, which
# the browser does not force), so in that view the contrast is measured here.
RUN = """async ({forced}) => {
  const rules = {"color-contrast": {enabled: !forced}};
  const found = await axe.run(document, {resultTypes: ["violations"], rules});
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return [
    ...found.violations.map(each => `${each.id}: ${each.nodes.map(node => node.html).join(" ")}`),
    ...(wide ? [`scrolls ${wide} px sideways`] : []),
    ...(forced ? faint() : []),
  ];

  function faint() {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      const hidden = !element.checkVisibility() || element.closest("svg, .vh, .skip");
      if (hidden || !texts.currentNode.data.trim()) continue;
      const seen = contrast(numbers(getComputedStyle(element).color), ground(element));
      if (seen < 4.5) found.push(`contrast ${seen.toFixed(1)}: ${element.outerHTML.slice(0, 200)}`);
    }
    return found;
  }
  function ground(element) {
    for (let each = element; each; each = each.parentElement) {
      const colour = numbers(getComputedStyle(each).backgroundColor);
      if (colour[3] === undefined || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  }
  function numbers(colour) { return colour.match(/[\\d.]+/g).map(Number); }
  function light([red, green, blue]) {
    const [r, g, b] = [red, green, blue].map(each => each / 255)
      .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(one, other) {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }
}"""


@dataclass(frozen=True)
class View:
    width: int
    colours: str
    furigana: bool


STANDARD = View(390, "light", furigana=False)
EVERY_VIEW = [
    View(width, colours, furigana)
    for furigana, colours, width in itertools.product((False, True), COLOURS, WIDTHS)
]


def pairwise_views():
    """Return views in which every two settings meet at least once."""
    pairs = itertools.product(enumerate(WIDTHS), enumerate(COLOURS))
    return [View(width, colours, (row + column) % 2 == 1) for (row, width), (column, colours) in pairs]


def open_page(page, url, address, *, furigana):
    """Go to a page with furigana on or off."""
    page.context.add_cookies([{"name": "viewing", "value": "furigana" if furigana else "plain", "url": url}])
    page.goto(url + address)
    bring_axe(page)


def tool_of(page):
    """Return the name and version of what looks at the open page."""
    return f"axe-core {page.evaluate('axe.version')}"


def look(page, view):
    """Return what axe and our own eyes find on the open page in a view."""
    page.set_viewport_size({"width": view.width, "height": 900})
    # Without motion a button has its new colours at once.
    page.emulate_media(reduced_motion="reduce", **COLOURS[view.colours])
    return page.evaluate(RUN, {"forced": view.colours == "forced"})


def faults(page, url, address, views):
    """Return what is wrong with a page, by view; views of the same furigana share one visit."""
    found = {}
    for furigana in (False, True):
        same = [view for view in views if view.furigana == furigana]
        if same:
            open_page(page, url, address, furigana=furigana)
        found |= {(address, view): said for view in same if (said := look(page, view))}
    return found
