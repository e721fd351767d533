"""What changed between a record and what was read of it, in words: pure functions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# The columns of a record that people compare, in the order of a screen.
LABELS = {
    "name": "名前",
    "name_kana": "フリガナ",
    "office_number": "事業所番号",
    "corporation_name": "法人の名前",
    "corporate_number": "法人番号",
    "address": "住所",
    "phone": "電話番号",
    "fax": "FAX番号",
    "url": "ウェブサイト",
    "capacity": "定員",
    "hours": "利用できる時間など",
    "latitude": "緯度",
    "longitude": "経度",
    "missing_since": "見あたらなくなった時期",
}


@dataclass(frozen=True)
class Difference:
    """One column that says something else now."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.label}：{self.old or '（なし）'}→{self.new or '（なし）'}"


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Difference]:
    """Return what a line would change in its record; nothing for what is new or missing."""
    return list(_differences(before, after)) if before and after else []


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name, label in LABELS.items():
        old, new = _said(before.get(name)), _said(after.get(name))
        if old != new:
            yield Difference(label, old, new)


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return "、".join(f"{name} {words}" for name, words in sorted(value.items()))
    return "" if value is None else str(value)
