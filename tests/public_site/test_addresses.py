"""No address of the public door is forgotten by the tests of this folder."""

import re

from django.test import Client
from django.urls import get_resolver

from tests.public_site.addresses import NO_PAGE, NOT_PUBLIC, PARAMETER, forgotten, patterns


def test_every_address_is_visited_or_excused(site):
    assert forgotten(site.filled) == []


def test_every_excuse_is_for_an_address_that_there_is():
    assert set(NO_PAGE) - set(patterns()) == set()
    assert set(NOT_PUBLIC) - {str(each.pattern) for each in get_resolver().url_patterns} == set()


def test_nothing_that_is_excused_shows_a_stranger_a_page(site):
    shown = {}
    for pattern in NO_PAGE:
        if not PARAMETER.search(pattern):
            response = Client().get(f"/{pattern}")
            kind = response.headers.get("Content-Type", "")
            if response.status_code == 200 and kind.startswith("text/html"):
                shown[pattern] = kind
    assert shown == {}


def test_every_visited_page_answers_a_stranger(answers):
    assert len(answers()) > 80
    assert {
        address: answer.status
        for address, answer in answers().items()
        if answer.status != 200 or not answer.kind.startswith("text/html")
    } == {}


def test_an_address_that_nobody_has_filled_is_told(site):
    without = {
        pattern: addresses for pattern, addresses in site.filled.items() if pattern != "tags/<str:slug>/"
    }
    assert forgotten(without) == ["tags/<str:slug>/"]


def test_every_page_says_of_the_centre_what_the_first_one_says(answers):
    """No view's own words hide the frame's."""
    told = {address: page_foot(answer.html) for address, answer in answers().items()}
    assert "〒" in told["/"]
    assert {address: foot for address, foot in told.items() if foot != told["/"]} == {}


def page_foot(html):
    """Return where the centre is and when it is open, as the foot of a page says it, without readings."""
    foot = re.search(r'<h2>[^<]+</h2>\s*<a class="site-footer__phone".*?</address>|$', html, re.DOTALL)[0]
    return re.sub(r"<rp>[^<]*</rp>|<rt>[^<]*</rt>|<[^>]*>|\s", "", foot)
