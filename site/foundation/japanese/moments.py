"""Days, times and counts: they change from page to page and are read by rule, so nobody has to confirm them.

A program reads the last digit alone (29日 as かか); here a number and what it counts are read together.
"""

import re
from collections.abc import Iterator

from foundation.japanese.readings import KANJI, Part, Parts, has_kanji, merged

_WORDS = {
    "令和": "れいわ", "平成": "へいせい", "昭和": "しょうわ", "元年": "がんねん",
    "午前": "ごぜん", "午後": "ごご", "正午": "しょうご", "今日": "きょう", "明日": "あした",
    "平日": "へいじつ", "祝日": "しゅくじつ", "曜日": "ようび",
}  # fmt: skip
_WEEKDAYS = {
    "月": "げつ", "火": "か", "水": "すい", "木": "もく", "金": "きん",
    "土": "ど", "日": "にち", "祝": "しゅく",
}  # fmt: skip
_UNITS = {"年度": "ねんど", "年": "ねん", "月": "がつ", "時": "じ", "件": "けん", "回": "かい"}
# Read as one: the number cannot be told from what it counts.
_DAYS = {
    2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか", 9: "ここのか",
    10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_PEOPLE = {1: "ひとり", 2: "ふたり"}
_PPUN = frozenset({0, 1, 3, 4, 6, 8})

_TOKEN = re.compile(
    rf"""(?P<word>{"|".join(_WORDS)})
      | (?P<weekday>[月火水木金土日](?=曜)|(?<=（)[月火水木金土日](?=[）・])|(?<=・)祝(?=）))
      | (?P<first>(?<=月)1日(?!{KANJI}))
      | (?P<number>[0-9０-９]{{1,9}})(?P<unit>年度|[年月日時分件回人](?!{KANJI}))""",
    re.VERBOSE,
)

# A day or a time with its readings falls apart at the end of a line: 12月29日, 午後5時, （月）.
WHOLE = re.compile("(?:令和|平成|昭和|午前|午後)?(?:[0-9０-９]+(?:年度|[年月日時分件回人番歳]))+")


def read_by_rule(sentence: str) -> Parts | None:
    """Return the reading of a sentence whose kanji all belong to days, times and counts, otherwise None."""
    if not has_kanji(sentence):
        return None
    parts = merged(pieces(sentence))
    return None if any(ruby is None and has_kanji(base) for base, ruby in parts) else parts


def pieces(text: str) -> Iterator[Part]:
    """Yield a text in parts: days, times and counts with their reading, all else without one."""
    at = 0
    for token in _TOKEN.finditer(text):
        read = list(_read(token))
        if read:
            yield text[at : token.start()], None
            yield from read
            at = token.end()
    yield text[at:], None


def _read(token: re.Match[str]) -> Iterator[Part]:
    """Yield a day, a time or a count in parts; nothing when only a person knows, as with 1日."""
    whole, number, unit = token[0], token["number"], token["unit"]
    if token["word"] or token["weekday"]:
        yield whole, _WORDS.get(whole) or _WEEKDAYS[whole]
    elif token["first"]:
        yield whole, "ついたち"
    elif unit in _UNITS:
        yield from ((number, None), (unit, _UNITS[unit]))
    elif unit == "分":
        yield from ((number, None), (unit, "ぷん" if int(number[-1]) in _PPUN else "ふん"))
    elif unit == "人":
        yield from _together(whole, number, unit, _PEOPLE.get(int(number)), "にん")
    elif int(number) != 1:
        yield from _together(whole, number, unit, _DAYS.get(int(number)), "にち")


def _together(whole: str, number: str, unit: str, as_one: str | None, apart: str) -> Iterator[Part]:
    yield from [(whole, as_one)] if as_one else [(number, None), (unit, apart)]
