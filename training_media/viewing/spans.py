"""Sets of time as half-open spans of whole milliseconds: exact."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise

type Span = tuple[int, int]
# Sorted, none empty, none touching the next.
type Spans = tuple[Span, ...]

NOTHING: Spans = ()


def union(*sets: Iterable[Span]) -> Spans:
    """Return everything that lies in one of these sets; empty spans add nothing."""
    found: list[Span] = []
    for start, end in sorted(span for each in sets for span in each if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def minus(spans: Iterable[Span], taken: Spans) -> Spans:
    """Return what is left of some spans without those that are taken."""
    left: list[Span] = []
    first = 0
    for start, end in union(spans):
        at = start
        while first < len(taken) and taken[first][1] <= start:
            first += 1
        place = first
        while place < len(taken) and taken[place][0] < end:
            if taken[place][0] > at:
                left.append((at, taken[place][0]))
            at = max(at, taken[place][1])
            place += 1
        if at < end:
            left.append((at, end))
        # The last one may reach into the next span.
        first = max(first, place - 1)
    return tuple(left)


def both(one: Spans, other: Spans) -> Spans:
    """Return what lies in both of these sets: in as many steps as there are spans."""
    found: list[Span] = []
    here = there = 0
    while here < len(one) and there < len(other):
        start, end = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if start < end:
            found.append((start, end))
        if one[here][1] <= other[there][1]:
            here += 1
        else:
            there += 1
    return union(found)


class Growing:
    """A set of time that grows; each span that is added says what of it was not there before."""

    def __init__(self, spans: Spans = NOTHING) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def add(self, span: Span) -> list[Span]:
        """Add a span that is not empty; returns its parts that were not there. Quick also with many spans."""
        start, end = span
        first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        before = list(zip(self._starts[first:last], self._ends[first:last], strict=True))
        self._starts[first:last] = [min(start, before[0][0]) if before else start]
        self._ends[first:last] = [max(end, before[-1][1]) if before else end]
        return list(minus((span,), tuple(before)))

    @property
    def spans(self) -> Spans:
        return tuple(zip(self._starts, self._ends, strict=True))


def length(spans: Iterable[Span]) -> int:
    """Return how many milliseconds these are together; they must not overlap."""
    return sum(end - start for start, end in spans)


def is_spans(spans: Spans) -> bool:
    """Return whether these are sorted, none empty and none touching the next."""
    return all(start < end for start, end in spans) and all(
        before[1] < after[0] for before, after in pairwise(spans)
    )
