"""What a source says of its objects, and what a reader gets to see of those that are found."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from .marks import Piece

ANSWER, USUAL, SMALL_PRINT = 0, 1, 2
RANKS = [ANSWER, USUAL, SMALL_PRINT]


@dataclass(frozen=True)
class SearchDocument:
    """One thing that the public may read and find.

    `key` names the object within its source, `part` what is found of it by itself, such as one question of
    a page. `kind` is the Japanese word under which hits are listed. `texts` are searched beside title,
    summary and `reading`; `filters` are tokens that an app narrows its own search by, such as `xc17201`.
    `rank` says what comes first among equals: an answer, then what is usual, the small print last.
    `page_id` ties it to a page: it is found only while everybody may read that page.
    """

    key: str
    kind: str
    title: str
    url: str
    summary: str = ""
    texts: Sequence[str] = ()
    reading: str = ""
    day: date | None = None
    filters: Sequence[str] = ()
    part: str = ""
    page_id: int | None = None
    rank: int = USUAL


class SearchSource(Protocol):
    """Yields the documents of some objects, or of all with None; nothing for what is not public."""

    def __call__(self, keys: Collection[str] | None = None) -> Iterable[SearchDocument]: ...


@dataclass(frozen=True)
class SearchHit:
    """One thing found; in `title_pieces` and `excerpt` the words looked for are told apart."""

    kind: str
    title: str
    url: str
    summary: str = ""
    day: date | None = None
    title_pieces: Sequence[Piece] = ()
    excerpt: Sequence[Piece] = ()


@dataclass(frozen=True)
class HitsOfKind:
    """The best hits of one kind, and how many there are in all."""

    kind: str
    total: int
    hits: list[SearchHit] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.total - len(self.hits)


@dataclass(frozen=True)
class Found:
    """What a question found, the kind with the best hit first; `read_as` when it was read in kana.

    Where nothing holds all of the question, `asked` are the words that were looked for instead, and
    `left_out` those without which something was found.
    """

    groups: Sequence[HitsOfKind] = ()
    read_as: str = ""
    asked: Sequence[str] = ()
    left_out: Sequence[str] = ()

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)
