"""What newcomers really typed on the first site, and which page has to stand first."""

import pytest
from django.utils import timezone

from content.search import search
from content.search.first_synonyms import FIRST_SYNONYMS
from content.search.services import add_first_synonyms, rebuild_index
from tests.factories.first_site import place_first_site

WHO = "/about/who/"
# Question, where the first hit leads, and the words that had to be left out.
QUESTIONS = [
    ("弟", WHO, []),
    ("服役中", WHO, []),
    ("刑務所にいる家族", WHO, []),
    ("障害者手帳がない", WHO, []),
    ("弟 刑務所 知的障害", WHO, []),
    ("知的障害", WHO, []),
    ("息子が受刑者", WHO, []),
    ("生活困窮 刑務所 宇宙船", WHO, ["生活困窮", "宇宙船"]),
]


@pytest.fixture
def found_on_the_site(db):
    place_first_site()
    add_first_synonyms(groups=FIRST_SYNONYMS, now=timezone.now())
    rebuild_index()


@pytest.mark.usefixtures("found_on_the_site")
@pytest.mark.parametrize(("typed", "first", "left_out"), QUESTIONS)
def test_the_page_that_answers_stands_first(typed, first, left_out):
    found = search(typed)
    assert (found.groups[0].hits[0].url, list(found.left_out)) == (first, left_out)
