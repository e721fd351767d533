"""The words about how fresh data is follow the limits of the centre, and tell of both sources."""

from datetime import date, timedelta

import pytest
from django.test import Client

from directory.declared.models import Declaration
from directory.finding.limits import AGEING, FRESH
from directory.finding.rules import Lifetimes, Sources, freshness_legend, since_when, span
from directory.official.models import OfficialRecord
from tests.factories.accounts import make_user
from tests.factories.limits import put_limit
from tests.factories.whole_agency import TODAY, index


@pytest.mark.parametrize(
    ("days", "words"),
    [(181, "181日"), (183, "半年"), (184, "半年"), (365, "1年"), (366, "1年")],
)
def test_half_a_year_and_a_year_are_called_so(days, words):
    assert span(days) == words


def test_the_legend_says_both_times():
    words = freshness_legend(Lifetimes(90, 365, 30))
    assert "90日までが「新しい情報」" in words
    assert "1年までが「そろそろ確かめる情報」" in words


SAID, SEPTEMBER, MARCH = date(2025, 9, 29), date(2026, 9, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("sources", "words", "known_on"),
    [
        (Sources(), "事業所が確かめた日は、わかりません", None),
        (Sources(published_on=SEPTEMBER), "国の公表データだけです（令和8年9月1日のもの）", SEPTEMBER),
        (
            Sources(published_until=MARCH),
            "国の公表データにあったのは、令和8年3月1日のものまでです",
            None,
        ),
        (
            Sources(is_declared=True, confirmed_on=SAID, published_on=SEPTEMBER),
            "事業所が確かめた日　令和7年9月29日　国の公表データ　令和8年9月1日",
            SAID,
        ),
        (Sources(is_declared=True, confirmed_on=SAID), "事業所が確かめた日　令和7年9月29日", SAID),
        (
            Sources(is_declared=True, published_on=SEPTEMBER),
            "事業所が確かめた日は、わかりません　国の公表データ　令和8年9月1日",
            None,
        ),
        (
            Sources(is_declared=True, confirmed_on=SAID, published_until=MARCH),
            "事業所が確かめた日　令和7年9月29日　国の公表データ　令和8年3月1日のものまで",
            SAID,
        ),
    ],
)
def test_both_days_are_told_and_what_an_agency_wrote_is_as_old_as_its_own_word(sources, words, known_on):
    assert (since_when(sources), sources.known_on) == (words, known_on)


def test_what_is_written_is_old_though_the_official_data_is_new(home):
    Declaration.objects.update(confirmed_on=TODAY - timedelta(days=367))
    index(home)
    for address in ("/directory/", f"/directory/{home.public_id}/", "/directory/?fresh=fresh"):
        page = Client().get(address).content.decode()
        assert ("古い情報・確かめていません</span>" in page, "国の公表データ　令和8年9月30日" in page) == (
            (False, False) if "fresh=" in address else (True, True)
        )


def test_an_office_that_the_newest_data_lacks_says_until_when_it_was_there(home):
    Declaration.objects.all().delete()
    OfficialRecord.objects.update(missing_since="2026-10-01")
    index(home)
    for address in ("/directory/", f"/directory/{home.public_id}/"):
        assert "令和8年9月30日のものまでです" in Client().get(address).content.decode()


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
