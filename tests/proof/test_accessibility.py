"""Every public page at every width, in all colours, with furigana and without.

The result is written beside `portal.accessibility`, whose page tells readers of it; it is committed.
"""

import pytest
from django.utils import timezone

from portal.accessibility import Result, keep_result
from tests.journeys.browser import browser_type_launch_args
from tests.public_site.addresses import public_pages
from tests.public_site.views import EVERY_VIEW, STANDARD, faults, tool_of
from tests.public_site.world import whole_site

__all__ = ["browser_type_launch_args"]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with whole_site(django_db_blocker) as made:
        yield made


def test_axe_finds_nothing_on_any_page_in_any_view(site, page):
    pages, views = public_pages(site.filled), [STANDARD, *EVERY_VIEW]
    found = {}
    for address in pages:
        found |= faults(page, site.url, address, views)
    result = Result(
        tested_on=timezone.localdate(),
        tool=tool_of(page),
        pages=len(pages),
        views=len(views),
        violations=sum(map(len, found.values())),
    )
    keep_result(result)
    assert found == {}
