"""Kana for words typed in Latin letters, Hepburn and Kunrei; asked only when nothing was found."""

import re

from foundation.japanese.text import fold

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソ",
    "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
# Rows whose kana are two: the sound of the first, then a small one.
_SMALL = {"a": "ャ", "u": "ュ", "e": "ェ", "o": "ョ"}
_SOFT = {"sh": "シ", "ch": "チ", "j": "ジ", "jy": "ジ"}
_OTHERS = (
    {"ya": "ヤ", "yu": "ユ", "yo": "ヨ", "wa": "ワ", "wo": "ヲ", "va": "ヴァ", "vu": "ヴ"}
    | {"shi": "シ", "chi": "チ", "ji": "ジ", "tsu": "ツ", "fu": "フ"}
    | {"fa": "ファ", "fi": "フィ", "fe": "フェ", "fo": "フォ", "thi": "ティ", "dhi": "ディ", "wi": "ウィ"}
)


def _table() -> dict[str, str]:
    table = {f"{start}{vowel}": kana for start, row in _ROWS.items() for vowel, kana in zip(_VOWELS, row)}  # noqa: B905 -- two strings of five
    for start in ("k", "g", "s", "z", "t", "d", "n", "h", "b", "p", "m", "r"):
        table |= {f"{start}y{vowel}": table[f"{start}i"] + small for vowel, small in _SMALL.items()}
    for start, kana in _SOFT.items():
        table |= {f"{start}{vowel}": kana + small for vowel, small in _SMALL.items()}
    return table | _OTHERS


_KANA = _table()
_LONGEST = max(map(len, _KANA))
_DOUBLED = re.compile(r"([bcdfghjklmpqrstvwxyz])(?=\1)|t(?=ch)")
# ぎんこう is gin'kou to some: the mark only parts ん from the vowel behind it.
_FINAL_N = re.compile(r"n(?![aiueoy])'?|m(?=[bmp])")
_LONG = re.compile(r"(?<=[アカガサザタダナハバパマヤャラワァ])ア|(?<=[イキギシジチヂニヒビピミリィ])イ")
_LONG_BACK = re.compile(
    r"(?<=[ウクグスズツヅヌフブプムユュルゥ])ウ|(?<=[オコゴソゾトドノホボポモヨョロヲォ])[ウオ]|(?<=[エケゲセゼテデネヘベペメレェ])[エイ]"
)


def kana_spellings(word: str) -> list[str]:
    """Return a folded word of Latin letters in folded kana, as it sounds and with long vowel marks.

    Nothing for a word that is no Japanese written in Latin letters.
    """
    kana = _to_kana(word)
    if not kana:
        return []
    long = _LONG_BACK.sub("ー", _LONG.sub("ー", kana))
    return list(dict.fromkeys([fold(kana), fold(long)]))


def _to_kana(word: str) -> str:
    left = _DOUBLED.sub("ッ", _FINAL_N.sub("ン", word))
    found = ""
    while left:
        if left[0] in "ッン-":
            piece, size = left[0].replace("-", "ー"), 1
        else:
            sizes = [size for size in range(_LONGEST, 0, -1) if left[:size] in _KANA]
            if not sizes:
                return ""
            size = sizes[0]
            piece = _KANA[left[:size]]
        found, left = found + piece, left[size:]
    return found
