"""The search and the page of one agency: what they say, what they stand, how many queries they take."""

from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.utils.html import escape

from content.search.models import SynonymGroup, SynonymWord, ZeroResult
from content.search.rules import spelt
from directory.declared.models import Declaration, Vacancy
from directory.finding.services import forget_closed_agencies
from directory.models import Agency, AgencyKind, FieldVisibility, Municipality, MunicipalityInArea
from foundation.public_pages import version
from tests.directory.finding.conftest import found
from tests.factories.directory import NOW, make_agency, make_municipality
from tests.factories.whole_agency import TODAY, fill, index

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["ホームみなも", "小松の病院"]),
        ("q=minamo", ["ホームみなも"]),
        ("m=172031", ["小松の病院"]),
        ("m=172031&m=172014", ["ホームみなも", "小松の病院"]),
        ("s=group_home", ["ホームみなも"]),
        ("t=elderly", []),
        ("t=disability", ["ホームみなも"]),
        ("k=hospital_clinic", ["小松の病院"]),
        ("fresh=fresh", ["ホームみなも"]),
        ("area={area}", ["ホームみなも"]),
        ("ids={home}", ["ホームみなも"]),
        ("ids={home},{hospital}&size=all", ["ホームみなも", "小松の病院"]),
    ],
)
def test_an_address_says_what_is_found(home, hospital, area, readers, query, names):
    asked = query.format(area=area.pk, home=home.public_id, hospital=hospital.public_id)
    assert found(readers.public, asked) == names


def test_an_area_takes_in_what_became_part_of_its_municipalities_and_not_what_has_left(home, area, readers):
    old = make_municipality(
        code="173011", name="松任町", valid_to="2020-01-01", successor=Municipality.objects.get(code="172014")
    )
    index(make_agency(name="松任の家", municipality=old))
    assert found(readers.public, f"area={area.pk}") == ["ホームみなも", "松任の家"]
    MunicipalityInArea.objects.update(valid_to=TODAY)
    version.forget()
    assert (
        f"「{area.pk}」という条件は、ありません" in readers.public.get(f"/directory/?area={area.pk}&x=1").text
    )


def test_a_municipality_takes_in_what_became_part_of_it_in_list_and_counts(home, kanazawa, readers):
    village = make_municipality(code="173011", name="松任町", valid_to="2020-01-01", successor=kanazawa)
    older = make_municipality(code="173029", name="昔村", valid_to="1990-01-01", successor=village)
    index(
        make_agency(name="松任の家", municipality=village), make_agency(name="昔村の家", municipality=older)
    )
    everybody = sorted(["ホームみなも", "松任の家", "昔村の家"])
    assert sorted(found(readers.public, "m=172014")) == everybody
    assert found(readers.public, "m=173029") == ["昔村の家"]
    shown = readers.public.get("/directory/?x=1").context["listing"]
    [group] = [each for each in shown.groups if each.key == "m"]
    assert [(each.code, each.count) for each in group.rest] == [("172014", 3)]
    assert {each.code: each.count for each in shown.picture.places}["172014"] == 3


def test_the_table_of_the_map_leads_to_as_many_as_it_says(home, hospital, area, readers):
    other = make_agency(name="別のホーム", municipality=home.municipality)
    index(other)
    asked = f"q=ホーム&k=group_home&area={area.pk}&t=disability&fresh=fresh"
    shown = readers.public.get(f"/directory/?{asked}").context["listing"]
    [place] = [each for each in shown.picture.places if each.count]
    assert (place.code, place.count) == ("172014", 1)
    assert f'href="/directory/?{escape(place.query)}"' in readers.public.get(f"/directory/?{asked}").text
    assert found(readers.public, place.query) == ["ホームみなも"]
    assert {"k", "t", "fresh", "q", "m"} == set(QueryDict(place.query))


def test_who_serves_a_municipality_is_asked_and_counted(home, hospital, readers):
    assert found(readers.public, "served=172014") == ["ホームみなも"]
    assert found(readers.public, "served=172031") == []
    shown = readers.public.get("/directory/?x=1").context["listing"]
    [group] = [each for each in shown.groups if each.key == "served"]
    assert [(each.name, each.count) for each in group.rest] == [("金沢市", 1)]
    assert "金沢市の人が使える" in readers.public.get("/directory/?served=172014&x=1").text


