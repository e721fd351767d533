"""When somebody can have been born."""

from datetime import date

import pytest

from handoff.cases.rules import may_be_birth

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("", True),
        ("昭和31年7月19日", True),
        ("昭和64年1月7日", True),
        ("昭和31年ごろ", True),
        ("平成元年", True),
        ("1956年7月19日", True),
        ("不明", True),
        ("昭和99年3月1日", False),
        ("昭和６６年", False),
        ("令和9年1月1日", False),
        ("令和8年12月1日", False),
        ("平成2年2月30日", False),
        ("明治30年", False),
        ("昭和0年", False),
    ],
)
def test_a_birth_is_a_day_that_was_not_too_long_ago(text, may):
    assert may_be_birth(text, today=TODAY).allowed == may
