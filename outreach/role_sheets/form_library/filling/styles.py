"""Which styles of a workbook show dates, and dates as workbooks count them."""

import re
from datetime import date

from .tree import Element

# Formats without a code of their own, those of Japanese Excel among them (ECMA-376 part 1, 18.8.30).
_BUILT_IN = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_IN_QUOTES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAY_OR_YEAR = re.compile(r"[yYdDgG]|[eE](?![+-])")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def date_styles(root: Element) -> frozenset[int]:
    """Return the numbers of the cell styles that show a number as a date."""
    codes = {each.get("numFmtId"): each.get("formatCode") for each in root.each("numFmt")}
    looks = next(root.each("cellXfs"), None)
    styles = [each for each in looks.children if each.name == "xf"] if looks else []
    return frozenset(
        place
        for place, each in enumerate(styles)
        if _is_date(each.get("numFmtId"), codes.get(each.get("numFmtId")))
    )


def serial(day: date, *, from_1904: bool) -> int:
    """Return a day as a workbook counts it; none before 1900-03-01 comes here."""
    return (day - (_EPOCH_1904 if from_1904 else _EPOCH)).days


def _is_date(number: str, code: str | None) -> bool:
    if code is None:
        return number.isdecimal() and int(number) in _BUILT_IN
    plain = _IN_QUOTES.sub("", code.partition(";")[0])
    return bool(_DAY_OR_YEAR.search(plain)) and not plain.startswith(("General", "G/"))
