"""Numbers that are names: phone, corporation, office, and the sheets that come back by FAX."""

import re

from foundation.japanese.text import clean_line, half_width

_PHONE_START = re.compile(r"\(?\+?[0-9](?:[-. ()]*[0-9])*")
_PHONE_LINE = re.compile(
    r"(\+?[0-9]+(?:-[0-9]+)*)(?: ?(?:（代表?）|代表?|（内線? ?[0-9-]+）|内線? ?[0-9-]+))*"
)
_DIALABLE = re.compile(
    r"0[1-9][1-9][0-9]{7}"  # fixed lines, 0120, 0570
    r"|0[5-9]0[0-9]{8}"  # mobile, IP, 0800
    r"|000[0-9]{7}"  # samples such as those of the demo world: nobody has them
    r"|\+81[1-9][0-9]{8,9}"
    r"|\+(?!81)[1-9][0-9]{6,14}"  # at most 15 digits
)

# The quasigroup of order 10 in H. M. Damm, "Total anti-symmetrische Quasigruppen" (Marburg, 2004).
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_LAST_SERIAL = 99_999


def clean_digits(value: str) -> str:
    """Return a number at half width without hyphens and spaces; letters stay, for a check to refuse them."""
    return re.sub(r"[-\s]", "", half_width(clean_line(value)))


def clean_phone(value: str) -> str:
    """Return a phone or FAX number with half-width digits, its groups as typed and joined by "-".

    Brackets, dots and spaces between groups count as hyphens, the (0) of an international number is left out.
    What follows the digits stays, with wide brackets: 076-266-1070（代）, 076-266-1070 内線12. Text without a
    number comes back cleaned, for `is_phone` to refuse.
    """
    line = clean_line(value)
    start = _PHONE_START.match(half_width(line))
    if start is None:
        return line
    number = start[0].replace("(0)", "") if start[0].startswith("+") else start[0]
    rest = line[start.end() :].strip().translate(str.maketrans("()", "（）"))
    space = " " if rest and not rest.startswith("（") else ""
    return re.sub(r"[-. ()]+", "-", number).strip("-") + space + rest


def is_phone(value: str) -> bool:
    """Return whether `value`, as `clean_phone` gives it, can be called.

    Source: 総務省 電気通信番号計画 for numbers that begin with 0, ITU-T E.164 for those that begin with +.
    """
    return dialable(value) != ""


def dialable(value: str) -> str:
    """Return what stands in a `tel:` link, digits with a + if there was one, or "" when it is no phone."""
    line = _PHONE_LINE.fullmatch(value)
    digits = line[1].replace("-", "") if line else ""
    return digits if _DIALABLE.fullmatch(digits) else ""


def is_corporate_number(value: str) -> bool:
    """Return whether `value`, as `clean_digits` gives it, is a 法人番号: a check digit and 12 digits.

    Source: 法人番号の指定等に関する省令（平成26年財務省令第70号）第2条.
    """
    if not re.fullmatch("[1-9][0-9]{12}", value):
        return False
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(value[1:])))
    return int(value[0]) == 9 - weighted % 9


def check_digit(number: int) -> int:
    """Return the digit that, put behind `number`, betrays a wrong digit or two swapped neighbours (Damm)."""
    interim = 0
    for digit in str(number):
        interim = int(_DAMM[interim][int(digit)])
    return interim


def with_check_digit(number: int) -> str:
    """Return the 6-digit sheet number of a serial from 1 to 99999, its last digit being the check digit.

    Raises ValueError for other serials.
    """
    if not 1 <= number <= _LAST_SERIAL:
        raise ValueError(f"用紙番号の通し番号は1から{_LAST_SERIAL}までです。")
    return f"{number:05}{check_digit(number)}"


def is_sheet_number(value: str) -> bool:
    """Return whether `value`, as `clean_digits` gives it, is a number that `with_check_digit` can give."""
    return re.fullmatch("[0-9]{6}", value) is not None and value != "000000" and check_digit(int(value)) == 0
