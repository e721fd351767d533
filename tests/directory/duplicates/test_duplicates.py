from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from accounts.enums import PublicRole
from directory.centre_only.enums import ContactWay
from directory.centre_only.models import AcceptanceProfile, ContactRecord, HousingFacts
from directory.declared.models import Declaration, Vacancy
from directory.duplicates.models import DifferentAgencies
from directory.duplicates.queries import MOST_NAMESAKES, how_many, suggestions
from directory.duplicates.services import tell_apart
from directory.enums import FieldGroup, Level
from directory.finding.services import rebuild_entries
from directory.models import Agency, Corporation, FieldVisibility
from directory.official.models import OfficialRecord
from directory.services.agencies import merge_agencies
from tests.directory.official.conftest import offices, take_in
from tests.factories.accounts import make_user
from tests.factories.directory import NOW, make_agency, make_municipality

TODAY = NOW.date()


@pytest.fixture
def kanazawa(db):
    return make_municipality()


def pairs():
    return [(str(each.first), str(each.second), each.reasons) for each in suggestions(today=TODAY).rows]


# Why two may be one


def test_each_reason_is_told_and_the_strongest_pair_comes_first(kanazawa):
    body = Corporation.objects.create(name="社会福祉法人みなも会", corporate_number="1234567890123")
    make_agency(name="みなも工房本店", municipality=kanazawa, corporation=body)
    make_agency(name="みなも工房本店舗", municipality=kanazawa, corporation=body)
    make_agency(name="あさひ", phone="076-000-0001", address="金沢市1-2")
    make_agency(name="ゆうひ", phone="(076)000-0001")
    make_agency(name="よつば", address="金沢市１－２")
    make_agency(name="髙橋ホーム", municipality=kanazawa, phone="076-000-0009")
    make_agency(name="高橋ホーム", municipality=kanazawa, phone="0760000009")
    assert pairs() == [
        ("髙橋ホーム", "高橋ホーム", ["名前と市町村が同じ", "電話番号が同じ"]),
        ("みなも工房本店", "みなも工房本店舗", ["法人が同じで名前が近い"]),
        ("あさひ", "ゆうひ", ["電話番号が同じ"]),
        ("あさひ", "よつば", ["住所が同じ"]),
    ]


def test_a_name_that_a_whole_town_shares_says_nothing(kanazawa):
    for _ in range(MOST_NAMESAKES):
        make_agency(name="相談室", municipality=kanazawa)
    assert suggestions(today=TODAY).total == MOST_NAMESAKES * (MOST_NAMESAKES - 1) // 2
    make_agency(name="相談室", municipality=kanazawa)
    assert suggestions(today=TODAY).total == 0


@pytest.mark.django_db(transaction=True)
def test_pairs_are_counted_again_only_when_something_has_changed(kanazawa):
    staff = make_user(name="相談員A", roles=[PublicRole.STAFF])
    one, other, third = [make_agency(name="みなも", municipality=kanazawa) for _ in range(3)]
    assert how_many(today=TODAY) == 3
    with CaptureQueriesContext(connection) as asked:
        assert how_many(today=TODAY) == 3
    assert not [each for each in asked.captured_queries if "open_agency" in each["sql"]]
    tell_apart(one=one, other=other, actor=staff, now=NOW)
    assert how_many(today=TODAY) == 2
    merge_agencies(kept=one, merged=third, actor=staff, now=NOW)
    assert how_many(today=TODAY) == 0


def test_what_many_share_or_is_empty_says_nothing(kanazawa):
    for number in range(6):
        make_agency(name=f"本部の{number}", phone="076-000-0001", address="大きなビル")
    for number in range(2):
        make_agency(name=f"なにもない{number}")
    make_agency(name="同じ名前")
    make_agency(name="同じ名前", municipality=kanazawa)
    assert pairs() == []


def test_closed_and_merged_agencies_are_not_compared(kanazawa):
    make_agency(name="同じ", municipality=kanazawa)
    make_agency(name="同じ", municipality=kanazawa, closed_on=TODAY)
    assert pairs() == []


def test_those_who_were_told_apart_are_not_proposed_again(kanazawa, staff):
    one, other = (make_agency(name="同じ", municipality=kanazawa) for _ in range(2))
    assert len(pairs()) == 1
    tell_apart(one=other, other=one, actor=staff, now=NOW)
    tell_apart(one=one, other=other, actor=staff, now=NOW)
    assert pairs() == []
    told = DifferentAgencies.objects.get()
    assert (told.first, told.second) == (one, other)
    third = make_agency(name="同じ", municipality=kanazawa)
    merge_agencies(kept=third, merged=one, actor=staff, now=NOW)
    assert DifferentAgencies.objects.count() == 0


def test_a_pair_stands_in_one_order_and_once(kanazawa, staff):
    one, other = (make_agency(name=name) for name in "ab")
    told = tell_apart(one=one, other=other, actor=staff, now=NOW)
    with pytest.raises(IntegrityError, match="pair_in_order"), transaction.atomic():
        DifferentAgencies.objects.update(first=other, second=one)
    with pytest.raises(IntegrityError, match="pair_once"), transaction.atomic():
        DifferentAgencies.objects.bulk_create(
            [DifferentAgencies(first=one, second=other, decided_on=TODAY, decided_by=told.decided_by)]
        )


# The desk


