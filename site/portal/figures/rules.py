"""Which numbers fit together, and how a table goes from a draft to the public: pure functions of facts.

What may be shown of it is told by `small_counts` and `side_by_side`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.decision import YES, Decision

from .enums import ChartKind, TableState
from .small_counts import hides_when_small

MOST_POINTS_OF_A_LINE = 12
MOST_PARTS_OF_A_BAND = 6
SHARE = "%"


def may_draw(chart: str, *, values: Sequence[Decimal | None], units: int, adds_up: bool) -> Decision:
    """Decide whether this kind of chart tells the truth about these numbers."""
    refusals = (
        (units > 1, "単位がちがう数は、一つの図にできません。「図はつけない」を選んでください。"),
        (
            any(value is not None and value < 0 for value in values),
            "0より小さい数は、図にできません。「図はつけない」を選んでください。",
        ),
        (
            chart == ChartKind.LINE and len(values) > MOST_POINTS_OF_A_LINE,
            f"折れ線にできるのは{MOST_POINTS_OF_A_LINE}行までです。",
        ),
        (
            chart == ChartKind.STACKED and not adds_up,
            "帯にできるのは、足すと合計になる表だけです。「棒」を選んでください。",
        ),
        (
            chart == ChartKind.STACKED and (len(values) > MOST_PARTS_OF_A_BAND or None in values),
            f"帯にできるのは、数がすべてある{MOST_PARTS_OF_A_BAND}行までです。「棒」を選んでください。",
        ),
    )
    if chart == ChartKind.NONE:
        return YES
    return next((Decision(False, reason) for refused, reason in refusals if refused), YES)


def rows_agree(
    *, is_own: bool, units: Sequence[str], values: Sequence[Decimal | None], adds_up: bool, base: int | None
) -> Decision:
    """Decide whether the numbers of a table fit together and can be protected."""
    if is_own and SHARE in units:
        return Decision(False, "このセンターの数は、割合ではなく、人や件の数で書いてください。")
    if adds_up and len(set(units)) > 1:
        return Decision(False, "単位がちがう数は、足せません。「足すと合計になる」を外してください。")
    counted = [
        value
        for unit, value in zip(units, values, strict=True)
        if value is not None and hides_when_small(is_own=is_own, unit=unit)
    ]
    if any(value < 0 or value != int(value) for value in counted):
        return Decision(False, "人や件の数は、0以上の整数で書いてください。")
    total = sum(value for value in values if value is not None)
    if is_own and adds_up and base is not None and base != total:
        return Decision(
            False,
            f"合計は{total}、もとの数は{base}です。足りない分は「そのほか」の行に書いてください。",
        )
    return YES


@dataclass(frozen=True)
class Move:
    """A change of a table's state: where it begins, where it leads, what is said when it cannot be made."""

    begins: frozenset[TableState]
    ends: TableState
    refusal: str


REPLACED = "もとの表の公開が、とりやめになっています。そちらを直してください。"
MOVES = {
    "send": Move(frozenset({TableState.DRAFT}), TableState.SENT, "確認に出せるのは、下書きだけです。"),
    "verify": Move(
        frozenset({TableState.SENT}), TableState.VERIFIED, "確認できるのは、確認待ちの表だけです。"
    ),
    "publish": Move(
        frozenset({TableState.VERIFIED}), TableState.PUBLISHED, "公開できるのは、確認がすんだ表だけです。"
    ),
    "take_back": Move(
        frozenset({TableState.SENT, TableState.VERIFIED, TableState.PUBLISHED}),
        TableState.DRAFT,
        "下書きにもどせるのは、出した表だけです。",
    ),
    "replace": Move(frozenset({TableState.PUBLISHED}), TableState.VERIFIED, REPLACED),
}


def may_move(state: str, move: str) -> Decision:
    """Decide whether a table in this state can be sent, verified, published or taken back."""
    return YES if state in MOVES[move].begins else Decision(False, MOVES[move].refusal)


def may_change(state: str, *, has_correction: bool) -> Decision:
    """Decide whether a table's words and numbers may be changed: what was checked is what is shown."""
    if has_correction:
        return Decision(False, "この表には、直した版があります。そちらを直してください。")
    if state == "draft":
        return YES
    if state == "published":
        return Decision(False, "公開中の表は、「直した版を作る」から直してください。公開は続きます。")
    return Decision(False, "直すには、まず下書きにもどしてください。")


def may_correct(state: str, *, has_correction: bool) -> Decision:
    """Decide whether a version may be begun that takes a public table's place once it is checked."""
    if state != "published":
        return Decision(False, "直した版を作れるのは、公開中の表だけです。下書きは、そのまま直せます。")
    return Decision(False, "直した版は、もうあります。") if has_correction else YES


def may_verify(
    state: str, *, is_by_who_entered: bool, entered_by_manager: bool, is_manager: bool
) -> Decision:
    """Decide whether somebody may say that a table is right: a second person, and one of the two leads."""
    if state != "sent":
        return Decision(False, MOVES["verify"].refusal)
    if is_by_who_entered:
        return Decision(False, "入力した人とは別の人が、出典と見くらべて確認してください。")
    if not (is_manager or entered_by_manager):
        return Decision(False, "職員が入力した表は、センター長が確認します。")
    return YES
