"""Files that are made to take time or memory: the work grows with the file and not with its square."""

import sys

import pytest

from outreach.role_sheets.form_library.filling.engine import fill
from outreach.role_sheets.form_library.filling.marks import Answers, replaced
from tests.factories.forms import document, paragraph

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


GROWING = {
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
