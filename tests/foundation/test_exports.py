import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.exports.delimited import Replacement, write_csv
from foundation.exports.formula_guard import guarded, is_suspicious, unguarded
from foundation.exports.spreadsheet import write_xlsx
from foundation.exports.table import Column, Table
from foundation.japanese.text import clean_text

PRINTED_ON = date(2026, 11, 24)
ROSTER = Table(
    title="参加者名簿",
    columns=(
        Column("番号", "code", 10),
        Column("氏名", "text", 24),
        Column("電話", "phone"),
        Column("人数", "number"),
        Column("受付日", "date"),
        Column("受付時刻", "datetime", 28),
    ),
    rows=(
        (
            "000123",
            "髙橋 花子",
            "076-266-1070",
            1234,
            date(2026, 11, 14),
            datetime(2026, 11, 14, 4, 30, tzinfo=UTC),
        ),
        ("0001", "=1+1", "+81-76-266-1070", Decimal("-2.5"), None, None),
        ("-5", "", "0762661070", -3, "未定", datetime(2026, 1, 2, 9, 0)),  # noqa: DTZ001 -- a clock without zone
    ),
)
DANGEROUS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠A",
    "+81-76-1",
]

cells = st.text(
    st.one_of(st.sampled_from("=+-@'\t\r\n,\"; 0１－−〜髙𠮷"), st.characters(exclude_categories=["Cs"]))
)


def one_column(*values, title="表"):
    return Table(title, (Column("列"),), tuple((value,) for value in values))


def read_csv(content, encoding):
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


def read_sheet(table):
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(table, printed_on=PRINTED_ON))).worksheets[0]


@pytest.mark.parametrize("row", [(), ("a", "b")])
def test_a_row_with_another_number_of_cells_is_refused(row):
    with pytest.raises(ValueError, match="列の数"):
        Table("表", (Column("列"),), (row,))


def test_a_table_without_columns_is_refused():
    with pytest.raises(ValueError, match="列の数"):
        Table("表", (), ())


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-5", "-1,234.5", "-12%", "-", "−5", "076-266-1070", "a=b", "'引用", "", "2026-11-14"]
)
def test_plain_text_phones_and_negative_numbers_stay_readable(text):
    assert guarded(text) == text


@given(cells)
def test_a_guard_can_be_taken_off_again(text):
    assert unguarded(guarded(text)) == text


@given(cells)
def test_nothing_guarded_is_suspicious_without_its_apostrophe_in_front(text):
    assert guarded(text).startswith("'") or not is_suspicious(guarded(text))


def test_a_csv_has_a_mark_at_its_head_crlf_and_dates_that_programs_read():
    assert (
        write_csv(ROSTER, encoding="utf-8-sig").content
        == (
            "\ufeff番号,氏名,電話,人数,受付日,受付時刻\r\n"
            "000123,髙橋 花子,076-266-1070,1234,2026-11-14,2026-11-14 13:30\r\n"
            "0001,'=1+1,'+81-76-266-1070,-2.5,,\r\n"
            "-5,,0762661070,-3,未定,2026-01-02 09:00\r\n"
        ).encode()
    )


def test_a_heading_is_guarded_too():
    table = Table("表", (Column("=A1"),), ())
    assert write_csv(table, encoding="utf-8-sig").content == "\ufeff'=A1\r\n".encode()


@given(st.lists(cells))
def test_a_csv_gives_back_each_text_that_went_in(values):
    file = write_csv(one_column(*values), encoding="utf-8-sig")
    assert ([unguarded(row[0]) for row in read_csv(file.content, "utf-8-sig")[1:]], file.replaced) == (
        values,
        (),
    )


def test_a_cp932_file_keeps_what_it_can_hold_and_names_what_it_cannot():
    file = write_csv(one_column("髙﨑①㈱〜−—¥", "𠮷田😀", "葛\U000e0100"), encoding="cp932")
    assert read_csv(file.content, "cp932") == [["列"], ["髙﨑①㈱～－―￥"], ["〓田〓"], ["葛〓"]]
    assert file.replaced == (
        Replacement(3, "列", "𠮷"),
        Replacement(3, "列", "😀"),
        Replacement(4, "列", "\U000e0100"),
    )


def test_a_character_that_a_heading_loses_is_named_in_the_first_row():
    assert write_csv(Table("表", (Column("𠮷"),), ()), encoding="cp932").replaced == (
        Replacement(1, "𠮷", "𠮷"),
    )


def test_a_sign_that_becomes_dangerous_in_cp932_is_guarded():
    assert read_csv(write_csv(one_column("−1+1"), encoding="cp932").content, "cp932") == [["列"], ["'－1+1"]]


