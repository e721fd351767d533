"""Names as people write them, one a line: 氏名、フリガナ、職種."""

from collections.abc import Iterable

from foundation.japanese.text import clean_line, fold

from .models import RosterName
from .services.naming import Named

MOST_NAMES = 200
LONGEST_NAME, LONGEST_KANA, LONGEST_JOB = 60, 80, 60
MOST_PARTS = 3


# Of its folded form: one sign may stand for many letters (㍿, ﷺ).
LONGEST_FOLDED = 80
TOO_LONG = "この名前は長すぎます。「㍿」のような、何字分にもなる記号を使わずに書いてください。"


class NotNames(Exception):
    """A line cannot be read; the message says which one and what to do."""


def is_too_long(name: str) -> bool:
    """Return whether a name is too long to be compared."""
    return len(fold(name)) > LONGEST_FOLDED


def read_names(text: str) -> list[Named]:
    """Return the names of a text, each once. Raises NotNames."""
    found: dict[str, Named] = {}
    lines = [(number, clean_line(line)) for number, line in enumerate(text.splitlines(), start=1)]
    for number, line in lines:
        if not line:
            continue
        parts = [each.strip() for each in line.replace(",", "、").replace("，", "、").split("、")]
        if len(parts) > MOST_PARTS:
            raise NotNames(f"{number}行目：1行に1人ずつ、氏名、フリガナ、職種の順に書いてください。")
        name, kana, job = (*parts, "", "")[:MOST_PARTS]
        if not name:
            raise NotNames(f"{number}行目：氏名を書いてください。")
        if len(name) > LONGEST_NAME or len(kana) > LONGEST_KANA or len(job) > LONGEST_JOB:
            raise NotNames(f"{number}行目：長すぎます。氏名は{LONGEST_NAME}字までにしてください。")
        if is_too_long(name):
            raise NotNames(f"{number}行目：{TOO_LONG}")
        found.setdefault(fold(name), Named(name, kana, job))
    if len(found) > MOST_NAMES:
        raise NotNames(f"名前は{MOST_NAMES}人までにしてください。")
    return list(found.values())


def as_text(names: Iterable[RosterName]) -> str:
    """Return names as they would be written."""
    return "\n".join(f"{each.name}、{each.name_kana}、{each.job}".rstrip("、") for each in names)
