"""Names as people write them, one a line: 氏名、フリガナ、職種."""

from collections.abc import Iterable, Sequence

from foundation.japanese.text import clean_line, fold

from .models import RosterName
from .services.naming import Named

MOST_NAMES = 200
LONGEST_NAME, LONGEST_KANA, LONGEST_JOB = 60, 80, 60
MOST_PARTS = 3
# Whoever pasted something else altogether needs no longer list.
MOST_MISTAKES = 20
MANY_IN_A_LINE = "1行に1人ずつ、氏名、フリガナ、職種の順に書いてください。"


# Of its folded form: one sign may stand for many letters (㍿, ﷺ).
LONGEST_FOLDED = 80
TOO_LONG = "この名前は長すぎます。「㍿」のような、何字分にもなる記号を使わずに書いてください。"


class NotNames(Exception):
    """Lines cannot be read; each of `mistakes` says which one and what to do."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = list(mistakes)


def is_too_long(name: str) -> bool:
    """Return whether a name is too long to be compared."""
    return len(fold(name)) > LONGEST_FOLDED


def read_names(text: str) -> list[Named]:
    """Return the names of a text, each once. Raises NotNames, which names all wrong lines."""
    found: dict[str, Named] = {}
    mistakes: list[str] = []
    lines = [(number, clean_line(line)) for number, line in enumerate(text.splitlines(), start=1)]
    for number, line in lines:
        if not line:
            continue
        parts = [each.strip() for each in line.replace(",", "、").replace("，", "、").split("、")]
        name, kana, job = (*parts, "", "")[:MOST_PARTS]
        mistake = MANY_IN_A_LINE if len(parts) > MOST_PARTS else _mistake(name, kana, job)
        if mistake:
            mistakes.append(f"{number}行目：{mistake}")
        else:
            found.setdefault(fold(name), Named(name, kana, job))
    if len(mistakes) > MOST_MISTAKES:
        mistakes[MOST_MISTAKES:] = [f"ほかにも、直す行が{len(mistakes) - MOST_MISTAKES}行あります。"]
    if len(found) > MOST_NAMES:
        mistakes.append(f"名前は{MOST_NAMES}人までにしてください。")
    if mistakes:
        raise NotNames(mistakes)
    return list(found.values())


def _mistake(name: str, kana: str, job: str) -> str:
    if not name:
        return "氏名を書いてください。"
    if len(name) > LONGEST_NAME or len(kana) > LONGEST_KANA or len(job) > LONGEST_JOB:
        return f"長すぎます。氏名は{LONGEST_NAME}字までにしてください。"
    return TOO_LONG if is_too_long(name) else ""


def as_text(names: Iterable[RosterName]) -> str:
    """Return names as they would be written."""
    return "\n".join(f"{each.name}、{each.name_kana}、{each.job}".rstrip("、") for each in names)
