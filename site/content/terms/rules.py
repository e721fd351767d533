"""Which words a text should not use, and where a word stands in the glossary: pure functions of texts."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from foundation.japanese.text import fold, to_katakana

from .enums import Level

ROWS = {
    "あ": "アイウエオ",
    "か": "カキクケコ",
    "さ": "サシスセソ",
    "た": "タチツテト",
    "な": "ナニヌネノ",
    "は": "ハヒフヘホ",
    "ま": "マミムメモ",
    "や": "ヤユヨ",
    "ら": "ラリルレロ",
    "わ": "ワヲン",
}
OTHERS = "ほか"
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_LEFT_OUT = re.compile("[\u3099\u309a・ 　]")
_LONG_VOWEL = re.compile("(.)ー")
_VOWELS = {"A": "ア", "I": "イ", "U": "ウ", "E": "エ", "O": "オ"}


class Wording(Protocol):
    """What the rules need to know of a term."""

    word: str
    old_words: list[str]
    level: str
    note: str


class Readable(Protocol):
    """Something that has its place in the order of readings."""

    sort_key: str


@dataclass(frozen=True)
class Finding:
    """A word in a text that should be another one: what was found, what to write, where it begins."""

    found: str
    word: str
    level: Level
    note: str
    at: int

    @property
    def advice(self) -> str:
        """What the editor is told."""
        if self.level == Level.REPLACE:
            sentence = f"「{self.found}」は「{self.word}」と言いかえてください。"
        else:
            sentence = f"「{self.found}」は、なるべく「{self.word}」と書いてください。"
        return sentence + self.note


def findings(text: str, terms: Iterable[Wording]) -> list[Finding]:
    """Return the old words in a text, in their order.

    Of words that overlap the longest counts, and a current word covers the old ones inside it: 認知症高齢者
    holds no old word. A word that stands alone in 「」 is talked about and not used.
    """
    terms = list(terms)
    advice = {old: term for term in terms if term.level != Level.NONE for old in term.old_words if old}
    current = {term.word for term in terms}
    known = sorted(advice.keys() | current, key=len, reverse=True)
    if not advice:
        return []
    pattern = re.compile("|".join(map(re.escape, known)))
    return [
        Finding(match[0], term.word, Level(term.level), term.note, match.start())
        for match in pattern.finditer(text)
        if match[0] not in current and not _is_talked_about(text, match)
        for term in [advice[match[0]]]
    ]


def _is_talked_about(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].endswith("「") and text[match.end() :].startswith("」")


def sort_key(reading: str) -> str:
    """Return the key of the order of あいうえお, to be compared byte by byte.

    As in a dictionary, voiced and small kana and long vowels only count when all else is equal: コー is コオ.
    """
    katakana = to_katakana(reading)
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFD", katakana)).translate(_SMALL)
    return f"{_LONG_VOWEL.sub(_with_vowel, plain)} {fold(reading)}"


def _with_vowel(match: re.Match[str]) -> str:
    # The Unicode name of a kana ends in its vowel: KATAKANA LETTER KO.
    kana = match[1]
    return kana + _VOWELS.get(unicodedata.name(kana, " ")[-1], "")


def row_of(key: str) -> str:
    """Return the row of the table of kana that a sort key belongs to: あ, か, …"""
    return next((row for row, kana in ROWS.items() if key[:1] and key[0] in kana), OTHERS)


def by_row[Term: Readable](terms: Sequence[Term]) -> list[tuple[str, list[Term]]]:
    """Return terms under their rows; rows without any are left out."""
    rows: dict[str, list[Term]] = {}
    for term in terms:
        rows.setdefault(row_of(term.sort_key), []).append(term)
    return [(row, rows[row]) for row in (*ROWS, OTHERS) if row in rows]
