from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Person
from directory.coverage import queries
from directory.coverage.exceptions import NotInTheRegister, RegisterRefused
from directory.coverage.models import CoverageNote, Expert, KeyPerson, MunicipalWindow
from directory.coverage.services import notes, people, windows
from directory.enums import AreaScheme, FieldGroup, Level
from directory.finding.services import index_agencies_in_transaction
from directory.models import FieldVisibility, MunicipalityInArea, ServiceKind, WelfareArea
from directory.services.agencies import merge_agencies
from foundation.audit.models import Entry
from tests.factories.accounts import staff
from tests.factories.directory import NOW, make_agency, make_municipality, make_partner

__all__ = ["staff"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YEAR = 2026
RUNNING = {"state": "running", "window_name": "見本市の窓口"}


def index(*agencies):
    with transaction.atomic():
        index_agencies_in_transaction([each.pk for each in agencies], today=TODAY)


def hidden(agency, level=Level.STAFF):
    FieldVisibility.objects.create(agency=agency, group=FieldGroup.LISTING, level=level)
    index(agency)
    return agency


@pytest.fixture
def city(db):
    return make_municipality()


@pytest.fixture
def area(db):
    return WelfareArea.objects.create(
        scheme=AreaScheme.DISABILITY, name="南加賀", valid_from=date(2018, 4, 1)
    )


def window(city, actor, *, year=YEAR, **values):
    return windows.record_window(municipality=city, year=year, values=RUNNING | values, actor=actor, now=NOW)


# The municipal windows


def test_a_municipality_has_one_row_a_year_however_often_it_is_written(city, staff):
    window(city, staff)
    window(city, staff, phone="000-003-0001")
    assert [(each.phone, each.fiscal_year) for each in MunicipalWindow.objects.all()] == [
        ("000-003-0001", YEAR)
    ]
    assert Entry.objects.latest("id").fields == ["phone"]


def test_whoever_is_no_staff_goes_step_by_step(city, staff):
    partner = make_partner(agency=make_agency(kind="municipality", municipality=city))
    window(city, partner)
    window(city, partner, state="ended")
    with pytest.raises(RegisterRefused):
        window(city, partner, state="not_yet", window_name="")
    assert MunicipalWindow.objects.get().state == "ended"
    assert window(city, staff, state="not_yet", window_name="").state == "not_yet"


def test_a_new_year_begins_with_what_runs_and_leaves_what_is_written(city, staff):
    ended, written = (
        make_municipality(code="172022", name="七尾市"),
        make_municipality(code="172031", name="小松市"),
    )
    window(city, staff, note="去年から")
    window(ended, staff, state="ended")
    window(written, staff)
    window(written, staff, year=YEAR + 1, state="planned", window_name="")
    assert windows.carry_windows_over(year=YEAR + 1, actor=staff, now=NOW) == 1
    assert windows.carry_windows_over(year=YEAR + 1, actor=staff, now=NOW) == 0
    rows = MunicipalWindow.objects.filter(fiscal_year=YEAR + 1)
    assert {(each.municipality.name, each.state, each.note) for each in rows} == {
        ("金沢市", "running", "去年から"),
        ("小松市", "planned", ""),
    }


@pytest.mark.parametrize(
    ("reader", "name"), [(Level.PUBLIC, ""), (Level.PARTNERS, ""), (Level.STAFF, "ひみつの家")]
)
def test_a_contractor_is_named_to_those_who_may_know_the_agency(reader, name, city, staff):
    window(city, staff, contractor=hidden(make_agency(name="ひみつの家")), note="だれにも言わない")
    [row] = queries.window_rows(YEAR, reader=reader, today=TODAY)
    assert (row.contractor, row.window_name) == (name, "見本市の窓口")
    assert "言わない" not in str(row)


def test_a_contractor_on_the_public_list_is_named_to_everybody(city, staff):
    agency = make_agency(name="相談つむぎ", kind="core_consultation_centre")
    index(agency)
    window(city, staff, contractor=agency)
    [row] = queries.window_rows(YEAR, reader=Level.PUBLIC, today=TODAY)
    assert row.contractor == "相談つむぎ"


def test_the_rate_counts_every_municipality_and_never_says_all_too_early(city, staff):
    for number in range(2):
        make_municipality(code=f"17202{number}", name=f"見本{number}市")
    window(city, staff)
    rate = queries.coverage_rate(queries.window_rows(YEAR, reader=Level.PUBLIC, today=TODAY))
    assert (rate.running, rate.total, rate.percent) == (1, 3, 33)


BROKEN_WINDOWS = {
    "coverage_window_state_is_known": {"state": "maybe"},
    "coverage_window_year_is_a_year": {"fiscal_year": 206},
    "coverage_window_running_has_a_name": {"window_name": ""},
    "coverage_window_not_yet_has_not_started": {"state": "not_yet", "started_on": TODAY},
}


@pytest.mark.parametrize("name", BROKEN_WINDOWS)
def test_the_database_refuses_a_window_that_cannot_be(name, city, staff):
    window(city, staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MunicipalWindow.objects.update(**BROKEN_WINDOWS[name])


def test_the_database_keeps_one_row_per_municipality_and_year(city, staff):
    window(city, staff)
    twin = MunicipalWindow(municipality=city, fiscal_year=YEAR, changed_at=NOW)
    with pytest.raises(IntegrityError, match="coverage_window_once_a_year"), transaction.atomic():
        MunicipalWindow.objects.bulk_create([twin])


# Who covers whom


def note(staff, **values):
    first = {
        "municipality": None,
        "area": None,
        "kind": ServiceKind.objects.first(),
        "covering_municipality": None,
        "covering_agency": None,
        "valid_from": date(2024, 4, 1),
        "note": "",
    }
    return notes.record_note(values=first | values, actor=staff, now=NOW)


def test_a_note_holds_from_its_day_until_it_is_ended(city, staff):
    neighbour = make_municipality(code="172022", name="七尾市")
    made = note(staff, municipality=city, covering_municipality=neighbour)
    note(staff, municipality=city, covering_municipality=neighbour, valid_from=TODAY + timedelta(days=1))

    def texts():
        return [each.text for each in queries.coverage_notes(today=TODAY, reader=Level.PUBLIC)]

    assert texts() == ["七尾市が受け持っています。"]
    notes.end_note(note_id=made.pk, actor=staff, now=NOW)
    assert texts() == []
    with pytest.raises(NotInTheRegister):
        notes.end_note(note_id=made.pk, actor=staff, now=NOW)


@pytest.mark.parametrize(("reader", "who"), [(Level.PUBLIC, "近くの機関"), (Level.STAFF, "ひみつの家")])
def test_an_agency_that_covers_is_named_to_those_who_may_know_it(reader, who, area, staff):
    note(staff, area=area, covering_agency=hidden(make_agency(name="ひみつの家")))
    [covered] = queries.coverage_notes(today=TODAY, reader=reader)
    assert (covered.area, covered.text) == (area.pk, f"{who}が受け持っています。")


def test_an_area_tells_of_itself_and_of_its_municipalities(city, area, staff):
    neighbour = make_municipality(code="172022", name="七尾市")
    MunicipalityInArea.objects.create(
        municipality=city, area=area, scheme=area.scheme, valid_from=area.valid_from
    )
    kind = ServiceKind.objects.get(pk="group_home")
    note(staff, municipality=city, kind=kind, covering_municipality=neighbour)
    note(staff, municipality=neighbour, kind=kind, covering_municipality=city)
    note(staff, area=area, kind=kind, covering_municipality=neighbour)
    assert {key: sorted(texts) for key, texts in queries.cover_of_areas([area.pk], TODAY).items()} == {
        area.pk: sorted(
            [
                f"{kind.short_name}：七尾市が受け持っています。",
                f"金沢市の{kind.short_name}：七尾市が受け持っています。",
            ]
        )
    }


def test_the_same_is_not_said_twice(city, area, staff):
    agency = make_agency()
    note(staff, area=area, covering_agency=agency)
    with pytest.raises(RegisterRefused):
        note(staff, area=area, covering_agency=agency)
    twin = CoverageNote.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError, match="coverage_note_once"), transaction.atomic():
        CoverageNote.objects.bulk_create([twin])


def test_the_database_refuses_a_note_that_cannot_be(city, area, staff):
    neighbour = make_municipality(code="172022", name="七尾市")
    note(staff, municipality=city, covering_municipality=neighbour)
    broken = {
        "coverage_note_is_of_one_place": {"area": area},
        "coverage_note_names_one_who_covers": {"covering_municipality": None},
        "coverage_note_is_about_a_neighbour": {"covering_municipality": city},
        "coverage_note_ends_after_it_begins": {"valid_to": date(2024, 4, 1)},
    }
    for name, values in broken.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            CoverageNote.objects.update(**values)


# Key persons


def appoint(agency, area, staff, **values):
    first = {"name": "見本 森子", "name_kana": "ミホン モリコ", "may_be_listed": False}
    more = {"role": "adviser", "introduced_by": "", "valid_from": date(2025, 4, 1), "valid_to": None}
    return people.appoint_key_person(agency=agency, area=area, actor=staff, now=NOW, **first | more | values)


def test_partners_see_only_who_agreed_to_be_listed(area, staff):
    agency = make_agency(name="相談つむぎ", kind="core_consultation_centre")
    index(agency)
    appoint(agency, area, staff)
    asked = appoint(agency, area, staff, name="見本 橋太", name_kana="ミホン ハシタ", may_be_listed=True)
    listed = queries.listed_key_people(today=TODAY)
    assert [(each.name, each.area, each.agency) for each in listed] == [("見本 橋太", "南加賀", "相談つむぎ")]
    people.set_listing(key_person_id=asked.pk, may_be_listed=False, actor=staff, now=NOW)
    assert queries.listed_key_people(today=TODAY) == []


def test_a_key_person_of_an_agency_that_is_hidden_stands_there_without_it(area, staff):
    appoint(hidden(make_agency(name="ひみつの家")), area, staff, may_be_listed=True)
    assert [each.agency for each in queries.listed_key_people(today=TODAY)] == [""]


def test_a_key_person_is_one_of_the_agencys_people(area, staff):
    agency = make_agency()
    first = appoint(agency, area, staff, valid_to=date(2026, 4, 1))
    again = appoint(agency, area, staff, valid_from=date(2026, 4, 1))
    assert (first.person, Person.objects.filter(name="見本 森子").count()) == (again.person, 1)


def test_nobody_is_twice_in_the_same_role_at_a_time(area, staff):
    made = appoint(make_agency(), area, staff)
    with pytest.raises(RegisterRefused):
        appoint(made.agency, area, staff, valid_from=TODAY)
    twin = KeyPerson(
        person=made.person, area=area, agency=made.agency, role="adviser", valid_from=date(2026, 1, 1)
    )
    with pytest.raises(IntegrityError, match="coverage_keyperson_once_at_a_time"), transaction.atomic():
        KeyPerson.objects.bulk_create([twin])


def test_a_role_that_ended_is_over_today(area, staff):
    made = appoint(make_agency(), area, staff, valid_to=date(2028, 4, 1))
    people.end_key_person(key_person_id=made.pk, actor=staff, now=NOW)
    assert list(queries.key_people(today=TODAY)) == []
    with pytest.raises(NotInTheRegister):
        people.set_listing(key_person_id=made.pk, may_be_listed=True, actor=staff, now=NOW)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("coverage_keyperson_role_is_known", {"role": "boss"}),
        ("coverage_keyperson_ends_after_it_begins", {"valid_to": date(2025, 4, 1)}),
    ],
)
def test_the_database_refuses_a_key_person_that_cannot_be(name, broken, area, staff):
    appoint(make_agency(), area, staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        KeyPerson.objects.update(**broken)


# Experts


def expert(staff, **values):
    first = {"agency": None, "name": "見本 波子", "name_kana": "ミホン ナミコ", "qualification": "医師"}
    return people.add_expert(actor=staff, now=NOW, **first | {"may_lecture": True} | values)


def test_an_expert_is_asked_before_agreeing(staff):
    made = expert(staff)
    with pytest.raises(RegisterRefused):
        people.change_expert(expert_id=made.pk, values={"state": "agreed"}, actor=staff, now=NOW)
    later = NOW + timedelta(days=3)
    people.change_expert(expert_id=made.pk, values={"state": "asked"}, actor=staff, now=later)
    done = people.change_expert(expert_id=made.pk, values={"state": "agreed"}, actor=staff, now=later)
    assert (done.state, done.state_since) == ("agreed", later.date())


def test_nobody_is_twice_in_the_pool(staff):
    agency = make_agency()
    expert(staff, agency=agency)
    with pytest.raises(RegisterRefused):
        expert(staff, agency=agency)
    assert Expert.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("coverage_expert_state_is_known", {"state": "famous"}),
        ("coverage_expert_fee_is_known", {"fee": "much"}),
        ("coverage_expert_can_be_something", {"may_lecture": False}),
    ],
)
def test_the_database_refuses_an_expert_that_cannot_be(name, broken, staff):
    expert(staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Expert.objects.update(**broken)


def test_the_kept_agency_stands_where_the_merged_one_stood(city, area, staff):
    kept, merged = make_agency(name="残る家"), make_agency(name="移る家")
    window(city, staff, contractor=merged)
    note(staff, area=area, covering_agency=merged)
    note(staff, municipality=city, covering_agency=kept)
    note(staff, municipality=city, covering_agency=merged)
    appoint(merged, area, staff)
    expert(staff, agency=merged)
    merge_agencies(kept=kept, merged=merged, actor=staff, now=NOW)
    assert {each.covering_agency for each in CoverageNote.objects.all()} == {kept}
    assert CoverageNote.objects.count() == 2
    rows = (
        MunicipalWindow.objects.get().contractor,
        KeyPerson.objects.get().agency,
        Expert.objects.get().agency,
    )
    assert rows == (kept, kept, kept)
