"""What the database refuses, whoever asks: each constraint is broken past every form and service."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directory.enums import AreaScheme, FieldGroup, Level, MembershipRole
from directory.models import (
    Agency,
    AgencyKind,
    Corporation,
    FieldVisibility,
    Membership,
    Municipality,
    MunicipalityInArea,
    ServiceCode,
    ServiceKind,
    WelfareArea,
)
from tests.factories.accounts import make_person
from tests.factories.directory import SINCE, join, make_agency, make_municipality

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def refused_by(act):
    """Return the name of the constraint that refuses an act."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return refused.value.__cause__.diag.constraint_name


def change(row, **values):
    return refused_by(lambda: type(row).objects.filter(pk=row.pk).update(**values))


def add(row):
    return refused_by(lambda: type(row).objects.bulk_create([row]))


def make_area(*, name="南加賀", scheme=AreaScheme.DISABILITY, **fields):
    return WelfareArea.objects.create(name=name, scheme=scheme, **{"valid_from": SINCE} | fields)


def put(place, area, **fields):
    fields = {"scheme": area.scheme, "valid_from": SINCE} | fields
    return MunicipalityInArea(municipality=place, area=area, **fields)


# Agencies


def test_an_agency_is_not_its_own_body():
    agency = make_agency()
    assert change(agency, parent=agency) == "directory_agency_is_not_its_own_parent"


def test_an_agency_is_not_merged_into_itself():
    agency = make_agency(closed_on=TODAY)
    assert change(agency, merged_into=agency) == "directory_agency_not_merged_into_itself"


def test_a_merged_agency_is_closed():
    agency, other = make_agency(), make_agency(name="みなもの家")
    assert change(agency, merged_into=other) == "directory_agency_merged_is_closed"


def test_an_agency_does_not_close_before_it_opens():
    agency = make_agency(opened_on=TODAY)
    assert change(agency, closed_on=date(2026, 11, 23)) == "directory_agency_closes_after_it_opens"


def test_no_two_agencies_bear_one_number():
    agency, other = make_agency(), make_agency(name="みなもの家")
    assert change(other, public_id=agency.public_id) == "directory_agency_public_id_key"


def test_a_new_number_has_eight_signs_that_survive_a_telephone():
    number = make_agency().public_id
    assert (len(number), set(number) & set("01IO")) == (8, set())


@pytest.mark.parametrize("number", ["123456789012", "0234567890123", "", "12345678901２3"])
def test_a_corporate_number_has_13_digits(number):
    corporation = Corporation.objects.create(name="社会福祉法人 見本会")
    assert change(corporation, corporate_number=number) == "directory_corporation_number_is_13_digits"


def test_no_two_corporations_bear_one_number_but_several_may_have_none():
    Corporation.objects.create(name="見本会", corporate_number="7000012050002")
    Corporation.objects.create(name="みなも会")
    other = Corporation.objects.create(name="あおば会")
    key = change(other, corporate_number="7000012050002")
    assert key == "directory_corporation_corporate_number_key"


def test_the_key_for_searching_follows_name_and_reading():
    agency = make_agency(name="髙橋 ﾎｰﾑ", name_kana="")
    assert (agency.folded_name, agency.folded_kana) == ("高橋ホ-ム", "高橋ホ-ム")
    agency.name, agency.name_kana = "宮﨑ホーム", "ミヤザキホーム"
    agency.save()
    agency.refresh_from_db()
    assert (agency.folded_name, agency.folded_kana) == ("宮崎ホ-ム", "ミヤザキホ-ム")


def test_the_key_is_there_for_agencies_created_in_bulk():
    kind = AgencyKind.objects.get(code="group_home")
    Agency.objects.bulk_create([Agency(kind=kind, sector=kind.sector, name="みなも")])
    assert Agency.objects.get(folded_name="ミナモ").name == "みなも"


def test_current_agencies_have_neither_closed_nor_been_merged():
    open_one = make_agency(name="開いている")
    to_open = make_agency(name="これから開く", opened_on=date(2027, 4, 1))
    to_close = make_agency(name="明日閉じる", closed_on=date(2026, 11, 25))
    make_agency(name="今日閉じた", closed_on=TODAY)
    make_agency(name="統合した", closed_on=date(2027, 1, 1), merged_into=open_one)
    current = Agency.objects.current(today=TODAY)
    assert set(current) == {open_one, to_open, to_close}
    assert {each for each in Agency.objects.all() if each.is_current(today=TODAY)} == set(current)


# Places


@pytest.mark.parametrize("code", ["17201", "17201A", ""])
def test_a_municipality_has_a_code_of_six_digits(code):
    assert change(make_municipality(), code=code) == "directory_municipality_code_is_6_digits"


def test_no_two_municipalities_bear_one_code():
    make_municipality()
    other = make_municipality(name="七尾市", code="172022")
    assert change(other, code="172014") == "directory_municipality_code_key"


def test_a_municipality_ends_after_it_begins():
    place = make_municipality(valid_from=SINCE)
    assert change(place, valid_to=SINCE) == "directory_municipality_ends_after_it_begins"


def test_only_a_municipality_that_ended_has_a_successor():
    place, city = make_municipality(name="白峰村", code="173431"), make_municipality()
    assert change(place, successor=city) == "directory_municipality_successor_only_after_end"
    Municipality.objects.filter(pk=place.pk).update(successor=city, valid_to=date(2005, 2, 1))
    assert list(city.predecessors.all()) == [place]


def test_a_municipality_does_not_succeed_itself():
    place = make_municipality(valid_to=TODAY)
    assert change(place, successor=place) == "directory_municipality_is_not_its_own_successor"


