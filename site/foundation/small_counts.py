"""Which counts of people may be shown: pure functions of numbers.

The rule of small numbers in one sentence: a count of 1 to `threshold - 1` people is not shown, and with it
go none, one or two of the largest counts, as few as it takes so that the sum leaves each small count every
number from 1 to `threshold - 1`; where two are not enough, no count but 0 is shown and no sum either. Even a
reader who knows this rule cannot work a small count out: a third hidden would tell why two did not do.

Which threshold the centre has chosen is said by whoever keeps it (`thresholds`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.registry import Registry

USUAL_THRESHOLD = 5
MOST_LARGE_HIDDEN = 2
# () -> the smallest count of people that is shown
thresholds: Registry[Callable[[], int]] = Registry()


def threshold_now() -> int:
    """Return the smallest count of people that is shown: the strictest that is set, else the usual one."""
    return max((source() for source in thresholds), default=USUAL_THRESHOLD)


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
