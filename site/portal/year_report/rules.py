"""How a yearly report goes from a draft to the public, and which of its numbers may be shown: pure.

What tables that stand side by side hide is told by `portal.figures.side_by_side`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.decision import YES, Decision
from portal.figures.counted import counted_in
from portal.figures.small_counts import UNITS_OF_THINGS, told_numbers

from .enums import ReportState

EARLIEST_YEAR = 2009
# Counts of things in sentences tell of nobody: 研修を4回, 四か所.
_COUNTS_OF_THINGS = re.compile(
    rf"[0-9,〇一二三四五六七八九十百千万]+\s*(?:{'|'.join(sorted(UNITS_OF_THINGS))})"
)


def told_people(words: Iterable[str], hidden: Iterable[Decimal]) -> list[int]:
    """Return the hidden counts of people that stand in these words; counts of things are none."""
    return told_numbers(map(_without_things, words), hidden)


def people_in(words: Iterable[str]) -> frozenset[int]:
    """Return the counts of people that stand in these words; counts of things are none."""
    return frozenset(number for each in words for number in counted_in(_without_things(each)))


def _without_things(words: str) -> str:
    return _COUNTS_OF_THINGS.sub(" ", unicodedata.normalize("NFKC", words))


@dataclass(frozen=True)
class Move:
    """A change of a report's state: where it begins, where it leads, what is said when it cannot be made."""

    begins: frozenset[ReportState]
    ends: ReportState
    refusal: str


MOVES = {
    "send": Move(frozenset({ReportState.DRAFT}), ReportState.PROOF, "校正に出せるのは、下書きだけです。"),
    "take_back": Move(
        frozenset({ReportState.PROOF}), ReportState.DRAFT, "下書きにもどせるのは、校正中の報告だけです。"
    ),
    "publish": Move(
        frozenset({ReportState.PROOF}), ReportState.PUBLISHED, "公開できるのは、校正中の報告だけです。"
    ),
    "replace": Move(
        frozenset({ReportState.PUBLISHED}), ReportState.REPLACED, "前の版にできるのは、公開中の報告だけです。"
    ),
    "withdraw": Move(
        frozenset({ReportState.PUBLISHED, ReportState.REPLACED}),
        ReportState.WITHDRAWN,
        "公開をやめられるのは、公開した報告だけです。",
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
    if state not in {ReportState.PUBLISHED, ReportState.WITHDRAWN}:
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
