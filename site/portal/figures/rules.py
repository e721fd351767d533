"""Which numbers may be shown, and how a table goes from a draft to the public: pure functions of facts.

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
from .enums import ChartKind, TableState

USUAL_THRESHOLD = 5
# Below, guessing gets easy: of 1 and 2 one is as good as told. Above, nothing of a prefecture is left.
LOWEST_THRESHOLD, HIGHEST_THRESHOLD = 5, 20
MOST_POINTS_OF_A_LINE = 12
MOST_PARTS_OF_A_BAND = 6
MOST_LARGE_HIDDEN = 2
SHARE = "%"
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


@dataclass(frozen=True)
class LabelledCount:
    """One number of a table with its folded label, as it is compared with other tables."""

    label: str
    count: Count


@dataclass(frozen=True)
class SeenRow:
    """One count of people in a table that stands beside others; its label is folded."""

    label: str
    value: int
    is_hidden: bool


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
    table: SeenTable, others: Iterable[SeenTable], elsewhere: Iterable[ReadBeside] = ()
) -> Decision:
    """Decide whether a table may be read beside the published ones of its year, here and in other rooms.

    Each table keeps its small counts by itself; two that speak of the same people can still give one away:

    - One hides its sum and the other has the same as its sum, shown or not, or shows it as one of its
      numbers. Shown, it is the sum that nobody should know; hidden, both ways of hiding together leave fewer
      sums than each.
    - One shows, under the same names, a part of what the other hides.
    """
    pairs = [(other, other) for other in others] + [(each.shows, each.keeps) for each in elsewhere]
    for other, keeps in pairs:
        if gives_away(other, table) or gives_away(table, keeps):
            return Decision(
                False,
                f"公開中の表「{other.title}」とくらべると、隠す数がわかってしまいます。"
                "どちらか一つだけを公開するか、項目をまとめて、隠す数が出ないようにしてください。",
            )
    return YES


def gives_away(telling: SeenTable, hiding: SeenTable) -> bool:
    """Return whether one table tells what the other hides. The same table twice tells nothing new."""
    is_the_same = telling.rows == hiding.rows and telling.hides_total == hiding.hides_total
    sums = {*telling.told, *(row.value for row in telling.rows if not row.is_hidden)}
    if hiding.hides_total and hiding.total in (sums if is_the_same else {*sums, telling.total}):
        return True
    return any(_tells_a_part(row, hiding) for row in telling.rows if not row.is_hidden) or any(
        _is_told_in_parts(row, telling) for row in hiding.rows if row.is_hidden
    )


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
            and any(gives_away(table, other) for other in seen[:place] + seen[place + 1 :])
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
        SeenRow(each.label, int(each.count.value), place in protection.hidden)
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


def told_numbers(words: Iterable[str], hidden: Iterable[Decimal]) -> list[int]:
    """Return the hidden counts that stand in these words all the same, as 3人, 三名 or 3、4世帯."""
    wanted = {int(value) for value in hidden}
    return sorted(wanted & {number for each in words for number in counted_in(each)})


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


def drawable(chart: str, *, hides_something: bool) -> str:
    """Return the kind of chart that gives nothing away: the length of a band would tell what is left out."""
    return ChartKind.BAR if chart == ChartKind.STACKED and hides_something else chart


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
