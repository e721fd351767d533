"""Readings that come with the product fit the pages that come with it: none is missing, none left over."""

import re
from pathlib import Path

import pytest
from django.conf import settings as door

from content.furigana import queries, shown
from foundation.japanese.readings import bases, parse, split
from tests.factories.first_site import place_first_site

PAGES = Path(door.PROJECT_ROOT) / "site" / "portal" / "readings" / "pages.txt"


@pytest.fixture
def pages(db, centre):
    place_first_site()
    return {page.address: page for page in queries.live_pages()}


def shipped(address):
    """Return the sentences that the file reads for a page."""
    _, _, rest = PAGES.read_text(encoding="utf-8").partition(f"\n# {address}\n")
    lines = re.split(r"^# ", rest, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    return [bases(sentence) for line in lines for sentence in split(parse(line))]


def test_each_page_that_comes_with_the_product_is_read_whole(pages):
    read_whole = {address for address in pages if not address.startswith("/easy/")}
    assert len(read_whole) > 30
    waiting = {address: queries.unconfirmed_on(pages[address]) for address in read_whole}
    assert {address: left for address, left in waiting.items() if left} == {}


def test_no_reading_is_shipped_for_what_these_pages_no_longer_say(pages):
    left_over = {}
    for address in ("/privacy/", "/prepare/", "/prepare/person/", "/prepare/lawyer/"):
        page = pages[address]
        said = set(shown.sentences_of_page(page))
        assert len(shipped(address)) > 3
        left_over[address] = [sentence for sentence in shipped(address) if sentence not in said]
    assert not any(left_over.values()), left_over