def test_staff_ask_for_acceptance_and_housing_with_counts_and_others_do_not(home, hospital, readers):
    assert found(readers.staff, "acc=has_accepted") == ["ホームみなも"]
    assert found(readers.staff, "acc=willing") == []
    assert found(readers.staff, "house=prospect&house=registered") == ["ホームみなも"]
    shown = {
        each.key: each for each in readers.staff.get("/directory/?acc=willing").context["listing"].groups
    }
    assert [(each.code, each.count, each.is_chosen) for each in shown["acc"].values] == [
        ("willing", 0, True),
        ("has_accepted", 1, False),
    ]
    for client in (readers.public, readers.partners):
        page = client.get("/directory/?acc=has_accepted&x=1")
        assert "「has_accepted」という条件は、ありません" in page.text
        assert not {"acc", "house"} & {each.key for each in page.context["listing"].groups}


def test_kinds_and_conditions_are_offered_with_how_many_they_find(home, hospital, readers):
    shown = readers.staff.get("/directory/?k=hospital_clinic").context["listing"]
    assert {each.code: each.count for each in shown.kinds} == {"group_home": 1, "hospital_clinic": 1}
    [group] = [each for each in readers.staff.get("/directory/").context["listing"].groups if each.key == "c"]
    assert [(each.code, each.count) for each in group.rest] == [("addiction", 1)]


def test_free_places_and_conditions_are_asked_by_those_alone_who_may_see_any(home, readers):
    assert 'name="free"' not in readers.public.get("/directory/").text
    assert 'name="c"' not in readers.public.get("/directory/").text
    assert 'name="free"' in readers.partners.get("/directory/").text
    assert found(readers.partners, "free=1") == ["ホームみなも"]
    assert found(readers.staff, "c=addiction") == ["ホームみなも"]
    assert found(readers.partners, "c=addiction") == []


def test_what_is_agreed_to_be_public_everybody_may_ask_for(home, readers):
    for group in ("vacancy", "conditions"):
        FieldVisibility.objects.create(
            agency=home, group=group, level="public", agreed_on=TODAY, agreed_by="施設長"
        )
    index(home)
    page = readers.public.get("/directory/").text
    assert 'name="free"' in page
    assert 'value="addiction"' in page
    assert found(readers.public, "free=1&c=addiction") == ["ホームみなも"]


def test_places_whose_answer_is_not_known_are_found_when_they_are_wanted_too(home, hospital, readers):
    assert found(readers.staff, "c=addiction&unknown=1") == ["ホームみなも", "小松の病院"]


@pytest.mark.parametrize(
    ("days", "words"), [(0, "新しい情報"), (184, "そろそろ確かめる情報"), (367, "古い情報・確かめていません")]
)
def test_three_grades_of_freshness_are_told_with_the_day(hospital, readers, days, words):
    Declaration.objects.create(agency=hospital, confirmed_on=TODAY - timedelta(days=days), confirmed_by="係")
    index(hospital)
    assert words in readers.public.get("/directory/").text
    assert words in readers.public.get(f"/directory/{hospital.public_id}/").text


@pytest.mark.parametrize(("days", "words"), [(30, "空き：3人"), (31, "空き：わかりません")])
def test_an_old_word_of_free_places_is_no_longer_told(home, readers, days, words):
    Vacancy.objects.all().delete()
    Vacancy.objects.create(
        agency=home, service_id="group_home", free=3, as_of=TODAY - timedelta(days=days), said_at=NOW
    )
    index(home)
    assert words in readers.partners.get("/directory/").text
    assert words in readers.partners.get(f"/directory/{home.public_id}/").text
    assert len(found(readers.partners, "free=1")) == (1 if days == 30 else 0)


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "あ" * 10_000,
        "q=%00%ff&m=%00",
        "page=-1",
        "page=99999999999999999999",
        "page=abc",
        "s=%27%3Bdrop&k=nothing&t=x&fresh=never&c=x&area=x&area=999999&m=999999&size=many",
        "ids=" + "A" * 5000,
        "ids=,,,&ids=%00",
        "&".join(f"m={number:06d}" for number in range(500)),
    ],
)
@pytest.mark.parametrize("path", ["/directory/", "/directory/export.csv"])
def test_whatever_an_address_says_the_answer_is_a_page(home, readers, path, query):
    assert readers.public.get(f"{path}?{query}").status_code == 200


