"""How high rows are, and how small a table becomes on one page."""

import pytest

from foundation.exports.one_page import (
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    height_of,
    heights_of,
    lines_of,
    scale_of,
)
from foundation.exports.table import Column, Table


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("短い", 10, 1),
        ("あ" * 10, 12, 2),
        ("a" * 10, 12, 1),
        ("一\n二\n三", 10, 3),
        ("あ" * 160, 23, 16),
        ("あ", 1, 1),
    ],
)
def test_a_text_stands_on_as_many_lines_as_its_letters_take(text, width, lines):
    assert lines_of(text, width) == lines


def test_a_row_is_as_high_as_its_longest_text():
    assert height_of([None, 12, "あ" * 30], [10, 10, 30]) == 3 * LINE


def test_words_below_a_table_have_all_columns_but_the_first():
    table = Table(
        "表", (Column("一", width=10), Column("二", width=20), Column("三", width=20)), [("", "", "")]
    )
    assert heights_of(table, [("注", "あ" * 18)]) == [LINE] * 3


def test_a_table_is_as_small_as_its_width_or_its_height_asks():
    wide = Table("表", (Column("一", width=int(PAGE_WIDTH) * 2),), [("a",)])
    high = Table("表", (Column("一", width=20),), [("a",)] * (2 * int(PAGE_HEIGHT / LINE)))
    assert round(scale_of(wide, []), 1) == 0.5
    assert round(scale_of(high, []), 1) == 0.5
    assert scale_of(Table("表", (Column("一"),), [("a",)]), []) == 1.0
