import io
import subprocess
import sys
import tracemalloc
import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook

from foundation.incoming.refusal import FileRefused
from foundation.incoming.table import MOST_FILE_BYTES, MOST_ROWS, opened_table

SHEET = "xl/worksheets/sheet1.xml"


def read(content):
    with opened_table(io.BytesIO(content)) as (name, rows):
        return name, [(row.number, row.cells) for row in rows]


def refusal(content):
    with pytest.raises(FileRefused) as refused:
        read(content)
    return refused.value.line, refused.value.column, refused.value.message


def workbook(*rows):
    book, content = Workbook(), io.BytesIO()
    book.active.title = "名簿"
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def with_part(name, change, content=None):
    """Return a workbook in which one part is changed, or added."""
    source, target = zipfile.ZipFile(io.BytesIO(content or workbook(["名前"], ["みなも"]))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in source.infolist():
            said = source.read(each)
            archive.writestr(each.filename, change(said) if each.filename == name else said)
        if name not in source.namelist():
            archive.writestr(name, change(b""))
    return target.getvalue()


def test_a_workbook_is_read_as_text_with_the_numbers_of_its_rows():
    content = workbook(["名前", "電話", "日"], ["髙橋", 7.0, None], [None, None, None], [True, 1.5, "x"])
    assert read(content) == (
        "名簿",
        [(1, ["名前", "電話", "日"]), (2, ["髙橋", "7"]), (4, ["True", "1.5", "x"])],
    )


def test_what_a_spreadsheet_calculates_has_no_text():
    assert read(workbook(["名前"], ["=1+1"], ["#N/A"])) == ("名簿", [(1, ["名前"]), (2, [None]), (3, [None])])


def test_text_that_looks_like_a_formula_is_text_and_loses_the_guard_of_our_own_files():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write_string(0, 0, "=1+1")
    assert read(content.getvalue())[1] == [(1, ["=1+1"])]
    assert read(b"a,b,c,d\r\n'=1,'-x,'+y,'z\r\n")[1][1] == (2, ["=1", "-x", "+y", "'z"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_each_encoding_that_occurs_is_told(encoding):
    assert read("name,x\r\n髙橋,山﨑\r\n".encode(encoding))[1] == [(1, ["name", "x"]), (2, ["髙橋", "山﨑"])]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式（xls）か、パスワードの付いたファイルです。"),
        (b"MZ\x90\x00\x03", "ExcelでもCSVでもないファイルです。"),
        (b"%PDF-1.7\n", "ExcelでもCSVでもないファイルです。"),
        (b"PK\x03\x04" + b"\0" * 40, "Excelファイルがこわれています。"),
        (b"a" * (MOST_FILE_BYTES + 1), "ファイルが大きすぎます（10MBまで）。"),
    ],
)
def test_what_is_no_table_is_refused_whatever_its_name_says(content, told):
    assert refusal(content)[2].startswith(told)


def test_a_workbook_with_macros_is_refused():
    assert refusal(with_part("xl/vbaProject.bin", lambda _: b"x"))[2].startswith("マクロの入ったファイル")
    renamed = with_part(
        "[Content_Types].xml", lambda said: said.replace(b"sheet.main", b"sheet.macroEnabled.main")
    )
    assert refusal(renamed)[2].startswith("マクロの入ったファイル")


def test_a_zip_that_is_no_workbook_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.csv", "名前")
    assert refusal(content.getvalue())[2].startswith("Excelの表ではありません。")


@pytest.mark.parametrize("keep", [0.4, 0.9])
def test_half_a_workbook_is_refused(keep):
    content = workbook(["名前"], *[[f"機関{number}"] for number in range(300)])
    assert refusal(content[: int(len(content) * keep)])[2].startswith("Excelファイルがこわれています。")


@pytest.mark.parametrize("name", [SHEET, "xl/styles.xml", "xl/other.bin"])
def test_a_bomb_is_refused_by_what_it_says_of_itself_without_unpacking(name):
    bomb = with_part(name, lambda _: b"0" * 80_000_000)
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    assert refusal(bomb)[2].startswith("Excelファイルの中身が大きすぎます。")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_entities_and_hidden_encodings_are_refused():
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a/>'
    assert refusal(with_part(SHEET, lambda _: entity))[2].startswith("Excelが書かないものが入っています。")
    hidden = entity.decode().encode("utf-16")
    assert refusal(with_part(SHEET, lambda _: hidden))[2].startswith("Excelが書かないものが入っています。")


def test_a_row_without_an_end_is_refused_before_it_is_held():
    endless = b"<worksheet><sheetData><row r='1'>" + b"<c r='A1'><v>1</v></c>" * 100_000
    assert refusal(with_part(SHEET, lambda _: endless))[2].startswith("Excelファイルの中身が大きすぎます。")


def test_a_sheet_that_is_no_xml_is_refused():
    assert refusal(with_part(SHEET, lambda said: said[:-30]))[2].startswith("Excelファイルがこわれています。")


def test_a_row_far_below_is_read_without_the_rows_that_are_left_out():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "名前")
        sheet.write_string(1_000_000, 0, "遠く")
    assert read(content.getvalue())[1] == [(1, ["名前"]), (1_000_001, ["遠く"])]


def test_too_many_rows_and_columns_are_refused_with_line_and_column():
    assert refusal(b"a\r\n" * (MOST_ROWS + 1))[:2] == (MOST_ROWS + 1, "1列目")
    assert refusal(workbook(["x"] * 120))[:2] == (1, "101列目")


def test_a_row_of_another_length_says_where():
    assert refusal(b"a,b,c\r\n1,2,3\r\n1,2,3,4\r\n") == (
        3,
        "4列目",
        "列の数が違います（3列のところ、4列）。",
    )


def test_a_cell_is_cut_where_nothing_that_is_taken_in_is_as_long():
    assert len(read(b"a\r\n" + b"b" * 60_000)[1][1][1][0]) == 500


# VmHWM and not `ru_maxrss`: Linux carries that over from the process that started this one.
BOUNDED = """
import sys
from pathlib import Path
sys.path.insert(0, "site")
from foundation.incoming.table import opened_table
import openpyxl

def most():
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines["VmHWM"].split()[0])

before = most()
with open(sys.argv[1], "rb") as file, opened_table(file) as (_, rows):
    count = sum(1 for _ in rows)
print(count, (most() - before) // 1024)
"""


def test_a_list_of_five_thousand_agencies_is_read_in_bounded_memory(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for line in range(5_001):
            sheet.write_row(line, 0, [f"機関{line}の{column}番目の列" for column in range(14)])
    told = subprocess.run([sys.executable, "-c", BOUNDED, path], capture_output=True, text=True, check=True)
    count, megabytes = map(int, told.stdout.split())
    assert (count, megabytes < 60) == (5_001, True)
