"""An area on A4, and where its key persons are written to."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from directory.coverage.queries import area_sheet
from directory.enums import AreaScheme
from directory.finding.services import rebuild_entries
from directory.models import MunicipalityInArea
from foundation.audit.models import Entry
from tests.directory.conftest import desk, office, today
from tests.directory.coverage.test_desk import at, make_area, make_key_person, make_window
from tests.factories.accounts import manager, staff
from tests.factories.declared import publish
from tests.factories.directory import NOW, make_agency, make_municipality
from tests.foundation.printed import Printed

__all__ = ["desk", "manager", "office", "staff", "today"]
pytestmark = pytest.mark.django_db


def put_into(area, city):
    MunicipalityInArea.objects.create(
        municipality=city, area=area, scheme=AreaScheme.DISABILITY, valid_from=date(2018, 4, 1)
    )


@pytest.fixture
def area(today):
    """Give an area with a city that has a window, and another area beside it."""
    found, city = make_area(), make_municipality()
    put_into(found, city)
    make_window(city, window_name="見本の相談窓口", phone="076-000-0009")
    other = make_municipality(code="172022", name="七尾市")
    put_into(make_area("能登中部"), other)
    make_window(other, window_name="よその窓口")
    return found


def paper(desk, area):
    return Printed(desk.get(at("sheet", area.pk)).content).text


def test_the_sheet_says_places_windows_people_who_agreed_and_what_there_is(desk, area, staff, manager):
    agency = make_agency(name="みなも", municipality=area.municipalities.get())
    publish(agency, writer=manager, staff=staff)
    rebuild_entries(today=NOW.date())
    make_key_person(area, agency, "見本 森子", is_listed=True)
    make_key_person(area, agency, "見本 海子")
    text = paper(desk, area)
    told = ("南加賀", "金沢市", "見本の相談窓口", "076-000-0009", "見本森子", "地域アドバイザー")
    assert [word for word in told if word not in text] == []
    assert [word for word in ("見本海子", "七尾市", "よその窓口", "取扱注意") if word in text] == []
    kinds = {each.short_name for each in {offer.service for offer in agency.declaration.offers.all()}}
    assert dict(area_sheet(area, today=NOW.date()).resources) == dict.fromkeys(kinds, 1)
    assert [name for name in kinds if name not in text] == []


def test_an_area_without_anything_says_so(desk, today):
    text = paper(desk, make_area("何もない"))
    assert ("まだ、市町村が書かれていません" in text, "まだいません" in text, "まだありません" in text) == (
        True,
        True,
        True,
    )


def test_an_area_of_before_has_no_sheet(desk, area):
    area.valid_to = NOW.date()
    area.save()
    assert desk.get(at("sheet", area.pk)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sheet_asks_as_often_for_three_rows_as_for_one(area, rows, today, django_assert_num_queries):
    for number in range(rows):
        make_key_person(area, make_agency(name=f"家{number}"), f"見本 {number}子", is_listed=True)
        put_into(area, make_municipality(code=f"17203{number}", name=f"見本{number}市"))
    area_sheet(area, today=NOW.date())
    with django_assert_num_queries(12):
        area_sheet(area, today=NOW.date())


def test_letters_go_to_the_agencies_of_those_who_agreed_and_the_reason_is_written_down(desk, area):
    where = {"postal_code": "920-0001", "address": "石川県金沢市本町1", "email": "office@example.jp"}
    make_key_person(area, make_agency(name="みなも", **where), "見本 森子", is_listed=True)
    make_key_person(area, make_agency(name="ほかの家"), "見本 海子")
    answer = desk.post(at("mailing"), {"form": "workbook", "reason": "contact"})
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[2] for row in rows if row[2]] == ["見本 森子"]
    assert rows[0][4:7] == ["みなも", "920-0001", "石川県金沢市本町1"]
    assert rows[0][9] == "office@example.jp"
    entry = Entry.objects.latest("pk")
    assert entry.verb == "directory.list_taken_away"
    assert {"form:workbook", "reason:contact", "お名前"} <= set(entry.fields)


def test_without_a_reason_nothing_is_handed_out(desk, area):
    answer = desk.post(at("mailing"), {"form": "workbook"})
    assert (answer.status_code, "何に使うかを選んでください" in answer.content.decode()) == (422, True)
    assert not Entry.objects.filter(verb="directory.list_taken_away").exists()


def test_old_software_gets_its_characters(desk, area):
    make_key_person(area, make_agency(), "見本 森子", is_listed=True)
    answer = desk.post(at("mailing"), {"form": "csv_cp932", "reason": "meeting"})
    assert (answer["Content-Type"], "見本 森子" in answer.content.decode("cp932")) == (
        "text/csv; charset=shift_jis",
        True,
    )
