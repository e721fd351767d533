"""相談員A keeps the list of agencies: looks, adds, changes, merges; what is wrong is told in words."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from directory.enums import MembershipRole, Sector
from directory.models import Agency, Corporation
from tests.factories.directory import (
    join,
    make_agency,
    make_member,
    make_municipality,
    make_partner,
)

pytestmark = pytest.mark.django_db
NUMBER = "7000012050002"


def at(name, *args):
    return reverse(f"directory_desk:{name}", args=args)


def typed(**fields):
    return {"kind": "group_home", "name": "グループホームみなも", "sector": ""} | fields


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def send(desk, **fields):
    return desk.post(at("create"), typed(**fields))


def refused(desk, **fields):
    """Return the mistakes found in a form that is wrong; nothing has been added then."""
    before = Agency.objects.count()
    answer = send(desk, **fields)
    assert (answer.status_code, Agency.objects.count()) == (422, before)
    assert "エラー：" in answer.content.decode()
    return errors(answer)


# The list


def names(desk, query=""):
    return [agency.name for agency in desk.get(at("agencies") + query).context["page_obj"].object_list]


def test_the_list_is_searched_and_narrowed_by_its_address(desk):
    city = make_municipality()
    make_agency(name="髙橋ホーム", municipality=city)
    make_agency(name="高橋作業所", kind="work_b")
    assert names(desk, "?q=高橋") == ["髙橋ホーム", "高橋作業所"]
    assert names(desk, "?q=ﾎｰﾑ") == ["髙橋ホーム"]
    assert names(desk, "?sector=work") == ["高橋作業所"]
    assert names(desk, f"?kind=group_home&municipality={city.pk}") == ["髙橋ホーム"]


@pytest.mark.parametrize("query", ["?kind=x", "?municipality=999", "?state=x&sector=y", "?page=99", "?q=%00"])
def test_a_value_that_is_not_offered_asks_for_nothing(desk, query):
    make_agency()
    assert names(desk, query) == ["グループホームみなも"]


def test_closed_ones_are_shown_when_asked_for(desk, today):
    kept = make_agency(name="残る")
    make_agency(name="閉じた", closed_on=today)
    make_agency(name="統合した", closed_on=today, merged_into=kept)
    assert names(desk) == ["残る"]
    assert names(desk, "?state=closed") == ["統合した", "閉じた"]
    assert len(names(desk, "?state=every")) == 3


def test_twenty_rows_make_a_page(desk):
    for number in range(21):
        make_agency(name=f"事業所{number:02}")
    assert (len(names(desk)), names(desk, "?page=2")) == (20, ["事業所20"])


def test_an_empty_list_says_what_to_do(desk):
    assert "言葉を短くする" in desk.get(at("agencies") + "?q=ない").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(count, desk, django_assert_num_queries):
    city, kept = make_municipality(), make_agency(name="残る")
    for number in range(count):
        make_member(make_agency(name=f"事業所{number}", municipality=city, parent=kept))
    desk.get(at("agencies"))
    with django_assert_num_queries(15):
        desk.get(at("agencies"))


# One agency


def test_an_agency_shows_its_people_and_how_they_sign_in(desk):
    agency = make_agency()
    make_partner(agency=agency, name="事業所職員C")
    make_member(agency, name="佐久間 礼子")
    page = desk.get(at("agency", agency.public_id)).content.decode()
    assert [word in page for word in ("事業所職員C", "佐久間 礼子", "できます", "招待していません")] == [
        True
    ] * 4


def test_who_left_is_not_shown(desk, today):
    agency = make_agency()
    join(make_partner(agency=make_agency(name="ほか"), name="前の方").person, agency, until=today)
    assert "前の方" not in desk.get(at("agency", agency.public_id)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_an_agency_takes_as_many_queries_for_three_people_as_for_one(count, desk, django_assert_num_queries):
    agency = make_agency()
    for number in range(count):
        make_partner(agency=agency, name=f"見本 {number}")
        make_agency(name=f"課{number}", parent=agency)
        make_agency(name=f"前の名前{number}", closed_on="2026-04-01", merged_into=agency)
    desk.get(at("agency", agency.public_id))
    with django_assert_num_queries(18):
        desk.get(at("agency", agency.public_id))


def test_the_number_of_a_merged_agency_leads_on(desk, today):
    kept = make_agency(name="残る")
    merged = make_agency(name="移る", closed_on=today, merged_into=kept)
    answer = desk.get(at("agency", merged.public_id), follow=True)
    assert answer.redirect_chain == [(at("agency", kept.public_id), 303)]
    assert "「移る」は、「残る」に統合しました。" in answer.content.decode()


# Adding and changing


def test_an_agency_is_added_with_one_form_in_any_width(desk):
    city, body = make_municipality(), make_agency(name="社会福祉法人 見本会", kind="corporation")
    answer = send(
        desk,
        name="グループホームみなも ",
        name_kana="ぐるーぷほーむ みなも",
        municipality=city.pk,
        postal_code="９２００９６１",
        phone="０９９（０００）４５６７",
        fax="099-000-4568",
        email="ｍｉｎａｍｏ＠example.jp",
        parent="社会福祉法人　見本会",
        corporate_number="７００００１２０５０００２",
        corporation_name="社会福祉法人 見本会",
        opened_on="Ｒ６．４．１",
    )
    agency = Agency.objects.get(name="グループホームみなも")
    assert answer.headers["Location"] == at("agency", agency.public_id)
    assert (agency.name_kana, agency.postal_code) == ("グループホーム ミナモ", "920-0961")
    assert (agency.phone, agency.email) == ("099-000-4567", "minamo@example.jp")
    assert (agency.parent, agency.corporation.corporate_number) == (body, NUMBER)
    assert (agency.municipality, agency.sector, str(agency.opened_on)) == (city, "disability", "2024-04-01")


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": "　"}, "name", "名前を書いてください。"),
        ({"kind": ""}, "kind", "種類を選んでください。"),
        (
            {"name_kana": "漢字"},
            "name_kana",
            "カタカナか、ひらがなで書いてください。例：サクマ レイコ",
        ),
        (
            {"postal_code": "920"},
            "postal_code",
            "郵便番号は7つの数字で書くか、空けておいてください。例：990-0000",
        ),
        (
            {"phone": "電話なし"},
            "phone",
            "電話番号として読み取れません。市外局番から書いてください。例：099-000-4567",
        ),
        (
            {"corporate_number": "8000012050002"},
            "corporate_number",
            "法人番号が違うようです。13桁の数字を、もう一度確かめてください。",
        ),
        (
            {"corporate_number": NUMBER},
            "corporation_name",
            "はじめての法人番号です。法人の名前も書いてください。",
        ),
        ({"parent": "ない法人"}, "parent", "この名前の機関はありません。名前か番号を確かめてください。"),
        (
            {"opened_on": "R8.4.1", "closed_on": "R8.3.31", "closed_because": "事業をやめた"},
            "closed_on",
            "閉じた日は、始めた日より前にできません。",
        ),
        ({"closed_on": "R8.3.31"}, "closed_because", "閉じたわけを書いてください。"),
        (
            {"closed_because": "事業をやめた"},
            "closed_on",
            "閉じた日も書いてください。開いているなら、わけを消してください。",
        ),
    ],
)
def test_a_mistake_is_told_in_words(desk, fields, field, words):
    assert refused(desk, **fields) == {field: [words]}


def test_an_agency_is_closed_for_a_reason_that_the_desk_reads(desk):
    assert send(desk, closed_on="R8.3.31", closed_because="事業をやめた").status_code == 303
    agency = Agency.objects.get()
    assert agency.closed_because == "事業をやめた"
    page = desk.get(at("agency", agency.public_id)).content.decode()
    assert ("閉じたわけ" in page, "事業をやめた" in page) == (True, True)
    assert 'value="事業をやめた"' in desk.get(at("edit", agency.public_id)).content.decode()


def test_the_database_keeps_a_reason_only_of_what_is_closed(desk):
    make_agency()
    wrong = pytest.raises(IntegrityError, match="directory_agency_reason_is_of_a_closed_one")
    with wrong, transaction.atomic():
        Agency.objects.update(closed_because="事業をやめた")


def test_what_was_typed_is_kept_beside_a_mistake(desk):
    answer = send(desk, name="", phone="０９９-０００-４５６７", opened_on="令和6年", address="見本町1番地")
    page = answer.content.decode()
    kept = ('value="０９９-０００-４５６７"', 'value="令和6年"', 'value="見本町1番地"')
    assert [word in page for word in kept] == [True, True, True]


def test_the_same_name_in_the_same_place_is_one_agency(desk):
    city = make_municipality()
    known = make_agency(name="髙橋ﾎｰﾑ", municipality=city)
    found = refused(desk, name="高橋ホーム", municipality=city.pk)
    assert found == {
        "name": [
            f"同じ名前の機関があります：髙橋ﾎｰﾑ（{known.public_id}）。別の機関なら、地名などで区別してください。"
        ]
    }
    assert send(desk, name="高橋ホーム").status_code == 303


def test_the_body_is_written_by_number_where_names_are_not_enough(desk):
    first, second = (make_agency(name="見本会", kind="corporation") for _ in range(2))
    found = refused(desk, parent="見本会")["parent"][0]
    assert found.startswith("同じ名前の機関が、いくつかあります。番号で書いてください：")
    assert [agency.public_id in found for agency in (first, second)] == [True, True]
    send(desk, parent=f"見本会（{second.public_id}）")
    assert Agency.objects.get(name="グループホームみなも").parent == second


def test_names_that_may_have_been_meant_are_told(desk):
    near = make_agency(name="社会福祉法人 見本会", kind="corporation")
    found = refused(desk, parent="見本会")["parent"]
    assert found == [
        f"この名前の機関はありません。番号で書いてください：社会福祉法人 見本会（{near.public_id}）"
    ]


def as_shown(desk, address):
    """Return what the form of an address would send if nothing was touched."""
    form = desk.get(address).context["form"]
    return {field.name: "" if field.value() is None else field.value() for field in form}


def test_a_form_that_nobody_touched_changes_nothing(desk):
    body = Corporation.objects.create(name="社会福祉法人 見本会", corporate_number=NUMBER)
    agency = make_agency(
        name_kana="ミナモ",
        parent=make_agency(name="見本会", kind="corporation"),
        corporation=body,
        municipality=make_municipality(),
        sector=Sector.HOUSING,
        phone="000-001-0001",
        opened_on="2024-04-01",
    )
    before = Agency.objects.filter(pk=agency.pk).values().get()
    answer = desk.post(at("edit", agency.public_id), as_shown(desk, at("edit", agency.public_id)))
    assert answer.status_code == 303
    assert Agency.objects.filter(pk=agency.pk).values().get() == before


def test_an_agency_below_itself_is_refused_in_words(desk):
    city = make_agency(name="見本市", kind="municipality")
    section = make_agency(name="見本福祉課", kind="municipality", parent=city)
    answer = desk.post(
        at("edit", city.public_id), typed(name="見本市", kind="municipality", parent=section.public_id)
    )
    assert (answer.status_code, errors(answer)) == (
        422,
        {"__all__": ["上の組織が、この機関の下にあります。別の組織を選んでください。"]},
    )


# The postal code


def look_up(desk, **fields):
    return desk.post(at("create"), typed(lookup="postal_code", **fields))


def shown(answer):
    form = answer.context["form"]
    return form["address"].value(), form["municipality"].value(), answer.context["told"]


def test_the_postal_code_fills_address_and_municipality(desk):
    city = make_municipality()
    answer = look_up(desk, postal_code="９２０－０９６１", phone="電話")
    assert shown(answer) == ("石川県金沢市香林坊", city.pk, "住所を入れました。続きの番地を書いてください。")
    assert (answer.status_code, answer.context["form"]["phone"].value()) == (200, "電話")
    assert Agency.objects.count() == 0


def test_a_typed_address_is_never_overwritten(desk):
    place = make_municipality(name="津幡町", code="173614")
    make_municipality()
    answer = look_up(desk, postal_code="920-0961", address="見本町1番地", municipality=place.pk)
    assert shown(answer) == ("見本町1番地", str(place.pk), "住所は書いてあるので、そのままにしました。")


def test_a_town_of_a_district_is_found_by_its_own_name(desk):
    make_municipality(name="能登町", code="174637")
    place = make_municipality(name="中能登町", code="174076")
    answer = look_up(desk, postal_code="929-1721")
    assert shown(answer)[:2] == ("石川県鹿島郡中能登町井田", place.pk)


def test_an_unknown_postal_code_says_so(desk):
    told = "この郵便番号の住所は見つかりません。番号を確かめるか、住所を書いてください。"
    for code in ("", "000-0000", "あ"):
        assert shown(look_up(desk, postal_code=code))[2] == told


def test_several_towns_are_told_and_none_is_guessed(desk):
    address, _, told = shown(look_up(desk, postal_code="501-0100"))
    assert (address, told.startswith("住所を入れました。町の名前も書いてください：")) != ("", False)


# Merging


def test_merging_asks_first_and_is_done_by_the_second_button(desk):
    kept, merged = make_agency(name="残る"), make_agency(name="移る")
    make_member(merged, role=MembershipRole.PARTNER)
    address = at("merge", merged.public_id)
    asked = desk.post(address, {"kept": "残る"})
    merged.refresh_from_db()
    assert (asked.status_code, "もとにはもどせません" in asked.content.decode()) == (200, True)
    assert merged.merged_into is None
    done = desk.post(address, {"kept": kept.public_id, "sure": "1"})
    merged.refresh_from_db()
    assert (done.headers["Location"], merged.merged_into) == (at("agency", kept.public_id), kept)
    assert kept.memberships.count() == 1


@pytest.mark.parametrize(
    ("kept", "words"),
    [("", "統合した先を書いてください。"), ("移る", "この名前の機関はありません。"), ("部", "下にある組織")],
)
def test_a_wrong_aim_is_told_in_words(desk, kept, words):
    merged = make_agency(name="移る")
    make_agency(name="部", parent=merged)
    answer = desk.post(at("merge", merged.public_id), {"kept": kept, "sure": "1"})
    assert (answer.status_code, words in errors(answer)["kept"][0]) == (422, True)
