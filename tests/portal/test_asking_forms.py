"""The switches of the frame beside a form that only asks: what is typed comes back, and is not sent."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from content.search.models import ZeroResult
from content.terms.models import Term
from foundation.ui.typed import fields_of, with_what_was_typed

SEARCH = "/search/"


def next_of(page):
    return html.unescape(re.search(r'name="next" value="([^"]*)"', page.text.partition("<main")[2])[1])


def switched(client, address, **typed):
    """Press the switch for readings as the page at an address offers it, and follow it."""
    page = client.get(address)
    place = html.unescape(re.search(r'formaction="(/viewing/furigana/[^"]*)" name="furigana"', page.text)[1])
    answer = client.post(place, typed | {"furigana": "on"})
    assert answer.status_code == 302
    return client.get(answer.headers["Location"])


def test_a_half_typed_word_stays_in_the_box_and_nothing_is_searched(client, site):
    page = switched(client, SEARCH, q="ないこと")
    assert 'name="q" value="ないこと"' in page.text
    assert "見つかりませんでした" not in page.text
    assert 'id="entrances"' in page.text
    assert ZeroResult.objects.count() == 0
    assert client.cookies["viewing"].value == "furigana"


def test_an_answer_stays_an_answer_with_all_that_was_asked(client, site):
    asked = "/search/?" + urlencode({"q": "相談", "kind": "ページ"})
    page = switched(client, asked, q="相談")
    assert f"/search/?{page.request['QUERY_STRING']}" == asked


def test_the_settings_bring_the_word_back_too(client, site):
    settings = client.get("/viewing/", {"q": "住まい", "next": "/search/?q=古い"})
    left = client.post("/viewing/", {"size": "large", "next": next_of(settings)})
    page = client.get(left.headers["Location"])
    assert 'name="q" value="住まい"' in page.text
    assert 'data-size="large"' in page.text


def test_an_answer_can_be_left_for_the_settings_and_come_back_to(client, site):
    page = client.get(SEARCH, {"q": "相談"})
    here = html.unescape(re.search(r'formaction="/viewing/" name="next" value="([^"]*)"', page.text)[1])
    settings = client.get("/viewing/", {"q": "相談", "next": here})
    assert next_of(settings) == here


def test_a_page_without_a_form_is_come_back_to_with_what_was_asked(client, site):
    page = client.get("/events/?view=month")
    assert '<a href="/viewing/?next=/events/%3Fview%3Dmonth">' in page.text


def test_the_box_of_the_glossary_keeps_its_word_and_shows_every_term(client, site):
    Term.objects.create(word="見本の学校", reading="みほんのがっこう", plain="説明", is_in_glossary=True)
    page = switched(client, "/glossary/", q="加")
    assert 'name="q" value="加"' in page.text
    assert "見本の学校" in page.text


def test_a_page_that_is_not_there_keeps_the_word_in_its_box_too(client, site):
    page = switched(client, "/nowhere/", q="住まい")
    assert page.status_code == 404
    assert page.text.count('name="q" value="住まい"') == 1
    settings = client.get("/viewing/", {"q": "相談", "next": "/nowhere/"})
    left = client.post("/viewing/", {"size": "large", "next": next_of(settings)})
    assert 'name="q" value="相談"' in client.get(left.headers["Location"]).text


@pytest.mark.parametrize(
    ("address", "typed", "left"),
    [
        ("/search/?q=a&page=2", [("q", "a")], "/search/?q=a&page=2"),
        ("/search/", [("q", "")], "/search/"),
        ("/search/?q=a", [("q", "")], "/search/?unsent=1"),
        ("/search/?q=a", [("q", "b")], "/search/?q=b&unsent=1"),
        ("/search/?q=b&unsent=1", [("q", "b")], "/search/?q=b&unsent=1"),
        ("/c/?people=1&unsent=1", [], "/c/?unsent=1"),
        ("/c/", [("people", "1"), ("people", "2")], "/c/?people=1&people=2&unsent=1"),
    ],
)
def test_only_a_change_is_marked_as_not_sent(address, typed, left):
    assert with_what_was_typed(address, typed) == left


def test_what_the_switch_itself_sent_is_no_field_of_the_form():
    sent = QueryDict("q=a&furigana=on&next=/&csrfmiddlewaretoken=x&people=1&people=2")
    assert fields_of(sent, without=["next", "furigana"]) == [("q", "a"), ("people", "1"), ("people", "2")]
