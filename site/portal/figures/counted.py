"""Numbers of people and the like as they stand in sentences: 3人, 三名, 3、4世帯. Pure."""

import re
import unicodedata
from collections.abc import Iterator

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = "万"
_KANJI = "".join([*_DIGITS, *_TENS, _MYRIAD])

_NUMBER = rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+|[{_KANJI}]+)"
# As in 3、4人 and 三人から四人: all of them are told.
_BETWEEN = r"\s*(?:[、,・~〜／/\-－–]|から|または|か|と|や)\s*"
_COUNTERS = "人|名|件|世帯|家族|[かヶケヵカ箇個]所|機関|施設|回|組"
# 第3回 is a name, 0.3人 another number, 二人三脚 and 一人ひとり are words.
_COUNTED = re.compile(rf"(?<![0-9.,第{_KANJI}])({_NUMBER}(?:{_BETWEEN}{_NUMBER})*)\s*(?:{_COUNTERS})")
_ALL_NUMBERS = re.compile(_NUMBER)
_NO_COUNTS = re.compile("一人(?:ひとり|一人|暮らし|ぐらし|で|親)|二人三脚")


def counted_in(words: str) -> Iterator[int]:
    """Yield the numbers before a word that counts people, cases or places, in digits or kanji."""
    text = _NO_COUNTS.sub(" ", unicodedata.normalize("NFKC", words))
    for found in _COUNTED.finditer(text):
        yield from map(_value, _ALL_NUMBERS.findall(found[1]))


def _value(number: str) -> int:
    if number[0].isascii():
        return int(number.replace(",", ""))
    if _MYRIAD not in number:
        return _below_a_myriad(number)
    myriads, _, rest = number.rpartition(_MYRIAD)
    return (_below_a_myriad(myriads) or 1) * 10_000 + _below_a_myriad(rest)


def _below_a_myriad(kanji: str) -> int:
    """Return 三百二十 as 320, and 三二〇 as well."""
    total = digits = 0
    is_open = False
    for sign in kanji:
        if sign in _TENS:
            total += (digits if is_open else 1) * _TENS[sign]
            digits, is_open = 0, False
        else:
            digits, is_open = digits * 10 + _DIGITS.get(sign, 0), True
    return total + digits
