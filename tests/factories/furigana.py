"""Readings, and the pages a new site begins with."""

import datetime as dt
import re

import pytest

from content.furigana.enums import ReadingState, Source
from content.furigana.models import DictionaryWord, Reading, digest_of
from foundation.centre.models import CentreProfile
from foundation.japanese.readings import bases, parse
from portal.models import HomePage
from tests.factories.first_site import place_first_site

NOW = dt.datetime(2026, 11, 25, 10, 0, tzinfo=dt.UTC)

RUBY = re.compile(r"<rp>（</rp><rt>[^<]*</rt><rp>）</rp></ruby>|<ruby>")
WHOLE = re.compile(r'<span class="whole">((?:(?!</?span)[\s\S])*)</span>')
SPAN = re.compile(r'<span class="furigana">((?:(?!</?span)[\s\S])*)</span>')


def without_ruby(page):
    """Take all that carries readings out of a page again."""
    return SPAN.sub(r"\1", WHOLE.sub(r"\1", RUBY.sub("", page)))


def make_reading(notation, *, by=None, state=ReadingState.CONFIRMED):
    """Keep a reading written as people write it; confirmed by nobody means that it came with the project."""
    parts = parse(notation)
    confirmed_at = NOW if state == ReadingState.CONFIRMED else None
    return Reading.objects.create(
        sentence=bases(parts),
        digest=digest_of(bases(parts)),
        parts=parts,
        state=state,
        proposed_from=Source.PERSON if by else Source.SHIPPED,
        confirmed_by=by,
        confirmed_at=confirmed_at,
    )


def make_word(word, reading, **fields):
    return DictionaryWord.objects.create(word=word, reading=reading, **fields)


@pytest.fixture
def new_site(db, settings, tmp_path):
    """The pages a new site begins with, all published, without a reading; returns the home page."""
    settings.VAR = tmp_path
    settings.FRONT_CACHE_SECONDS = 10**12
    CentreProfile.objects.create(
        pk=1, name="見本県地域生活定着支援センター", phone="099-000-1234", closed_weekdays=[5, 6]
    )
    place_first_site()
    Reading.objects.all().delete()  # each test says which readings there are
    return HomePage.objects.get()
