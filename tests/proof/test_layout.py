"""Every public page at 400 % in each of the settings that `make test` lets take turns."""

import pytest

from tests.journeys.browser import browser_type_launch_args
from tests.public_site.addresses import public_pages
from tests.public_site.test_layout import SETTINGS, ZOOMED, outside
from tests.public_site.world import whole_site

__all__ = ["browser_type_launch_args"]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with whole_site(django_db_blocker) as made:
        yield made


@pytest.mark.parametrize("setting", SETTINGS)
def test_nothing_leaves_any_page_at_400_percent(site, page, setting):
    page.set_viewport_size(ZOOMED)
    found = {address: outside(page, site, address, setting) for address in public_pages(site.filled)}
    assert {address: what for address, what in found.items() if what} == {}
