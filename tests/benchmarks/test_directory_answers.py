"""How right the directory's answers are, beside those of stock Wagtail search, to questions judged before."""

import statistics
from functools import cache

import pytest
from django.db import transaction
from django.utils import timezone

from content.search.first_synonyms import FIRST_SYNONYMS
from content.search.services import add_first_synonyms
from directory.declared.models import Declaration, Offer
from directory.enums import Level
from directory.finding.asking import Wanted
from directory.finding.queries import condition_words, whole_agencies
from directory.finding.search import find
from directory.finding.services import index_agencies_in_transaction
from directory.finding.words import own_words, said_of
from directory.models import Agency, AgencyKind, Corporation, Municipality
from directory.municipalities import municipalities, with_check_digit
from directory.official.models import OfficialRecord
from tests.benchmarks.judged_agencies import OFFICES, agencies
from tests.benchmarks.judged_directory import HELD_OUT, TUNED
from tests.benchmarks.stock_search import add_to_stock_index, stock_search

pytestmark = pytest.mark.django_db(transaction=True)

LEAST_TUNED, LEAST_HELD_OUT = 0.95, 0.80
PERIOD = "2026-09-01"


@pytest.fixture
def judged(db):
    """The constructed agencies in both indexes, with the synonyms that every site begins with; id → facts."""
    add_first_synonyms(groups=FIRST_SYNONYMS, now=timezone.now())
    found = list(agencies())
    places = [Municipality(**each._asdict()) for each in municipalities(list(OFFICES))]
    codes = {each.code: each for each in Municipality.objects.bulk_create(places)}
    names = {each.corporation for each in found if each.corporation}
    bodies = {
        each.name: each for each in Corporation.objects.bulk_create(Corporation(name=name) for name in names)
    }
    kinds = {each.code: each for each in AgencyKind.objects.all()}
    made = Agency.objects.bulk_create(_agency(each, codes, bodies, kinds) for each in found)
    pairs = list(zip(found, made, strict=True))
    OfficialRecord.objects.bulk_create(_record(*each) for each in pairs if each[0].is_published)
    written = [each for each in pairs if each[0].services and not each[0].is_published]
    said = Declaration.objects.bulk_create(
        Declaration(agency=agency, summary=facts.summary) for facts, agency in written
    )
    Offer.objects.bulk_create(
        Offer(declaration=declaration, service_id=code, conditions=facts.conditions if not number else {})
        for (facts, _), declaration in zip(written, said, strict=True)
        for number, code in enumerate(facts.services)
    )
    with transaction.atomic():
        index_agencies_in_transaction([each.pk for each in made], today=timezone.localdate())
    _fill_stock_index(made)
    return {agency.public_id: facts for facts, agency in pairs}


def _agency(facts, codes, bodies, kinds):
    kind = kinds[facts.kind]
    return Agency(
        name=facts.name,
        name_kana=facts.kana,
        kind=kind,
        sector=kind.sector,
        municipality=codes[with_check_digit(facts.area_code)],
        corporation=bodies.get(facts.corporation),
        postal_code=facts.postal_code,
        address=facts.address,
        phone=facts.phone,
    )


def _record(facts, agency):
    return OfficialRecord(
        identity=f"00000000-0000-0000-0000-{facts.number:012d}",
        fingerprint=f"00000000-0000-0000-0000-{facts.number:012d}",
        source="wam",
        service_code="1",
        service_id=facts.services[0],
        office_number=facts.office_number,
        name=facts.name,
        prefecture=facts.prefecture,
        municipality=agency.municipality,
        address=facts.address,
        folded_address=agency.folded_address,
        first_period=PERIOD,
        last_period=PERIOD,
        agency=agency,
        attached="import",
        attached_on=PERIOD,
    )


def _fill_stock_index(made):
    """Give stock search the same texts as ours, as they are written."""
    conditions = condition_words()
    add_to_stock_index(
        {
            each.profile.key: "\n".join([*own_words(each.profile), *said_of(each.profile, conditions)])
            for each in whole_agencies([each.pk for each in made])
        }
    )


def by_ours(typed):
    found = find(Wanted(typed), reader=Level.STAFF, today=timezone.localdate(), size=10_000)
    return {hit["public_id"] for hit in found.hits}


def by_stock(typed):
    return {each.public_id for each in stock_search(typed)}


def f1(right, got):
    return 2 * len(right & got) / (len(right) + len(got)) if right or got else 1.0


def test_answers_of_the_tuned_and_the_held_out_half(judged, capsys):
    @cache
    def of_half(ask, half):
        questions = TUNED if half == "tuned" else HELD_OUT
        return {
            typed: f1({key for key, facts in judged.items() if is_right(facts)}, ask(typed))
            for typed, is_right in questions.items()
        }

    with capsys.disabled():
        for half in ("tuned", "held out"):
            ours, stock = of_half(by_ours, half), of_half(by_stock, half)
            weak = "  ".join(f"{typed} {value:.2f}" for typed, value in ours.items() if value < 0.9)
            print(
                f"\n{len(ours)} {half} questions: F1 {statistics.mean(ours.values()):.3f}  "
                f"stock Wagtail search {statistics.mean(stock.values()):.3f}  weak: {weak or '–'}"
            )
    assert statistics.mean(of_half(by_ours, "tuned").values()) >= LEAST_TUNED
    assert statistics.mean(of_half(by_ours, "held out").values()) >= LEAST_HELD_OUT
