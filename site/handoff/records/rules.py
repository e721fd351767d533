"""Who reads and writes the records around a hand-off: one table per kind of record, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handoff.disclosure.enums import Part
from handoff.machine.enums import Side
from handoff.vault.spoken import Spoken

from .enums import Use

BOTH = frozenset({Side.GIVER, Side.RECEIVER})


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """What each side may do with one kind of record, in which of its states.

    The receiver may do nothing unless every part that the record tells of is readable to it at that moment.
    """

    tells_of: frozenset[Part]
    allowed: Mapping[tuple[Side, Use], frozenset[str]]

    def opens(self, use: Use, sides: frozenset[Side], *, state: str) -> bool:
        """Return whether one of these sides may do this with a record in this state."""
        return any(state in self.allowed.get((side, use), ()) for side in sides)


@dataclass(frozen=True, kw_only=True)
class Word:
    """One text of a record, sealed with all others of it: its name, how it is asked, how long it may be.

    Where it tells of a part of its own, the receiver reads it only while that part is readable as well.
    """

    name: str
    label: str
    hint: str = ""
    longest: int = 200
    is_long: bool = False
    is_needed: bool = False
    part: Part | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of a record's table of states: what it is called, from where to where, by which side.

    `asks` is the label of the words that somebody has to write with it, empty where none are needed.
    """

    label: str
    sources: frozenset[str]
    target: str
    by: frozenset[Side] = field(default_factory=lambda: BOTH)
    asks: str = ""


def spoken(words: Sequence[Word], **codes: Mapping[str, str]) -> Spoken:
    """Return what a record's data is called, as it was asked; `codes` are the words for what was chosen."""
    return Spoken(labels={word.name: word.label for word in words}, codes=codes)


def said(words: Sequence[Word], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return label and text of what was written, in the order of the table; what is empty is left out."""
    return [(word.label, texts[word.name]) for word in words if texts.get(word.name)]
