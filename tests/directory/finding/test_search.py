from datetime import date

import pytest
from django.db import transaction

from directory.centre_only.models import AcceptanceProfile, HousingFacts
from directory.declared.models import Declaration, Offer, Vacancy
from directory.enums import FieldGroup, Level
from directory.finding.asking import Wanted
from directory.finding.search import find
from directory.finding.services import index_agencies_in_transaction, rebuild_entries
from directory.models import FieldVisibility, ServiceKind
from tests.factories.directory import NOW, make_agency, make_municipality

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = NOW.date()


def index(*agencies):
    with transaction.atomic():
        return index_agencies_in_transaction([each.pk for each in agencies], today=TODAY)


def names(wanted, reader=Level.PUBLIC):
    return [hit["name"] for hit in find(wanted, reader=reader, today=TODAY).hits]


@pytest.fixture
def kanazawa(db):
    return make_municipality(code="172014", name="金沢市")


@pytest.fixture
def home(kanazawa):
    """A home with everything that may be hidden."""
    agency = make_agency(name="ホームみなも", municipality=kanazawa, address="石川県金沢市秘密町7番地")
    said = Declaration.objects.create(agency=agency, summary="海の見える家です。")
    Offer.objects.create(
        declaration=said, service=ServiceKind.objects.get(pk="group_home"), conditions={"addiction": "ask"}
    )
    Vacancy.objects.create(agency=agency, service_id="group_home", free=2, as_of=TODAY, said_at=NOW)
    AcceptanceProfile.objects.create(agency=agency, state="has_accepted")
    HousingFacts.objects.create(agency=agency, state="prospect")
    index(agency)
    return agency


@pytest.mark.parametrize(
    "typed",
    [
        "みなも",
        "ﾐﾅﾓ",
        "グループホーム",
        "共同生活援助",
        "GH",
        "金沢市 グループホーム",
        "海の見える",
        "minamo",
    ],
)
def test_everybody_finds_a_home_by_its_names_and_by_those_of_its_service(home, typed):
    assert names(Wanted(typed)) == ["ホームみなも"]


def test_a_word_that_is_a_municipality_is_a_filter(home):
    elsewhere = make_agency(
        name="金沢市の隣の家", municipality=make_municipality(code="172031", name="小松市")
    )
    index(elsewhere)
    assert names(Wanted("金沢市")) == ["ホームみなも"]


@pytest.mark.parametrize(
    ("wanted", "levels"),
    [
        (Wanted("依存症"), [Level.STAFF]),
        (Wanted(conditions=("addiction",)), [Level.STAFF]),
        (Wanted(is_free=True), [Level.PARTNERS, Level.STAFF]),
        (Wanted(acceptance=("has_accepted",)), [Level.STAFF]),
        (Wanted(housing=("prospect",)), [Level.STAFF]),
    ],
)
def test_what_is_hidden_can_be_neither_found_nor_counted(home, wanted, levels):
    found = {level: find(wanted, reader=level, today=TODAY) for level in Level}
    assert [level for level in Level if found[level].total] == levels
    assert [level for level in Level if found[level].facets] == levels


def test_a_condition_that_nobody_answered_is_found_when_the_unknown_is_wanted_too(home):
    silent = make_agency(name="だまった家")
    refusing = make_agency(name="ことわる家")
    said = Declaration.objects.create(agency=refusing)
    Offer.objects.create(declaration=said, service_id="group_home", conditions={"addiction": "no"})
    index(silent, refusing)
    wanted = Wanted(conditions=("addiction",), also_unknown=True)
    assert sorted(names(wanted, Level.STAFF)) == ["だまった家", "ホームみなも"]


def test_a_hidden_address_is_found_by_nobody_who_may_not_see_it(home):
    assert names(Wanted("秘密町")) == ["ホームみなも"]
    FieldVisibility.objects.create(agency=home, group=FieldGroup.ADDRESS, level=Level.STAFF)
    index(home)
    assert names(Wanted("秘密町")) == []
    assert "秘密町" not in str(find(Wanted("みなも"), reader=Level.PARTNERS, today=TODAY))
    assert names(Wanted("秘密町"), Level.STAFF) == ["ホームみなも"]


def test_an_old_word_of_free_places_counts_for_nothing(home):
    later = date(2027, 3, 1)
    assert find(Wanted(is_free=True), reader=Level.STAFF, today=later).total == 0


def test_a_wish_that_nobody_meets_whole_falls_back_to_fewer_words(home):
    found = find(Wanted("ホームみなも 釣り堀"), reader=Level.PUBLIC, today=TODAY)
    assert (found.only_word, [hit["name"] for hit in found.hits]) == ("ホーム", ["ホームみなも"])


def test_facets_count_what_was_found(home):
    found = find(Wanted("みなも"), reader=Level.PUBLIC, today=TODAY)
    kinds = {"s": {"group_home": 1}, "t": {"disability": 1}, "k": {"group_home": 1}}
    assert found.facets == {"m": {"172014": 1}} | kinds


def test_rebuilding_a_true_index_changes_nothing(home):
    assert rebuild_entries(today=TODAY) == 0


def test_a_closed_agency_is_gone_from_the_index(home):
    home.closed_on = TODAY
    home.save()
    index(home)
    assert names(Wanted("みなも"), Level.STAFF) == []


def test_three_agencies_are_indexed_in_as_many_queries_as_one(home, django_assert_num_queries):
    first, *others = [make_agency(name=f"家{number}", municipality=home.municipality) for number in range(4)]
    with django_assert_num_queries(18):  # what is new about it is written first
        index(first)
    with django_assert_num_queries(17):
        index(*others)
