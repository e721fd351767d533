"""How a yearly report goes from a draft to the public, and which of its numbers may be shown: pure.

One table is protected as `portal.figures.rules` says. A report puts many tables side by side, so a sum that
one table has to hide must not stand in another.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.decision import YES, Decision
from portal.figures.rules import UNITS_OF_THINGS, Count, Protection, protect, told_numbers

EARLIEST_YEAR = 2009
MOST_CHAPTERS = 30
# Counts of things in sentences tell of nobody: 研修を4回, 四か所.
_COUNTS_OF_THINGS = re.compile(
    rf"[0-9,〇一二三四五六七八九十百千万]+\s*(?:{'|'.join(sorted(UNITS_OF_THINGS))})"
)


@dataclass(frozen=True)
class Counts:
    """The numbers of one table of the own centre."""

    counts: tuple[Count, ...]

    @property
    def people(self) -> frozenset[int]:
        return frozenset(
            int(each.value) for each in self.counts if each.hides_when_small and each.value is not None
        )

    @property
    def total(self) -> int:
        return sum(int(each.value or 0) for each in self.counts if each.hides_when_small)

    @property
    def all_hidden(self) -> Protection:
        """Hide every count of people but 0, and the sum with them."""
        places = frozenset(
            place for place, each in enumerate(self.counts) if each.hides_when_small and each.value
        )
        return Protection(places, hides_total=True)


def protect_together(tables: Sequence[Counts], *, threshold: int) -> list[Protection]:
    """Decide what is hidden in tables that stand in one report.

    Where a table hides its sum, every other table that would show the same number as a count of people or
    as its own sum hides its counts as well, and so on until no hidden sum stands anywhere.
    """
    found = [protect(table.counts, threshold=threshold, total_is_known=True) for table in tables]
    while True:
        sums = {
            table.total for table, each in zip(tables, found, strict=True) if each.hides_total and table.total
        }
        telling = [
            place
            for place, table in enumerate(tables)
            if not found[place].hides_total and sums & (_shown_people(table, found[place]) | {table.total})
        ]
        if not telling:
            return found
        for place in telling:
            found[place] = tables[place].all_hidden


def _shown_people(table: Counts, protection: Protection) -> frozenset[int]:
    return frozenset(
        int(each.value)
        for place, each in enumerate(table.counts)
        if each.hides_when_small and each.value and place not in protection.hidden
    )


def told_people(words: Iterable[str], hidden: Iterable[Decimal]) -> list[int]:
    """Return the hidden counts of people that stand in these words; counts of things are none."""
    without_things = (_COUNTS_OF_THINGS.sub(" ", unicodedata.normalize("NFKC", each)) for each in words)
    return told_numbers(without_things, hidden)


@dataclass(frozen=True)
class Move:
    """A change of a report's state: where it begins, where it leads, what is said when it cannot be made."""

    begins: frozenset[str]
    ends: str
    refusal: str


MOVES = {
    "send": Move(frozenset({"draft"}), "proof", "校正に出せるのは、下書きだけです。"),
    "take_back": Move(frozenset({"proof"}), "draft", "下書きにもどせるのは、校正中の報告だけです。"),
    "publish": Move(frozenset({"proof"}), "published", "公開できるのは、校正中の報告だけです。"),
    "replace": Move(frozenset({"published"}), "replaced", "前の版にできるのは、公開中の報告だけです。"),
    "withdraw": Move(
        frozenset({"published", "replaced"}), "withdrawn", "公開をやめられるのは、公開した報告だけです。"
    ),
}


def may_move(state: str, move: str) -> Decision:
    """Decide whether a report in this state can be sent, taken back, published, replaced or withdrawn."""
    return YES if state in MOVES[move].begins else Decision(False, MOVES[move].refusal)


def may_begin(fiscal_year: int, *, this_year: int, has_any: bool) -> Decision:
    """Decide whether the first report of a fiscal year can be begun: the year is over, and there is none."""
    if not EARLIEST_YEAR <= fiscal_year < this_year:
        return Decision(False, "終わった年度を選んでください。")
    if has_any:
        return Decision(False, "この年度の報告は、もうあります。公開した報告は「新しい版を作る」で直せます。")
    return YES


def may_reopen(state: str, *, has_open: bool) -> Decision:
    """Decide whether a new version can be begun from this report."""
    if state not in {"published", "withdrawn"}:
        return Decision(False, "新しい版は、公開した報告から作ります。")
    if has_open:
        return Decision(False, "この年度には、書きかけの版がもうあります。")
    return YES


def may_change(state: str) -> Decision:
    """Decide whether words and tables may be changed: what was looked through is what is published."""
    if state == "draft":
        return YES
    return Decision(
        False,
        "直せるのは、下書きだけです。校正中なら下書きにもどし、公開したあとなら新しい版を作ってください。",
    )


def may_add_chapter(chapters: int) -> Decision:
    """Decide whether one more chapter fits into a report."""
    if chapters < MOST_CHAPTERS:
        return YES
    return Decision(False, f"章は{MOST_CHAPTERS}までです。")


def may_send(*, chapters: int, empty: Sequence[str]) -> Decision:
    """Decide whether a report is complete; `empty` holds the headings of chapters in which nothing stands."""
    if not chapters:
        return Decision(False, "章を一つ以上入れてください。")
    if empty:
        named = "".join(f"「{heading}」" for heading in empty)
        return Decision(False, f"章{named}に、まだ何も書かれていません。文を書くか、章をなくしてください。")
    return YES


def may_publish(state: str, *, is_by_who_sent: bool, is_manager: bool) -> Decision:
    """Decide whether somebody may publish: a second person, who leads the centre."""
    decision = may_move(state, "publish")
    if not decision.allowed:
        return decision
    if is_by_who_sent:
        return Decision(
            False,
            "校正に出した人とは別の人が、読みなおして公開します。センター長が一人のときは、いったん下書きにもどし、職員から校正に出してください。",
        )
    if not is_manager:
        return Decision(False, "公開は、センター長がします。")
    return YES