def test_staff_see_pairs_and_tell_them_apart(kanazawa, desk):
    one, other = (make_agency(name="同じ", municipality=kanazawa) for _ in range(2))
    page = desk.get(reverse("directory_duplicates_desk:pairs")).content.decode()
    assert "名前と市町村が同じ" in page
    assert f"{reverse('directory_desk:merge', args=[other.public_id])}?kept={one.public_id}" in page
    address = reverse("directory_duplicates_desk:different", args=[one.public_id, other.public_id])
    assert desk.post(address).status_code == 303
    assert "ありません" in desk.get(reverse("directory_duplicates_desk:pairs")).content.decode()


@pytest.mark.parametrize("page", ["x", "-1", "9" * 40, "99", "²"])
def test_a_strange_page_is_no_mistake(kanazawa, desk, page):
    assert desk.get(reverse("directory_duplicates_desk:pairs"), {"page": page}).status_code == 200


def test_the_list_asks_as_often_for_three_pairs_as_for_one(kanazawa, desk):
    asked, url = [], reverse("directory_duplicates_desk:pairs")
    for names in (["あ"], ["い", "う"]):
        for name in names:
            for _ in range(2):
                make_agency(name=name, municipality=kanazawa)
        desk.get(url)
        with CaptureQueriesContext(connection) as caught:
            desk.get(url)
        asked.append(len(caught))
    assert asked == [13, 13]


def test_before_merging_staff_see_what_moves(kanazawa, desk):
    kept, merged = (make_agency(name=name, municipality=kanazawa) for name in ("残る", "移る"))
    make_agency(name="課", parent=merged)
    Vacancy.objects.create(agency=merged, service_id="group_home", free=1, as_of=TODAY, said_at=NOW)
    url = f"{reverse('directory_desk:merge', args=[merged.public_id])}?kept={kept.public_id}"
    page = desk.get(url).content.decode()
    assert '<li>下の組織　<b class="num">1</b>件</li>' in page
    assert '<li>空き　<b class="num">1</b>件</li>' in page
    merged.refresh_from_db()
    assert merged.merged_into is None


# What moves


@pytest.fixture
def both(kanazawa):
    return tuple(make_agency(name=name, municipality=kanazawa) for name in ("残る", "移る"))


def merge(both):
    actor = make_user(name="所長B", email="b2@example.jp", roles=[PublicRole.MANAGER])
    merge_agencies(kept=both[0], merged=both[1], actor=actor, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_official_records_move_and_the_index_says_so(kanazawa):
    take_in(offices(2))
    both = list(Agency.objects.order_by("name"))
    merge(both)
    assert set(OfficialRecord.objects.values_list("agency", flat=True)) == {both[0].pk}
    assert not both[1].entries.exists()
    assert rebuild_entries(today=TODAY) == 0


def test_declaration_its_versions_and_vacancies_move(both):
    kept, merged = both
    said = Declaration.objects.create(agency=merged, summary="みなもです")
    said.save_revision().publish()
    draft = Declaration.objects.get()
    draft.summary = "下書き"
    draft.save_revision()
    Vacancy.objects.create(agency=merged, service_id="group_home", free=2, as_of=TODAY, said_at=NOW)
    merge(both)
    assert Vacancy.objects.get().agency == kept
    assert Declaration.objects.get().agency == kept
    Declaration.objects.get().get_latest_revision().publish()
    published = Declaration.objects.get()
    assert (published.agency, published.summary) == (kept, "下書き")
    assert {each.content["agency"] for each in Revision.objects.all()} == {kept.pk}


def test_what_the_kept_agency_says_itself_holds(both):
    kept, merged = both
    Declaration.objects.create(agency=kept, summary="わたしたち")
    Declaration.objects.create(agency=merged, summary="あちら")
    merge(both)
    assert Declaration.objects.get(agency=kept).summary == "わたしたち"
    assert Declaration.objects.get(agency=merged).summary == "あちら"


def test_acceptance_housing_and_contacts_move(both):
    kept, merged = both
    AcceptanceProfile.objects.create(agency=merged, state="willing", note="メモ")
    HousingFacts.objects.create(agency=merged)
    actor = make_user(name="相談員Z", email="z@example.jp", roles=[PublicRole.STAFF])
    ContactRecord.objects.create(
        agency=merged, day=TODAY, way=ContactWay.values[0], by=actor, purpose="あいさつ"
    )
    merge(both)
    for model in (AcceptanceProfile, HousingFacts, ContactRecord):
        assert model.objects.get().agency == kept


def test_notes_and_cautions_about_both_stand_below_each_other(both):
    kept, merged = both
    AcceptanceProfile.objects.create(agency=kept, note="一")
    AcceptanceProfile.objects.create(agency=merged, note="二", cautions="段差")
    merge(both)
    ours = AcceptanceProfile.objects.get(agency=kept)
    assert (ours.note, ours.cautions) == ("一\n二", "段差")


def test_the_kept_agency_never_shows_more_than_both_showed(both):
    kept, merged = both

    def agree(agency, group, level):
        agreed = {"agreed_on": date(2026, 4, 1), "agreed_by": "所長"}
        FieldVisibility.objects.create(agency=agency, group=group, level=level, **agreed)

    agree(merged, FieldGroup.ADDRESS, Level.STAFF)
    agree(merged, FieldGroup.ACCEPTANCE, Level.PUBLIC)
    agree(kept, FieldGroup.CONDITIONS, Level.PUBLIC)
    agree(merged, FieldGroup.CONDITIONS, Level.PARTNERS)
    merge(both)
    levels = dict(FieldVisibility.objects.filter(agency=kept).values_list("group", "level"))
    assert levels == {"address": "staff", "conditions": "partners"}