def test_what_does_not_exist_is_told_and_left_out(home, readers):
    page = readers.public.get("/directory/?s=group_home&s=castle&m=999999")
    assert "「castle」「999999」という条件は、ありません" in page.text
    assert [row.hit["name"] for row in page.context["listing"].rows] == ["ホームみなも"]


def test_how_words_were_read_is_told(home, readers):
    assert "かなの「ミナモ」でさがしました" in readers.public.get("/directory/?q=minamo").text
    page = readers.public.get("/directory/?q=ホームみなも 釣り堀").text
    assert "「ホーム」だけでさがしました" in page


def test_a_search_in_vain_leads_to_the_phone(home, readers):
    page = readers.public.get("/directory/?q=釣り堀").text
    assert "見つかりませんでした" in page
    assert 'href="tel:0760000000"' in page


def vain_words():
    return list(ZeroResult.objects.values_list("said", "count"))


def test_a_search_in_vain_is_counted_when_it_is_made_of_known_words(home, readers):
    group = SynonymGroup.objects.create()
    SynonymWord.objects.create(group=group, word="釣り堀", spelt=spelt("釣り堀"))
    readers.public.get("/directory/?q=釣り堀")
    readers.public.get("/directory/?q=佐久間礼子")
    readers.public.get("/directory/?q=釣り堀&m=172014")
    readers.public.get("/directory/?q=釣り堀&x=1", headers={"Sec-Fetch-Site": "cross-site"})
    assert vain_words() == [("釣り堀", 1)]


def test_nobody_counts_searches_in_vain_all_day(home, readers, settings):
    settings.SEARCH_NOTE_RATES = {"note": "2/h/ip"}
    group = SynonymGroup.objects.create()
    SynonymWord.objects.create(group=group, word="釣り堀", spelt=spelt("釣り堀"))
    for _ in range(3):
        readers.public.get("/directory/?q=釣り堀")
    assert vain_words() == [("釣り堀", 2)]


def test_counts_of_a_group_are_those_of_choosing_more_of_it(home, hospital, readers):
    groups = {each.key: each for each in readers.public.get("/directory/?m=172014").context["listing"].groups}
    assert [(value.name, value.count, value.is_chosen) for value in groups["m"].rest] == [
        ("金沢市", 1, True),
        ("小松市", 1, False),
    ]


def test_a_condition_can_be_taken_off(home, readers):
    chosen = readers.public.get("/directory/?q=みなも&m=172014&s=group_home").context["listing"].chosen
    assert [(each.words, each.query) for each in chosen] == [
        ("金沢市", "q=%E3%81%BF%E3%81%AA%E3%82%82&s=group_home"),
        ("グループホーム", "q=%E3%81%BF%E3%81%AA%E3%82%82&m=172014"),
    ]


def test_a_page_holds_twenty_and_the_rest_follows(clock, readers):
    index(*[make_agency(name=f"家{number:02d}") for number in range(21)])
    assert len(found(readers.public, "")) == 20
    assert found(readers.public, "page=2") == ["家20"]
    assert found(readers.public, "page=400") == ["家20"]
    assert len(found(readers.public, "size=all")) == 21


def test_a_merged_agency_leads_to_what_it_became(home, hospital, readers):
    hospital.merged_into, hospital.closed_on = home, TODAY
    hospital.save()
    answer = readers.public.get(f"/directory/{hospital.public_id}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/directory/{home.public_id}/")


def test_a_merged_agency_does_not_tell_of_a_hidden_one(hospital, readers):
    hidden = make_agency(name="秘密の家", kind="self_reliance_home")
    hospital.merged_into, hospital.closed_on = hidden, TODAY
    hospital.save()
    assert readers.public.get(f"/directory/{hospital.public_id}/").status_code == 404
    assert readers.staff.get(f"/directory/{hospital.public_id}/").status_code == 302


