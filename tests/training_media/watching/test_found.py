"""Whoever holds a card finds the way in by the words that they know."""

import pytest

from content.search import search
from content.search.services import rebuild_index
from foundation.registry import search_sources

pytestmark = pytest.mark.django_db(transaction=True)


def found(words):
    return {hit.url for group in search(words).groups for hit in group.hits}


@pytest.mark.parametrize("words", ["視聴カード", "カード", "動画", "修了証", "研修動画 修了証"])
def test_the_entrance_by_a_card_is_found_by_the_words_on_it(words):
    rebuild_index()
    assert "/watch/" in found(words)


def test_a_certificate_leads_to_the_check_of_its_number_too():
    rebuild_index()
    assert "/certificates/check/" in found("修了証")


def test_without_its_source_the_entrance_is_not_found(monkeypatch):
    kept = {name: source for name, source in search_sources.items() if name != "watching"}
    monkeypatch.setattr(search_sources, "_sources", kept)
    rebuild_index()
    assert "/watch/" not in found("視聴カード")
