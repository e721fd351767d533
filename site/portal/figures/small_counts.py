"""What of the centre's figures counts people, and what may be published beside them.

The rule itself is `foundation.small_counts`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from foundation.decision import YES, Decision
from foundation.small_counts import USUAL_THRESHOLD, Count, Protection, hides_base, protect

from .counted import counted_in
from .enums import ChartKind

__all__ = [
    "HIGHEST_THRESHOLD",
    "LOWEST_THRESHOLD",
    "UNITS_OF_THINGS",
    "USUAL_THRESHOLD",
    "Count",
    "Protection",
    "drawable",
    "hides_base",
    "hides_when_small",
    "may_hide_more",
    "may_set_threshold",
    "protect",
    "told_numbers",
]
# Below, guessing gets easy: of 1 and 2 one is as good as told. Above, nothing of a prefecture is left.
LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 5, 20
# What the centre counts besides people: nobody is recognised by a small number of these.
UNITS_OF_THINGS = frozenset({"回", "か所", "団体", "法人", "時間", "日", "本", "部", "枚"})


def hides_when_small(*, is_own: bool, unit: str) -> bool:
    """Return whether numbers in this unit are the own centre's people, or cases of theirs, and no things."""
    return is_own and unit not in UNITS_OF_THINGS


def may_set_threshold(threshold: int) -> Decision:
    """Decide whether this may be the smallest number that is shown."""
    if LOWEST_THRESHOLD <= threshold <= HIGHEST_THRESHOLD:
        return YES
    return Decision(False, f"{LOWEST_THRESHOLD}から{HIGHEST_THRESHOLD}までの数にしてください。")


def may_hide_more(telling: Sequence[str], together: Sequence[str], elsewhere: Sequence[str] = ()) -> Decision:
    """Decide about a threshold, given titles of published tables, and of what other rooms have published.

    Of some the words would tell too much, `elsewhere` as well; others, read `together`, would give hidden
    numbers away.
    """
    if telling:
        return Decision(
            False,
            f"公開中の表{_named(telling)}の文の中に、これから隠す数か、その合計が書かれています。"
            "先に、この表を下書きにもどして、文から外してください。",
        )
    if together:
        return Decision(
            False,
            f"公開中の表{_named(together)}をくらべると、これから隠す数がわかってしまいます。"
            "先に、どれかを下書きにもどしてください。",
        )
    if elsewhere:
        return Decision(
            False,
            f"公開している{_named(elsewhere)}の文の中に、これから隠す数か、その合計が書かれています。"
            "先に、文を直した新しい版を公開し、もとの版は公開をやめてください。",
        )
    return YES


def _named(titles: Iterable[str]) -> str:
    return "".join(f"「{title}」" for title in titles)


def told_numbers(words: Iterable[str], hidden: Iterable[Decimal]) -> list[int]:
    """Return the hidden counts that stand in these words all the same, as 3人, 三名 or 3、4世帯."""
    wanted = {int(value) for value in hidden}
    return sorted(wanted & {number for each in words for number in counted_in(each)})


def drawable(chart: str, *, hides_something: bool) -> str:
    """Return the kind of chart that gives nothing away: the length of a band would tell what is left out."""
    return ChartKind.BAR if chart == ChartKind.STACKED and hides_something else chart
