"""One whole site for this folder: made once, read by all."""

from functools import cache
from typing import NamedTuple

import pytest
from django.test import Client

from foundation.ui.context import VIEWING_COOKIE
from tests.journeys.browser import browser_type_launch_args, watch
from tests.public_site.addresses import public_pages
from tests.public_site.kinds import one_of_each_kind
from tests.public_site.world import whole_site
from tests.whole import is_whole

__all__ = ["browser_type_launch_args"]


@pytest.fixture(scope="package")
def site(django_db_setup, django_db_blocker):
    with whole_site(django_db_blocker) as made:
        yield made


@pytest.fixture(scope="package")
def pages(site):
    """Give the address of every page that a stranger meets."""
    return public_pages(site.filled)


@pytest.fixture(scope="package")
def kinds(pages, django_db_blocker):
    """Give one page of each kind, without a question and with one; `make proof` sees every page."""
    if is_whole():
        return pages
    with django_db_blocker.unblock():
        return one_of_each_kind(pages)


class Answer(NamedTuple):
    status: int
    kind: str
    html: str


@pytest.fixture(scope="package")
def answers(pages, kinds):
    """Give `answers("furigana")`: what a stranger who reads so is answered; each page is asked once.

    Every page answers who has set nothing, one of each kind who has.
    """

    @cache
    def ask(viewing=""):
        found = {}
        for address in kinds if viewing else pages:
            client = Client()
            if viewing:
                client.cookies[VIEWING_COOKIE] = viewing
            response = client.get(address)
            kind = response.headers.get("Content-Type", "")
            found[address] = Answer(response.status_code, kind, response.content.decode())
        return found

    return ask


@pytest.fixture
def browser_context_args(browser_context_args, site):
    return browser_context_args | {
        "base_url": site.url,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 390, "height": 844},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def promises(site):
    """Give a function that watches a context; at the end nothing may have been blocked or asked of others."""
    broken = []
    yield lambda context: watch(context, own=site.url, broken=broken)
    assert broken == []


@pytest.fixture
def context(context, promises):
    return promises(context)


@pytest.fixture
def page_without_scripts(new_context, promises):
    return promises(new_context(java_script_enabled=False)).new_page()
