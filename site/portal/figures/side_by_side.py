"""Which tables may be read side by side, each safe alone: pure functions of what they show and hide."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from foundation.decision import YES, Decision

from .small_counts import Count, Protection, protect

TOTAL = "合計"

# A row by its label, and which of that label it is.
type Key = tuple[str, int]


@dataclass(frozen=True)
class LabelledCount:
    """One number of a table with its folded label, as it is compared with other tables."""

    label: str
    count: Count
    name: str = ""


@dataclass(frozen=True)
class SeenRow:
    """One count of people in a table that stands beside others; its label is folded, its name as written."""

    label: str
    value: int
    is_hidden: bool
    name: str = field(default="", compare=False)


@dataclass(frozen=True)
class SeenTable:
    """A table of the own centre as a reader meets it among the others of its year.

    `told` are the sums that it gives besides its rows, as a base does.
    """

    title: str
    rows: tuple[SeenRow, ...]
    hides_total: bool
    told: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        return sum(row.value for row in self.rows)


@dataclass(frozen=True)
class ReadBeside:
    """A table that another room has published: as it is shown there, and with what has to stay hidden now.

    The two differ where it went public under a higher threshold: what it hides beyond is no secret any more.
    """

    fiscal_year: int
    shows: SeenTable
    keeps: SeenTable


def may_stand_beside(
    table: SeenTable,
    others: Iterable[SeenTable],
    elsewhere: Iterable[ReadBeside] = (),
    *,
    threshold: int,
) -> Decision:
    """Decide whether a table may be read beside the published ones of its year, here and in other rooms.

    Each table keeps its small counts by itself; two that speak of the same people can still give one away:

    - One hides its sum and the other has the same as its sum, shown or not, or shows it as one of its
      numbers. Shown, it is the sum that nobody should know; hidden, both ways of hiding together leave fewer
      sums than each.
    - One shows, under the same names, a part of what the other hides.
    - Both hide the same numbers under the same names, or put together under new ones, and one hides more:
      the difference of the sums is that.
    """
    pairs = [(other, other) for other in others] + [(each.shows, each.keeps) for each in elsewhere]
    for other, keeps in pairs:
        cell = (
            told_cell(other, table)
            or told_cell(table, keeps)
            or told_by_difference(other, table, threshold=threshold)
        )
        if cell:
            return Decision(
                False,
                f"公開中の表「{other.title}」とくらべると、隠す数（{cell}）がわかってしまいます。"
                "どちらか一つだけを公開するか、項目をまとめて、隠す数が出ないようにしてください。",
            )
    return YES


def gives_away(telling: SeenTable, hiding: SeenTable) -> bool:
    """Return whether one table tells what the other hides."""
    return bool(told_cell(telling, hiding))


def told_cell(telling: SeenTable, hiding: SeenTable) -> str:
    """Return the name of what one table tells of the other, empty if nothing.

    The same table twice tells nothing new.
    """
    is_the_same = telling.rows == hiding.rows and telling.hides_total == hiding.hides_total
    sums = {*telling.told, *(row.value for row in telling.rows if not row.is_hidden)}
    if hiding.hides_total and hiding.total in (sums if is_the_same else {*sums, telling.total}):
        return TOTAL
    parts = [row for row in telling.rows if not row.is_hidden and _tells_a_part(row, hiding)]
    wholes = [row for row in hiding.rows if row.is_hidden and _is_told_in_parts(row, telling)]
    return next((_cell(row) for row in [*parts, *wholes]), "")


def told_by_difference(one: SeenTable, other: SeenTable, *, threshold: int) -> str:
    """Return the names of small counts for which both tables leave no other number, empty if there is none.

    So it may be with two versions of a table, the sums of which can be subtracted. A reader knows the rule of
    small counts and which hidden numbers are small, takes for the same what both hide under one name, and a
    row for the sum of those that were put together in it; of versions that hide a number differently they
    know that something has changed, and not what.
    """
    both = _Both(one, other, threshold)
    if one.rows == other.rows or not both.shared or both.differ:
        return ""
    small = [each for rows in both.rows for each in rows if each.row.value < threshold]
    return "".join(dict.fromkeys(_cell(each.row) for each in small if not both.leave_another(each)))


def _keys(table: SeenTable) -> list[Key]:
    """Return the rows by their labels, and by their turns where a label stands more than once."""
    turns: Counter[str] = Counter()
    keys = []
    for row in table.rows:
        turns[row.label] += 1
        keys.append((row.label, turns[row.label]))
    return keys


@dataclass(frozen=True)
class _MadeOf:
    """A row with the numbers of which it is made: itself, or rows of another table put together in it."""

    row: SeenRow
    keys: tuple[Key, ...]


def _made_of(table: SeenTable, other: SeenTable, whole: Container[Key] = ()) -> list[_MadeOf]:
    """Return each row with what it is made of; those in `whole` are made of themselves."""
    own, theirs = {row.label for row in table.rows}, {row.label for row in other.rows}
    parts = [each for each in zip(_keys(other), other.rows, strict=True) if each[1].label not in own]
    made = []
    for key, row in zip(_keys(table), table.rows, strict=True):
        within = [each for each in parts if row.label not in theirs and each[1].label in row.label]
        is_sum = key not in whole and within and sum(part.value for _, part in within) == row.value
        made.append(_MadeOf(row, tuple(each for each, _ in within) if is_sum else (key,)))
    return made


class _Both:
    """Two tables before a reader, who asks what else the hidden numbers could be."""

    def __init__(self, one: SeenTable, other: SeenTable, threshold: int) -> None:
        self.tables, self.threshold = (one, other), threshold
        first = _made_of(one, other)
        self.made = (first, _made_of(other, one, {key for each in first for key in each.keys}))
        self.rows = tuple([each for each in made if each.row.is_hidden] for made in self.made)
        hidden = [
            {key: row.value for key, row in zip(_keys(table), table.rows, strict=True) if row.is_hidden}
            for table in self.tables
        ]
        self.differ = any(hidden[0][key] != hidden[1][key] for key in hidden[0].keys() & hidden[1].keys())
        self.free = hidden[0].keys() | hidden[1].keys()
        of_rows = [{key for each in rows for key in each.keys} for rows in self.rows]
        self.shared = of_rows[0] & of_rows[1] & self.free
        self.own = [keys & self.free - self.shared for keys in of_rows]
        shown = {
            key: row.value for table in self.tables for key, row in zip(_keys(table), table.rows, strict=True)
        }
        self.numbers = shown | hidden[0] | hidden[1]
        # What was hidden by another rule, as together with others, tells nothing by this one.
        self.by_the_rule = [place for place in (0, 1) if self._hides_alike(place, self.numbers)]

    def leave_another(self, each: _MadeOf) -> bool:
        """Return whether a hidden number could be another small one, so that nothing that is seen differs."""
        now = each.row.value
        others = sorted(set(range(1, self.threshold)) - {now}, key=lambda number: abs(number - now))
        return any(self._is_possible(world) for number in others for world in self._worlds(each, number))

    def _worlds(self, asked: _MadeOf, number: int) -> Iterator[dict[Key, int]]:
        """Yield numbers with this one among them and every known sum as it is, by changing a few others."""
        more, fixed = number - asked.row.value, set(asked.keys)
        for key, shared in product(fixed & self.free, (None, *self.shared - fixed)):
            change = Counter({key: more})
            if shared:
                change[shared] = -more
            ways = [self._balanced(place, change, fixed) for place in (0, 1)]
            for balance in product(*ways):
                yield {
                    each: now + change[each] + sum(one[each] for one in balance)
                    for each, now in self.numbers.items()
                }

    def _balanced(self, place: int, change: Counter[Key], fixed: set[Key]) -> list[Counter[Key]]:
        """Return the ways in which one row that only this table hides brings its sum back."""
        missing = -sum(change[key] for each in self.rows[place] for key in each.keys)
        if self.tables[place].hides_total or not missing:
            return [Counter()]
        return [Counter({key: missing}) for key in self.own[place] - fixed]

    def _is_possible(self, numbers: Mapping[Key, int]) -> bool:
        """Return whether a reader would see the same if these were the numbers."""
        hidden = [(each.row, _sum_of(each, numbers)) for rows in self.rows for each in rows]
        stays = all(
            (1 <= number < self.threshold) == (row.value < self.threshold) and number >= 1
            for row, number in hidden
        )
        return stays and all(self._hides_alike(place, numbers) for place in self.by_the_rule)

    def _hides_alike(self, place: int, numbers: Mapping[Key, int]) -> bool:
        """Return whether the rule of small counts would hide of these numbers what the table hides."""
        table = self.tables[place]
        counts = [
            Count(
                Decimal(_sum_of(each, numbers) if each.row.is_hidden else each.row.value),
                hides_when_small=True,
            )
            for each in self.made[place]
        ]
        hidden = frozenset(turn for turn, row in enumerate(table.rows) if row.is_hidden)
        found = protect(counts, threshold=self.threshold, total_is_known=True)
        return found == Protection(hidden, hides_total=table.hides_total)


def _sum_of(each: _MadeOf, numbers: Mapping[Key, int]) -> int:
    return sum(numbers[key] for key in each.keys)


def _cell(row: SeenRow) -> str:
    return f"「{row.name or row.label}」"


def protect_together(tables: Sequence[Sequence[LabelledCount]], *, threshold: int) -> list[Protection]:
    """Decide what is hidden in tables that are published as one, where none can be refused.

    Each is protected by itself; one that gives another away then hides all its counts of people and its sum,
    and so on until only tables that hide everything are left to tell of each other.
    """
    found = [
        protect([each.count for each in table], threshold=threshold, total_is_known=True) for table in tables
    ]
    all_hidden = [_all_hidden(table) for table in tables]
    while True:
        seen = [seen_table("", table, each) for table, each in zip(tables, found, strict=True)]
        telling = [
            place
            for place, table in enumerate(seen)
            if found[place] != all_hidden[place]
            and any(
                gives_away(table, other) or told_by_difference(table, other, threshold=threshold)
                for other in seen[:place] + seen[place + 1 :]
            )
        ]
        if not telling:
            return found
        for place in telling:
            found[place] = all_hidden[place]


def seen_table(
    title: str, counts: Sequence[LabelledCount], protection: Protection, told: Iterable[int] = ()
) -> SeenTable:
    """Return a protected table as a reader meets it; things and what was not counted are left out."""
    rows = tuple(
        SeenRow(each.label, int(each.count.value), place in protection.hidden, each.name)
        for place, each in enumerate(counts)
        if each.count.hides_when_small and each.count.value is not None
    )
    return SeenTable(title, rows, protection.hides_total, frozenset(told))


def _all_hidden(counts: Sequence[LabelledCount]) -> Protection:
    """Hide every count of people but 0, and the sum with them."""
    places = frozenset(
        place for place, each in enumerate(counts) if each.count.hides_when_small and each.count.value
    )
    return Protection(places, hides_total=bool(places))


def _tells_a_part(row: SeenRow, hiding: SeenTable) -> bool:
    """Return whether a number that is shown is that of hidden rows, by whose names it goes.

    All hidden rows together are no secret while their sum is shown.
    """
    named = _under_the_name(row, hiding.rows)
    hidden = sum(each.is_hidden for each in named)
    all_hidden = sum(each.is_hidden for each in hiding.rows)
    is_a_secret = bool(hidden) and (hiding.hides_total or hidden < all_hidden)
    return is_a_secret and sum(each.value for each in named) == row.value


def _is_told_in_parts(row: SeenRow, telling: SeenTable) -> bool:
    """Return whether a hidden number is the sum of rows that are shown, whose names stand in its own."""
    parts = _under_the_name(row, telling.rows)
    is_shown = bool(parts) and not any(each.is_hidden for each in parts)
    return is_shown and sum(each.value for each in parts) == row.value


def _under_the_name(row: SeenRow, rows: Iterable[SeenRow]) -> list[SeenRow]:
    """Return the row of the same name, otherwise those whose names stand in it, as 本人 in 本人・家族."""
    within = [each for each in rows if each.label in row.label]
    return [each for each in within if each.label == row.label] or within