@given(st.lists(cells.filter(lambda text: "〓" not in text)))
def test_each_lost_character_of_a_cp932_file_is_reported_once(values):
    file = write_csv(one_column(*values), encoding="cp932")
    marks = sum(row[0].count("〓") for row in read_csv(file.content, "cp932"))
    lost = [(entry.row, entry.character) for entry in file.replaced]
    assert len(lost) == marks
    assert [(row, character) for row, character in lost if character not in values[row - 2]] == []


def test_a_workbook_keeps_numbers_dates_and_text_apart():
    assert [tuple(cell.value for cell in row) for row in read_sheet(ROSTER).iter_rows()] == [
        ("番号", "氏名", "電話", "人数", "受付日", "受付時刻"),
        ("000123", "髙橋 花子", "076-266-1070", 1234, datetime(2026, 11, 14), datetime(2026, 11, 14, 13, 30)),  # noqa: DTZ001 -- Excel has no zones
        ("0001", "=1+1", "+81-76-266-1070", -2.5, None, None),
        ("-5", None, "0762661070", -3, "未定", datetime(2026, 1, 2, 9, 0)),  # noqa: DTZ001 -- as above
    ]


def test_nothing_in_a_workbook_is_a_formula():
    sheet = read_sheet(one_column(*DANGEROUS))
    assert {
        (cell.data_type, cell.number_format, cell.quotePrefix) for (cell,) in sheet.iter_rows(min_row=2)
    } == {("s", "@", True)}


def test_codes_and_phones_are_text_cells():
    sheet = read_sheet(ROSTER)
    assert [(cell.data_type, cell.number_format) for cell in (sheet["A2"], sheet["A4"], sheet["C2"])] == [
        ("s", "@")
    ] * 3


def test_dates_are_shown_by_era():
    sheet = read_sheet(ROSTER)
    assert (sheet["E2"].is_date, sheet["E2"].number_format) == (True, '[$-411]ggge"年"m"月"d"日"')
    assert sheet["F2"].number_format == '[$-411]ggge"年"m"月"d"日" h"時"mm"分"'


def test_a_date_column_drops_the_time_and_keeps_what_excel_does_not_know_as_text():
    table = Table(
        "表",
        (Column("日", "date"),),
        ((datetime(2026, 11, 13, 16, 0, tzinfo=UTC),), (date(1899, 12, 31),)),
    )
    sheet = read_sheet(table)
    assert (sheet["A2"].value.date(), sheet["A2"].number_format) == (
        date(2026, 11, 14),
        '[$-411]ggge"年"m"月"d"日"',
    )
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("1899-12-31", "s")


def test_a_workbook_is_ready_to_read_and_to_print():
    sheet = read_sheet(ROSTER)
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("参加者名簿", "A2", "A1:F4")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, int(sheet.page_setup.fitToHeight)) == (True, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("参加者名簿", "令和8年11月24日作成")
    assert sheet.oddFooter.center.text == "&P / &Nページ"
    assert round(sheet.column_dimensions["B"].width) == 25
    assert {cell.fill.fgColor.rgb for cell in sheet[1]} == {"FFE1EFED"}


def test_the_same_table_gives_the_same_bytes():
    assert write_xlsx(ROSTER, printed_on=PRINTED_ON) == write_xlsx(ROSTER, printed_on=PRINTED_ON)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A/B:C*[1]?\\", "A・B・C・・1・・・"),
        ("あ" * 40, "あ" * 31),
        ("𠮷" * 20, "𠮷" * 15),
        ("'", "一覧"),
        ("", "一覧"),
    ],
)
def test_any_title_makes_a_sheet_name(title, name):
    assert read_sheet(one_column("a", title=title)).title == name


def test_an_ampersand_in_the_title_is_no_command_to_the_printer():
    content = write_xlsx(one_column("a", title="A&B"), printed_on=PRINTED_ON)
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].oddHeader.left.text == "A&&B"


def test_an_empty_table_still_has_its_headings():
    assert [[cell.value for cell in row] for row in read_sheet(one_column()).iter_rows()] == [["列"]]


def test_a_text_that_excel_would_cut_is_refused():
    with pytest.raises(ValueError, match="入りきらない"):
        write_xlsx(one_column("あ" * 32_768), printed_on=PRINTED_ON)


@given(st.lists(cells.map(clean_text), max_size=5))
def test_a_workbook_gives_back_each_clean_text_that_went_in(values):
    sheet = read_sheet(one_column(*values))
    assert [cell.value or "" for (cell,) in sheet.iter_rows(min_row=2)] == values
