"""How two versions of a text differ, line by line: for minutes, and for the rules of an association."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import TextChoices


class Change(TextChoices):
    """What became of a line from one version to the next; said in words and signs, never by colour alone."""

    SAME = "same", ""
    GONE = "gone", "－ 消した"
    NEW = "new", "＋ 加えた"


@dataclass(frozen=True)
class ChangedLine:
    """A line of two versions of a text: in both, in the earlier one alone, or in the later one alone."""

    change: Change
    text: str


def changed_lines(before: str, after: str) -> list[ChangedLine]:
    """Return the lines of both texts in their order; what goes stands above what comes in its place."""
    old, new = before.splitlines(), after.splitlines()
    found: list[ChangedLine] = []
    for how, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if how == "equal":
            found += [ChangedLine(Change.SAME, each) for each in old[old_from:old_to]]
            continue
        found += [ChangedLine(Change.GONE, each) for each in old[old_from:old_to]]
        found += [ChangedLine(Change.NEW, each) for each in new[new_from:new_to]]
    return found
