"""Files that are made to take time or memory: the work grows with the file and not with its square."""

import re
import sys

import pytest

from foundation.incoming.refusal import FileRefused
from outreach.role_sheets.form_library.filling.engine import fill
from outreach.role_sheets.form_library.filling.marks import Answers, Table, replaced
from outreach.role_sheets.form_library.filling.sizes import MOST_NOTES, MOST_REPEATED, MOST_SHEETS
from tests.factories.forms import document, paragraph, parts, sheet, zipped

KNOWN = Answers({"研修.開催数": 3})


def steps(call):
    """Return how many functions are called in doing something; unlike its time it is always the same."""
    count, before = 0, sys.getprofile()

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        call()
    finally:
        sys.setprofile(before)
    return count


def table(rows, text):
    line = f"<w:tr><w:tc>{paragraph(text)}</w:tc></w:tr>"
    return document(f"<w:tbl>{line * rows}</w:tbl>")


def nested(depth):
    """Return a document whose paragraphs stand in one another, each with twenty runs."""
    runs = "<w:r><w:t>a</w:t></w:r>" * 20
    return document(f"<w:p>{runs}" * depth + "</w:p>" * depth)


def listed(count, part="xl/workbook.xml"):
    """Return a workbook that lists its only sheet this often, behind as many relations."""
    files, rels = parts(sheet("【研修.開催数】")), "xl/_rels/workbook.xml.rels"
    [one] = re.findall(rb"<sheet [^>]*/>", files[part])
    relation = b'<Relationship Id="x" Type="y/worksheet" Target="worksheets/sheet1.xml"/>' * count
    files[rels] = files[rels].replace(b"</Relationships>", relation + b"</Relationships>")
    return zipped(files | {part: files[part].replace(one, one * count)})


GROWING = {
    "a sheet in the list again and again": lambda size: lambda: fill(listed(size // 2), KNOWN),
    "rows without a mark": lambda size: lambda: fill(table(size, "a"), KNOWN),
    "rows with a mark": lambda size: lambda: fill(table(size, "【研修.開催数】"), KNOWN),
    "paragraphs in one another": lambda size: lambda: fill(nested(size // 3), KNOWN),
    "marks in as many runs": lambda size: lambda: replaced(["【研修.開催数】"] * size, lambda _: "3"),
}


@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_takes_about_twice_the_work(name):
    once, twice = (steps(GROWING[name](size)) for size in (200, 400))
    assert twice < once * 2.2


def test_marks_that_begin_and_end_in_any_run_are_replaced_where_they_begin():
    pieces = ["", "前【研", "", "修.開催数】【センター.名", "", "称】後", "【会.ない】【会.零】"]
    words = {"研修.開催数": "3", "センター.名称": "名", "会.零": "0"}
    assert replaced(pieces, words.get) == ["", "前3", "", "名", "", "後", "【会.ない】0"]


WIDE = "a" * 10_000
MANY = Answers({"センター.名称": "名" * 10_000}, {"研修.一覧": Table(("題",), [("い",)] * 5_000)})
LARGE = {
    "a long row of a document": lambda: table(1, "【研修.一覧.題】" + WIDE),
    "a long row of a workbook": lambda: changed_sheet(
        b"</row>", b'<c r="B1" t="inlineStr"><is><t>%s</t></is></c></row>' % WIDE.encode()
    ),
    "a long text that each copy of a row gets for its own": lambda: sheet("【研修.一覧.題】" + WIDE),
    "long words in many places": lambda: document(paragraph("【センター.名称】") * 1_000),
}


def changed_sheet(old, new):
    files, name = parts(sheet("【研修.一覧.題】")), "xl/worksheets/sheet1.xml"
    return zipped(files | {name: files[name].replace(old, new)})


@pytest.mark.parametrize("name", LARGE)
def test_a_form_that_would_become_too_large_is_refused_before_it_does(name):
    with pytest.raises(FileRefused, match="大きくなりすぎます"):
        fill(LARGE[name](), MANY)


def test_more_marks_than_anybody_would_read_are_refused():
    with pytest.raises(FileRefused, match="大きくなりすぎます"):
        fill(document(paragraph("【あ.い】" * (MOST_NOTES + 1))), KNOWN)


def test_a_sheet_that_is_listed_twice_is_filled_once():
    assert [each.place for each in fill(listed(2), KNOWN).written] == ["表!A1"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: listed(MOST_SHEETS + 1), "シートが多すぎます"),
        (lambda: sheet(*["【研修.一覧.題】"] * (MOST_REPEATED + 1)), "くり返す行が多すぎます"),
        (lambda: table(MOST_REPEATED + 1, "【研修.一覧.題】"), "くり返す行が多すぎます"),
    ],
)
def test_more_sheets_or_repeated_rows_than_a_form_has_are_refused(make, told):
    with pytest.raises(FileRefused, match=told):
        fill(make(), Answers({}, {"研修.一覧": Table(("題",), [("い",), ("ろ",)])}))
