"""How a path goes from a draft to its end, for whom it is, and when somebody has come to its end."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision
from training_media.rules import Move

from .enums import ForWhom, ItemKind, PathState

# An address on this site: one slash, never two, and nothing that a browser would read as another host.
ADDRESS = r"^/([^/\\\s][^\\\s]*)?$"
WINDOW_PANES = 6


MOVES = {
    "open": Move(
        frozenset({PathState.DRAFT, PathState.CLOSED}),
        PathState.OPEN,
        "公開する",
        "もう公開しています。",
        is_managers=True,
    ),
    "close": Move(
        frozenset({PathState.OPEN}), PathState.CLOSED, "終了する", "終了できるのは、公開中の道すじです。"
    ),
}


def moves_from(state: str) -> list[str]:
    """Return the steps that a path in this state may take."""
    return [name for name, move in MOVES.items() if state in move.origins]


def may_move(state: str, move: str, *, is_manager: bool) -> Decision:
    """Decide whether a path in this state may take this step, and whether this person may let it."""
    return MOVES[move].may_be_taken(state, is_manager=is_manager)


def may_open(items: int, *, unseen: Sequence[str]) -> Decision:
    """Decide whether a path with so many items may be open; `unseen` are its films that nobody can watch."""
    if not items:
        return Decision(False, "項目が1つもありません。読むもの、見るもの、することを書いてください。")
    if unseen:
        listed = "、".join(f"「{title}」" for title in unseen)
        return Decision(False, f"公開していない研修動画があります：{listed}。先に、動画を公開してください。")
    return YES


def may_remove(state: str, *, walkers: int) -> Decision:
    """Decide whether a path may be removed: only a draft that nobody walks."""
    if state == PathState.DRAFT and not walkers:
        return YES
    return Decision(
        False, "消せるのは、だれも始めていない下書きだけです。使わなくなったら、終了してください。"
    )


def may_be_for(before: str, after: str, *, walkers: int) -> Decision:
    """Decide whether a path may be for others than before: not once somebody walks it."""
    if before == after or not walkers:
        return YES
    return Decision(
        False, "始めた人がいるので、「だれのためか」は変えられません。新しい道すじを作ってください。"
    )


def is_for(for_whom: str, *, is_centre: bool, is_partner: bool, is_city: bool) -> bool:
    """Return whether a path is for somebody; a municipality's people are partners, too."""
    return {
        ForWhom.CITY: is_partner and is_city,
        ForWhom.CENTRE: is_centre,
        ForWhom.PARTNER: is_partner,
    }[ForWhom(for_whom)]


def is_address(text: str) -> bool:
    """Return whether this is the address of a page on this site."""
    return re.search(ADDRESS, text) is not None


def is_by_hand(kind: str, for_whom: str) -> bool:
    """Return whether whoever walks says themselves that an item is done.

    A film is done by a completion alone. At the centre nobody's viewing is recorded
    (`watching.access._without_record`), so that its staff say it of films, too.
    """
    return kind != ItemKind.COURSE or for_whom == ForWhom.CENTRE


@dataclass(frozen=True)
class Standing:
    """How far somebody has come: so many of so many items, and on which day they came to the end."""

    done: int
    total: int
    done_on: date | None

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def panes(self) -> int:
        """The lit panes of a window, 0 to 6; the last one is lit at the end alone."""
        return WINDOW_PANES * self.done // self.total if self.total else 0

    def is_late(self, due_on: date | None, *, today: date) -> bool:
        """Return whether the day until which it was to be done has passed."""
        return not self.is_done and due_on is not None and due_on < today


def standing_of(days: Collection[date | None]) -> Standing:
    """Return how far somebody has come, of the days on which each item was done, None where it is not.

    They have come to the end when all are done, on the latest of the days; without items there is no end.
    """
    done = [day for day in days if day is not None]
    is_done = bool(days) and len(done) == len(days)
    return Standing(len(done), len(days), max(done) if is_done else None)


def in_order[Row](rows: Sequence[tuple[int | None, Row]]) -> list[Row]:
    """Return rows by the numbers that were written beside them; those without one come last."""
    ordered = sorted(enumerate(rows), key=lambda each: (each[1][0] is None, each[1][0] or 0, each[0]))
    return [row for _, (_, row) in ordered]
