"""Which counts of people may be shown: pure functions of numbers.

The rule of small numbers in one sentence: a count of 1 to `threshold - 1` people is not shown, and with it
go none, one or two of the largest counts, as few as it takes so that the sum leaves each small count every
number from 1 to `threshold - 1`; where two are not enough, no count but 0 is shown and no sum either. Even a
reader who knows this rule cannot work a small count out: a third hidden would tell why two did not do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.decision import YES, Decision

from .counted import counted_in
from .enums import ChartKind

USUAL_THRESHOLD = 5
# Below, guessing gets easy: of 1 and 2 one is as good as told. Above, nothing of a prefecture is left.
LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 5, 20
MOST_LARGE_HIDDEN = 2
# What the centre counts besides people: nobody is recognised by a small number of these.
UNITS_OF_THINGS = frozenset({"回", "か所", "団体", "法人", "時間", "日", "本", "部", "枚"})


@dataclass(frozen=True)
class Count:
    """One number of a table; `hides_when_small` says that it counts people of the own centre."""

    value: Decimal | None
    hides_when_small: bool


@dataclass(frozen=True)
class Protection:
    """Which places of a table stay hidden, and whether their sum has to."""

    hidden: frozenset[int]
    hides_total: bool


def protect(counts: Sequence[Count], *, threshold: int, total_is_known: bool) -> Protection:
    """Decide what of a table is hidden so that no small count can be worked out.

    `total_is_known` says that a reader may know the sum, from this table or elsewhere.
    """
    values = {
        place: int(count.value)
        for place, count in enumerate(counts)
        if count.hides_when_small and count.value is not None
    }
    small = frozenset(place for place, value in values.items() if 1 <= value < threshold)
    if not small or not total_is_known:
        return Protection(small, hides_total=bool(small))
    rest = sorted(values.keys() - small, key=lambda place: (-values[place], place))
    largest_first = [place for place in rest if values[place] >= threshold]
    for more in range(min(len(largest_first), MOST_LARGE_HIDDEN) + 1):
        hidden = small.union(largest_first[:more])
        shown = [values[place] for place in largest_first[more:]]
        if _could_be_anything(len(small), more, sum(values[place] for place in hidden), shown, threshold):
            return Protection(hidden, hides_total=False)
    return Protection(frozenset(place for place, value in values.items() if value), hides_total=True)


def _could_be_anything(small: int, large: int, hidden_sum: int, shown: Sequence[int], threshold: int) -> bool:
    """Return whether each small count could be every number below the threshold, given the sum of all hidden.

    The others among the small ones are at least 1; a hidden large one is at least as large as any shown.
    """
    most = threshold - 1
    least_of_the_others = (small - 1) + large * max([threshold, *shown])
    most_of_the_others = (small - 1) * most
    return hidden_sum >= most + least_of_the_others and (large > 0 or hidden_sum <= 1 + most_of_the_others)


def hides_base(base: int | None, *, total: int, hides_total: bool, threshold: int) -> bool:
    """Return whether the number of people a table rests on is itself small, or gives the hidden sum away."""
    return base is not None and (base < threshold or (hides_total and base == total))


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
