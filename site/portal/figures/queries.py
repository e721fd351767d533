"""Reads for screens, charts and files. Numbers leave only through `shown`: what it hides is nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, QuerySet

from foundation.japanese.text import fold

from .counted import counted_in
from .enums import SMALL_COUNTS_ROLES, ChartKind, Scope, TableState
from .models import SmallCounts, StatTable, StatValue
from .side_by_side import SeenRow, SeenTable
from .small_counts import USUAL_THRESHOLD, Protection, drawable, hides_base, protect
from .small_counts import Count as Number

HIDDEN, NOT_GIVEN = "非表示", "記載なし"
BASE_NOT_GIVEN = "回答数は資料に記載なし"
BASE_IS_THE_SUM = "表の合計と同じです"
TOTAL = "合計"
ROWS_IN_A_LIST = 5


@dataclass(frozen=True)
class ShownRow:
    """One row as everybody may see it: a hidden row bears no number, whatever is made of it."""

    label: str
    value: Decimal | None
    is_hidden: bool
    unit: str
    note: str

    @property
    def number(self) -> str:
        """The number without its unit, or the word that stands for it."""
        if self.value is None:
            return HIDDEN if self.is_hidden else NOT_GIVEN
        return f"{self.value:,f}"

    @property
    def text(self) -> str:
        """The number with its unit, or the word that stands for it."""
        return self.number if self.value is None else f"{self.number}{self.unit}"


@dataclass(frozen=True)
class ShownRows:
    """The rows of a table as everybody may see them, whichever room publishes it."""

    rows: tuple[ShownRow, ...]

    @cached_property
    def hides_something(self) -> bool:
        return any(row.is_hidden for row in self.rows)

    @property
    def has_notes(self) -> bool:
        return any(row.note for row in self.rows)


@dataclass(frozen=True)
class ShownTable(ShownRows):
    """A table as everybody may see it; pages, charts and files are made of nothing else."""

    table: StatTable
    total: ShownRow | None
    base: str
    threshold: int

    @property
    def chart(self) -> ChartKind:
        return ChartKind(drawable(self.table.chart, hides_something=self.hides_something))

    @property
    def rule(self) -> str:
        """The sentence that says why something is hidden, empty when nothing is."""
        if not self.hides_something:
            return ""
        return (
            f"1〜{self.threshold - 1}の数は、人がわかるおそれがあるので、表示していません。"
            "引き算でわかってしまう数や合計も、いっしょに隠しています。"
        )

    @property
    def rows_beyond(self) -> int:
        """How many rows a list leaves to the table's own page."""
        return max(0, len(self.rows) - ROWS_IN_A_LIST)

    @property
    def first_rows(self) -> tuple[ShownRow, ...]:
        return self.rows[:ROWS_IN_A_LIST]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What a reader has to know of the numbers, in the order in which every page and file says it."""
        table = self.table
        facts = [
            ("わかったこと", table.title),
            ("見本", "見本の数字です。実際の数ではありません。" if table.is_sample else ""),
            ("何を数えたか", table.measured),
            ("だれ・何について", table.base_text),
            ("もとになった数", self.base),
            ("いつの数字か", table.when),
            ("出典", table.source),
            ("出典のアドレス", table.source_url),
            ("読むときの注意", table.caution),
            ("小さな数", self.rule),
        ]
        return [(name, words) for name, words in facts if words]


def small_counts_threshold() -> int:
    """Return the smallest count of people that is shown."""
    return SmallCounts.objects.values_list("threshold", flat=True).first() or USUAL_THRESHOLD


def protection_of(table: StatTable, *, threshold: int) -> Protection:
    """Return which places of a table stay hidden, and whether their sum does. Reads `table.values`."""
    numbers = [Number(each.value, each.is_suppressible) for each in table.values.all()]
    counts_people = any(number.hides_when_small for number in numbers)
    # Another table of the same people may show the sum of this one, so it counts as known.
    total_is_known = (
        table.is_own or table.adds_up or (counts_people and table.base_number == _people_in(table))
    )
    return protect(numbers, threshold=threshold, total_is_known=total_is_known)


def _people_in(table: StatTable) -> int:
    return sum(int(each.value or 0) for each in table.values.all() if _counts_people(each))


def shown(table: StatTable, *, threshold: int) -> ShownTable:
    """Return a table without the numbers that could tell of single people. Reads `table.values`."""
    values = list(table.values.all())
    protection, total = protection_of(table, threshold=threshold), _people_in(table)
    rows = tuple(
        ShownRow(
            label=each.label,
            value=None if is_hidden else as_typed(each.value, each.decimals),
            is_hidden=is_hidden,
            unit=each.unit or table.unit,
            note=each.note,
        )
        for place, each in enumerate(values)
        for is_hidden in [place in protection.hidden]
    )
    keeps_base = table.is_own and hides_base(
        table.base_number, total=total, hides_total=protection.hides_total, threshold=threshold
    )
    return ShownTable(
        table=table,
        rows=rows,
        total=_total(table, hides_total=protection.hides_total) if table.adds_up else None,
        base=HIDDEN if keeps_base else _base(table),
        threshold=threshold,
    )


def seen_beside_others(table: StatTable, *, threshold: int) -> SeenTable:
    """Return what the rule of tables that are read together needs of an own one. Reads `table.values`."""
    seen = shown(table, threshold=threshold)
    pairs = [pair for pair in zip(table.values.all(), seen.rows, strict=True) if _counts_people(pair[0])]
    rows = tuple(
        SeenRow(fold(each.label), int(each.value or 0), row.is_hidden, each.label) for each, row in pairs
    )
    hides_total = protection_of(table, threshold=threshold).hides_total
    words = [table.title, table.measured, table.base_text, table.caution]
    base = table.base_number if table.base_number and seen.base != HIDDEN else None
    told = {*counted_in(" ".join(words)), *([base] if base else [])}
    return SeenTable(table.title, rows, hides_total, frozenset(told))


def _counts_people(value: StatValue) -> bool:
    return value.is_suppressible and value.value is not None


def as_typed(value: Decimal | None, decimals: int) -> Decimal | None:
    """Return a stored number with the decimal places that were written."""
    return None if value is None else round(value, decimals) if decimals else Decimal(int(value))


def _total(table: StatTable, *, hides_total: bool) -> ShownRow:
    values = list(table.values.all())
    decimals = max((each.decimals for each in values), default=0)
    total = sum((each.value for each in values if each.value is not None), Decimal(0))
    value = None if hides_total else as_typed(total, decimals)
    return ShownRow(TOTAL, value, hides_total, table.unit, "")


def _base(table: StatTable) -> str:
    # The centre counted its own numbers itself: no source could have said of how many they are.
    if table.base_number is not None:
        return f"{table.base_number:,}{table.base_unit}"
    if table.is_own:
        return BASE_IS_THE_SUM if table.adds_up else ""
    return BASE_NOT_GIVEN


def own_years() -> list[int]:
    """Return the fiscal years of which the public finds own figures, the latest first."""
    own = StatTable.objects.public().filter(scope=Scope.OWN).order_by("-fiscal_year")
    return list(own.values_list("fiscal_year", flat=True).distinct())  # type: ignore[arg-type]  # -- never null here


def public_tables() -> QuerySet[StatTable]:
    """Return every table that the public may read."""
    return StatTable.objects.public()


def published_tables(scope: Scope, *, year: int | None = None) -> list[StatTable]:
    """Return the published tables of one theme in their order; of one fiscal year if one is given."""
    tables = StatTable.objects.public().filter(scope=scope).prefetch_related("values")
    return list(tables if year is None else tables.filter(fiscal_year=year))


def has_correction(table: StatTable) -> bool:
    """Return whether a corrected version of this table has been begun."""
    return StatTable.objects.filter(replaces_id=table.pk).exists()


def desk_tables(state: str = "") -> QuerySet[StatTable]:
    """Return tables for the desk, the latest change first, of one state if one is given."""
    tables = StatTable.objects.select_related("entered_by__person").order_by("-changed_at", "-id")
    return tables.filter(state=state) if state else tables


def state_counts() -> dict[str, int]:
    """Return how many tables there are in each state."""
    rows = StatTable.objects.order_by().values_list("state").annotate(tables=Count("id"))
    return dict.fromkeys(TableState.values, 0) | dict(rows)


def tables_to_verify(*, user_id: int, is_manager: bool) -> int:
    """Return how many tables wait for this account as the second person: one of the two is a manager."""
    waiting = StatTable.objects.filter(state=TableState.SENT).exclude(entered_by=user_id)
    if not is_manager:
        waiting = waiting.filter(entered_by__groups__name__in=SMALL_COUNTS_ROLES)
    return waiting.distinct().count()


def years_to_choose(today_year: int, *, years: Iterable[int] = range(-1, 20)) -> list[int]:
    """Return the fiscal years that a form offers, from the next one back."""
    return [today_year - back for back in years]


def correction_of(table: StatTable) -> StatTable | None:
    """Return the corrected table that waits to take this one's place."""
    return StatTable.objects.filter(replaces=table).first()
