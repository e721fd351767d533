"""The easy edition as readers get it: short sentences, and a reading above every kanji."""

import re

import pytest
from django.test import Client

from content.easy.checks import page_texts
from content.furigana.queries import live_unconfirmed
from foundation.easy.rules import MOST_CHARACTERS, MOST_ON_AVERAGE, length, mean_length, sentences
from portal.models import EasyIndexPage, EasyPage

KANJI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff々]+")
RUBY = re.compile(r"<ruby>.*?</ruby>", re.DOTALL)


@pytest.fixture
def easy_pages(site):
    return [*EasyIndexPage.objects.live(), *EasyPage.objects.live()]


def test_sentences_are_short(easy_pages):
    measured = {}
    for page in easy_pages:
        texts = page_texts(title=page.title, summary=page.summary, body=page.body)
        longest = max(length(sentence) for _, text in texts for sentence in sentences(text))
        measured[page.address] = (mean_length(texts), longest)
    assert len(measured) == 5
    assert MOST_ON_AVERAGE <= 20
    assert MOST_CHARACTERS <= 30
    assert {
        address: lengths
        for address, lengths in measured.items()
        if lengths[0] > MOST_ON_AVERAGE or lengths[1] > MOST_CHARACTERS
    } == {}


def test_no_reading_of_an_easy_page_waits_for_anybody(easy_pages):
    waiting = live_unconfirmed(easy_pages)
    assert {address: words for address, words in waiting.items() if words} == {}


def test_every_kanji_of_an_easy_page_has_its_reading_above(easy_pages):
    """Easy pages show readings by themselves: no cookie asks for them."""
    bare, rubies = {}, 0
    for page in easy_pages:
        main = re.search(r"<main[\s\S]*</main>", Client().get(page.address).content.decode())[0]
        rubies += len(RUBY.findall(main))
        words = KANJI.findall(re.sub(r"<[^>]+>", "", RUBY.sub("", main)))
        if words:
            bare[page.address] = words
    assert rubies > 100
    assert bare == {}
