"""The words about how fresh data is follow the limits of the centre."""

import pytest
from django.test import Client

from directory.finding.limits import AGEING, FRESH
from directory.finding.rules import Lifetimes, freshness_legend, span
from tests.factories.accounts import make_user
from tests.factories.limits import put_limit


@pytest.mark.parametrize(
    ("days", "words"),
    [(181, "181日"), (183, "半年"), (184, "半年"), (365, "1年"), (366, "1年")],
)
def test_half_a_year_and_a_year_are_called_so(days, words):
    assert span(days) == words


def test_the_legend_says_both_times():
    words = freshness_legend(Lifetimes(90, 365, 30))
    assert "から90日までが「新しい情報」" in words
    assert "1年までが「そろそろ確かめる情報」" in words


def test_the_search_and_an_agency_s_page_say_the_times_that_hold(home):
    address = f"/directory/{home.public_id}/"
    search, page = (Client().get(each).content.decode() for each in ("/directory/?fresh=fresh", address))
    assert "新しい情報だけ（半年以内）" in search
    assert "半年までが「新しい情報」" in page
    by = make_user(roles=["manager"], name="所長B")
    put_limit(FRESH, 90, by=by)
    put_limit(AGEING, 200, by=by)
    search, page = (Client().get(each).content.decode() for each in ("/directory/?fresh=year", address))
    assert "新しい情報だけ（90日以内）" in search
    assert "古い情報をのぞく（200日以内）" in search
    assert "90日までが「新しい情報」" in page
    assert "半年" not in page
