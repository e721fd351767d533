"""Every page for everybody: axe finds nothing at any width, in any colours, with furigana or without."""

import itertools

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.public_site.views import COLOURS, View, faults, look, pairwise_views

PARTS = 3


def test_every_two_settings_meet_in_some_view():
    views = pairwise_views()
    for pair in itertools.combinations(View.__annotations__, 2):
        met = {tuple(getattr(view, name) for name in pair) for view in views}
        every = [{getattr(view, name) for view in views} for name in pair]
        assert met == set(itertools.product(*every)), pair


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_kind_of_page(site, kinds, page, part):
    """Each in one view: those of the pairs take turns; `make proof` looks at each page in every view."""
    turns = itertools.cycle(pairwise_views())
    seen = list(zip(kinds, turns, strict=False))[part::PARTS]
    found = {}
    for address, view in seen:
        found |= faults(page, site.url, address, [view])
    assert found == {}


FAINT = (
    '<!doctype html><html lang="ja"><title>題</title><main><h1>題</h1><p class="a">うすい文</p></main></html>'
)


@pytest.mark.parametrize("colours", COLOURS)
def test_a_fault_is_seen_in_every_colour(page, colours):
    page.set_content(FAINT)
    page.add_style_tag(content=".a { color: #CCC; background: #DDD; forced-color-adjust: none; }")
    page.evaluate(AXE_SCRIPT)
    found = look(page, View(320, colours, furigana=False))
    assert [each for each in found if "contrast" in each and "うすい文" in each]