def test_municipalities_that_exist_on_a_day():
    city = make_municipality()
    make_municipality(name="白峰村", code="173431", valid_to=TODAY)
    make_municipality(name="新しい市", code="172999", valid_from=date(2027, 4, 1))
    assert list(Municipality.objects.valid(today=TODAY)) == [city]


# Areas


def test_an_area_ends_after_it_begins():
    assert change(make_area(), valid_to=SINCE) == "directory_welfarearea_ends_after_it_begins"


def test_a_scheme_has_one_area_of_a_name_at_a_beginning():
    make_area()
    assert add(WelfareArea(name="南加賀", scheme=AreaScheme.DISABILITY, valid_from=SINCE)) == (
        "directory_welfarearea_name_once"
    )


def test_a_municipality_belongs_to_one_area_of_a_scheme_at_a_time():
    place, south, centre = make_municipality(), make_area(), make_area(name="石川中央")
    put(place, south).save()
    assert add(put(place, centre, valid_from=TODAY)) == "directory_municipalityinarea_one_per_scheme"


def test_a_municipality_changes_its_area_on_a_day():
    place, south, centre = make_municipality(), make_area(), make_area(name="石川中央")
    put(place, south, valid_to=TODAY).save()
    put(place, centre, valid_from=TODAY).save()
    assert MunicipalityInArea.objects.filter(municipality=place).count() == 2


def test_each_scheme_has_areas_of_its_own():
    place = make_municipality()
    for scheme in AreaScheme:
        put(place, make_area(scheme=scheme)).save()
    assert place.areas.count() == 3


def test_belonging_to_an_area_ends_after_it_begins():
    row = put(make_municipality(), make_area(), valid_to=SINCE)
    assert add(row) == "directory_municipalityinarea_ends_after_it_begins"


def test_the_copied_scheme_is_always_that_of_the_area():
    row = put(make_municipality(), make_area())
    row.save()
    name = "directory_municipalityinarea_scheme_is_its_areas"
    assert change(row, scheme=AreaScheme.OWN) == name
    row.scheme = AreaScheme.OWN
    with pytest.raises(ValidationError, match="圏域と区分が合っていません。"):
        row.full_clean()


# Memberships


def test_a_membership_does_not_end_before_it_begins():
    membership = join(make_person(), make_agency())
    assert change(membership, valid_to=date(2024, 3, 31)) == "directory_membership_ends_after_it_begins"


def test_a_person_is_at_an_agency_once_at_a_time():
    membership = join(make_person(), make_agency())
    again = Membership(
        person=membership.person, agency=membership.agency, role=MembershipRole.PARTNER, valid_from=TODAY
    )
    assert add(again) == "directory_membership_once_at_a_time"


def test_a_person_may_come_back_on_the_day_they_left_and_work_elsewhere_meanwhile():
    person, agency = make_person(), make_agency()
    join(person, agency, until=TODAY)
    join(person, agency, since=TODAY)
    join(person, make_agency(name="みなもの家"))
    assert person.memberships.count() == 3


def test_memberships_that_hold_on_a_day():
    agency = make_agency()
    holding = join(make_person(), agency, since=TODAY)
    join(make_person(), agency, until=TODAY)
    coming = join(make_person(), agency, since=date(2026, 11, 25))
    assert list(Membership.objects.valid(today=TODAY)) == [holding]
    assert set(Membership.objects.not_ended(today=TODAY)) == {holding, coming}


# Words and agreements


@pytest.mark.parametrize("name", ["name", "short_name", "reading"])
def test_a_kind_of_service_has_its_names(name):
    assert change(ServiceKind.objects.first(), **{name: ""}) == "directory_servicekind_has_names"


def test_a_number_of_a_data_set_means_one_kind_of_service():
    known, other = ServiceCode.objects.first(), ServiceKind.objects.last()
    again = ServiceCode(source=known.source, code=known.code, service=other, published_name="別の名前")
    assert add(again) == "directory_servicecode_once"


def test_choices_are_known_whichever_way_a_row_is_written():
    member = join(make_person(), make_agency())
    assert change(member, role="boss") == "directory_membership_role_is_known"
    assert change(member.agency, sector="") == "directory_agency_sector_is_known"
    assert change(ServiceCode.objects.first(), source="rumo") == "directory_servicecode_source_is_known"


@pytest.mark.parametrize("agreed", [{}, {"agreed_on": TODAY}, {"agreed_by": "施設長"}])
@pytest.mark.parametrize(
    ("group", "level", "constraint"),
    [
        (FieldGroup.VACANCY, Level.PUBLIC, "directory_fieldvisibility_vacancy_is_agreed"),
        (FieldGroup.CONDITIONS, Level.PARTNERS, "directory_fieldvisibility_acceptance_is_agreed"),
        (FieldGroup.HOUSING, Level.PUBLIC, "directory_fieldvisibility_acceptance_is_agreed"),
        (FieldGroup.ACCEPTANCE, Level.PARTNERS, "directory_fieldvisibility_acceptance_is_agreed"),
    ],
)
def test_more_than_usual_is_shown_only_where_somebody_agreed_on_a_day(group, level, constraint, agreed):
    row = FieldVisibility(agency=make_agency(), group=group, level=level, **agreed)
    assert add(row) == constraint


def test_vacancies_for_partners_and_less_need_nobodys_word():
    agency = make_agency()
    FieldVisibility.objects.create(agency=agency, group=FieldGroup.VACANCY, level=Level.PARTNERS)
    FieldVisibility.objects.update(level=Level.STAFF)
    FieldVisibility.objects.update(level=Level.PUBLIC, agreed_on=TODAY, agreed_by="施設長")
    assert FieldVisibility.objects.get().level == Level.PUBLIC
