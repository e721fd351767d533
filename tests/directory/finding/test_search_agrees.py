"""What the index answers is what a look at every row would answer."""

import random
from collections import Counter

import pytest

from content.search.queries import readings
from content.search.services import add_first_synonyms
from directory.declared.models import Declaration, Offer
from directory.enums import Level
from directory.finding.asking import Wanted, asked, with_places
from directory.finding.models import DirectoryEntry
from directory.finding.queries import known_words
from directory.finding.search import find
from directory.finding.words import END_OF_OWN_WORDS
from tests.factories.directory import NOW, make_agency, make_municipality
from tests.factories.whole_agency import index

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = NOW.date()
NAMES = ("みなも", "さくらの家", "金沢ホーム", "髙橋工房", "ケアハウス緑", "LIFE", "受入れの家", "小松園")
TEXTS = ("送迎があります。", "緊急の受入れに応じます。", "見学できます。", "グループホームの隣です。", "")
SERVICES = (
    "group_home",
    "work_b",
    "care_management",
    "home_help",
    "special_nursing_home",
    "dementia_group_home",
)
ANSWERS = ({}, {"addiction": "yes"}, {"addiction": "no", "transport": "ask"}, {"from_facility": "ask"})
WORDS = (
    *("みなも", "さくら", "金沢", "小松市", "高橋", "グループホーム", "GH", "ヘルパー", "特養"),
    *("ケアマネ", "B型", "依存症", "送迎あり", "受け入れ", "緊急", "life", "家"),
    *("就労支援", "居宅介護", "kanazawa", "石川県"),
)  # fmt: skip


@pytest.fixture
def towns(db):
    add_first_synonyms(groups=[("GH", "グループホーム"), ("緊急", "当日")], now=NOW)
    dice = random.Random(3)
    places = [make_municipality(), make_municipality(code="172031", name="小松市", name_kana="コマツシ")]
    made = []
    for _ in range(36):
        agency = make_agency(
            name=dice.choice(NAMES),
            kind=dice.choice(("group_home", "home_help", "special_nursing_home")),
            municipality=dice.choice(places),
            address=dice.choice(("石川県金沢市小松町1番", "石川県小松市園町2番")),
        )
        said = Declaration.objects.create(agency=agency, summary=dice.choice(TEXTS))
        for service in dice.sample(SERVICES, k=dice.choice((0, 1, 2))):
            Offer.objects.create(declaration=said, service_id=service, conditions=dice.choice(ANSWERS))
        made.append(agency)
    index(*made)


def by_looking_at_every_row(question, reader):
    """Return the agencies that hold every word, and how many of each facet there are."""
    found, facets = set(), Counter()
    rows = DirectoryEntry.objects.filter(**{f"for_{reader.value}": True})
    for row in rows.select_related("facet_set", "municipality"):
        own = row.folded.split(END_OF_OWN_WORDS)[0]
        place = row.municipality.code
        counted = {*row.facet_set.facets, f"m:{place}"}
        marks = {*counted, *row.facet_set.marks, f"p:{place[:2]}"}

        def holds(word, own=own, row=row, marks=marks):
            return (
                any(each in row.folded for each in word.anywhere)
                or any(each in own for each in word.in_own_words)
                or bool(marks & {*word.filters})
            )

        words = all(map(holds, question.words)) or any(each in row.folded for each in question.whole)
        if words and all(marks & {*wanted} for wanted in question.filters):
            found.add(row.agency_id)
            facets.update(counted)
    return found, facets


def test_random_questions_find_what_a_look_at_every_row_finds(towns):
    dice, names = random.Random(5), known_words()
    total = 0
    for _ in range(150):
        typed = " ".join(dice.sample(WORDS, k=dice.choice((1, 1, 2))))
        wanted = Wanted(typed, services=dice.choice(((), (), ("work_b", "group_home"))))
        reader = dice.choice(list(Level))
        wish = with_places(wanted, names)
        reading = next(readings(wish.typed), None)
        if reading is None:
            continue
        right, facets = by_looking_at_every_row(asked(wish, reading.asked, names, free_since=None), reader)
        got = find(wanted, reader=reader, today=TODAY, size=100)
        if not right:
            # Then other readings of the words are tried.
            continue
        assert ({hit["key"] for hit in got.hits}, got.total) == (right, len(right)), typed
        assert {
            f"{sign}:{code}": n for sign, counts in got.facets.items() for code, n in counts.items()
        } == facets
        total += 1
    assert total > 50