def test_a_closed_agency_is_open_to_staff_alone(home, readers):
    home.closed_on = TODAY
    home.save()
    index(home)
    codes = [
        client.get(f"/directory/{home.public_id}/").status_code
        for client in (readers.public, readers.partners, readers.staff)
    ]
    assert codes == [404, 404, 200]
    assert "閉じた機関です" in readers.staff.get(f"/directory/{home.public_id}/").text


def test_staff_look_through_the_eyes_of_others_and_others_do_not(home, readers):
    address = f"/directory/{home.public_id}/"
    assert "受け入れたことがある" in readers.staff.get(address).text
    assert "受け入れたことがある" not in readers.staff.get(f"{address}?as=partners").text
    assert "空き：2人" in readers.staff.get(f"{address}?as=partners").text
    assert "空き：2人" not in readers.staff.get(f"{address}?as=public").text
    assert "受け入れたことがある" not in readers.partners.get(f"{address}?as=staff").text
    assert "管理画面で開く" not in readers.partners.get(address).text
    AgencyKind.objects.filter(pk="group_home").update(level="staff")
    assert "この機関はありません" in readers.staff.get(f"{address}?as=public").text


@pytest.mark.parametrize(
    ("who", "is_private"), [("public", False), ("partners", True), ("staff", True), ("outside", True)]
)
def test_answers_to_those_who_signed_in_are_kept_by_nobody(home, readers, who, is_private):
    for path in ("/directory/", f"/directory/{home.public_id}/", "/directory/list.pdf"):
        answer = getattr(readers, who).get(path)
        assert ("private" in answer.get("Cache-Control", "")) is is_private


def test_a_partner_whose_membership_has_ended_reads_what_everybody_reads(home, readers, today_partner):
    assert "空き：2人" in today_partner.get("/directory/").text
    today_partner.membership.valid_to = TODAY
    today_partner.membership.save()
    assert "空き：2人" not in today_partner.get("/directory/").text


@pytest.mark.parametrize(("who", "queries"), [("public", 4), ("staff", 8)])
def test_one_agency_is_listed_in_as_many_queries_as_three(
    home, kanazawa, readers, django_assert_num_queries, who, queries
):
    client = getattr(readers, who)
    client.get("/directory/")
    with django_assert_num_queries(queries):
        client.get("/directory/?m=172014&x=1")
    for number in (2, 3):
        fill(make_agency(name=f"家{number}", municipality=kanazawa, address="石川県金沢市"), number=number)
    client.get("/directory/")
    with django_assert_num_queries(queries):
        client.get("/directory/?m=172014&x=1")


def test_an_agency_with_three_services_asks_as_little_as_one_with_one(
    home, readers, django_assert_num_queries
):
    address = f"/directory/{home.public_id}/?x=1"
    readers.public.get(address)
    with django_assert_num_queries(15):
        readers.public.get(address)
    for code in ("short_stay", "work_b"):
        home.declaration.offers.model.objects.create(
            declaration=home.declaration, service_id=code, served=["172014"], conditions={"addiction": "yes"}
        )
    with django_assert_num_queries(15):
        readers.public.get(address)


def test_the_site_search_tells_how_many_agencies_there_are(home, readers):
    page = readers.public.get("/search/?q=みなも").text
    assert "関係機関の名簿では、1件見つかりました" in page
    assert "関係機関の名簿" not in readers.public.get("/search/?q=釣り堀").text


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "関係機関をさがす｜"),
        ("q=みなも", "関係機関をさがす（「みなも」）｜"),
        ("m=172014&s=group_home", "関係機関をさがす（金沢市、グループホーム）｜"),
    ],
)
def test_each_search_has_a_title_of_its_own(home, readers, query, title):
    assert f"<title>{title}" in readers.public.get(f"/directory/?{query}").text.replace("\n", "")


def test_who_closes_on_a_day_to_come_is_found_until_that_day(home, client):
    tomorrow = NOW + timedelta(days=1)
    Agency.objects.filter(pk=home.pk).update(closed_on=tomorrow.date())
    index(home)
    assert [forget_closed_agencies(now=NOW), home.name in client.get("/directory/").text] == [0, True]
    with time_machine.travel(tomorrow, tick=False):
        assert forget_closed_agencies(now=tomorrow) > 0
        assert home.name not in client.get("/directory/").text
        assert forget_closed_agencies(now=tomorrow) == 0
