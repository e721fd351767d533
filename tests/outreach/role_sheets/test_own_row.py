"""The row of a sheet's own municipality: one place on two sheets, renamed on one made from another's."""

import pytest

from outreach.role_sheets.demo_sheets import COORDINATION, exit_support
from outreach.role_sheets.own_row import carried_over, names_of_others, own_row
from outreach.role_sheets.queries import side_by_side
from outreach.role_sheets.start import first_content

KOMATSU, NANAO, WAJIMA = "小松市", "七尾市", "輪島市"
NAME, OFFICES, CONTACT = "body.b3.name", "body.b3.offices", "body.b3.contact"


def sheet_of(place, *, tells="住民票を答える", **more):
    return exit_support(place, f"{place}福祉課", meeting="会議に出る", tells=tells) | more


def municipal(lines):
    return [line for line in lines if line[0].startswith("市町村")]


@pytest.mark.parametrize(
    ("name", "place", "found"),
    [
        (KOMATSU, KOMATSU, "b3"),
        ("小松市　福祉課", KOMATSU, "b3"),
        ("市町村", KOMATSU, "b3"),
        ("市町村", "", "b3"),
        (NANAO, KOMATSU, ""),
        ("コーディネート機関", KOMATSU, ""),
        ("", "", ""),
    ],
)
def test_the_own_row_bears_the_name_of_the_municipality_or_says_any(name, place, found):
    assert own_row(sheet_of(KOMATSU) | {NAME: name}, place) == found


def test_two_rows_that_begin_with_the_name_are_none_of_them_the_own_row():
    two = {"body.b4.level": "municipality", "body.b4.name": "小松市　税務課"}
    assert own_row(sheet_of(KOMATSU) | two, KOMATSU) == "b3"
    assert own_row(sheet_of(KOMATSU) | two | {NAME: "小松市　福祉課"}, KOMATSU) == ""


def test_the_rows_of_two_municipalities_stand_beside_each_other_and_are_the_same_where_they_say_the_same():
    left, right = sheet_of(KOMATSU), sheet_of(NANAO, tells="転入の見通しを答える")
    stages = side_by_side(left, right, places=(KOMATSU, NANAO))
    lines = [municipal(lines) for _, lines in stages]
    assert [len(each) for each in lines] == [1] * 5
    assert {each[0][0] for each in lines} == {"市町村　小松市／七尾市"}
    assert [each[0][3] for each in lines] == [True, False, False, False, False]


def test_the_row_that_says_any_municipality_is_that_of_the_other_sheet():
    (line,) = municipal(side_by_side(COORDINATION, sheet_of(NANAO), places=("", NANAO))[0][1])
    assert line[0] == "市町村　市町村／七尾市"


def test_a_sheet_that_has_rows_for_both_is_compared_by_their_names():
    both = {"body.b4.level": "municipality", "body.b4.name": NANAO}
    stages = side_by_side(sheet_of(KOMATSU, **both), sheet_of(NANAO), places=(KOMATSU, NANAO))
    assert [line[0] for line in municipal(stages[1][1])] == ["市町村　小松市", "市町村　七尾市"]


def test_the_row_of_another_municipality_is_renamed_and_nobody_there_is_called():
    words = carried_over(sheet_of(KOMATSU, **{CONTACT: "000-000-1111"}), of=KOMATSU, to=WAJIMA)
    assert (words[NAME], words[OFFICES], words[CONTACT]) == (WAJIMA, "輪島市福祉課", "")
    assert carried_over(sheet_of(KOMATSU), of=KOMATSU, to="")[NAME] == "市町村"
    assert carried_over(COORDINATION, of="", to=WAJIMA)["body.b2.name"] == WAJIMA


@pytest.mark.parametrize(("of", "to"), [(KOMATSU, KOMATSU), (NANAO, WAJIMA)])
def test_what_is_not_anothers_stays_as_it_is(of, to):
    assert carried_over(sheet_of(KOMATSU), of=of, to=to) == sheet_of(KOMATSU)


def test_an_empty_sheet_begins_with_the_name_of_its_municipality():
    assert (first_content(WAJIMA)[NAME], first_content()[NAME]) == (WAJIMA, "市町村")


def test_another_municipalitys_name_is_found_in_the_rows_and_that_of_the_source_everywhere():
    lead, others = {"head.lead": "小松市で暮らす。七尾市に習う。"}, [KOMATSU, NANAO, WAJIMA]
    found = names_of_others(sheet_of(KOMATSU, **lead), WAJIMA, others)
    assert found == [(NAME, KOMATSU), (OFFICES, KOMATSU)]
    found = names_of_others(sheet_of(WAJIMA, **lead), WAJIMA, others, source=KOMATSU)
    assert found == [("head.lead", KOMATSU)]


def test_the_own_name_is_never_anothers_nor_is_anything_on_a_sheet_of_the_whole_prefecture():
    assert names_of_others(sheet_of("大津市"), "大津市", ["大津市", "津市"], source="大津市") == []
    assert names_of_others(sheet_of(KOMATSU), "", [KOMATSU], source=KOMATSU) == []
