"""Which row of an addition counts when, and what somebody's dates mean for it: pure functions of dates.

Counting three years from a release is the general rule of periods: the day of the release is not counted
(民法140条), and the period ends with the day before the one that corresponds to its first day, or with the
last day of the month where there is none such (民法143条2項). So three years from 令和6年5月10日 end with
令和9年5月10日. The papers on the additions say 退所の後3年を経過していない者 and no more.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Protocol

from foundation.decision import YES, Decision

from .enums import BEFORE_RELEASE, State, Verdict

DAY = timedelta(days=1)
FEBRUARY = 2


class Dated(Protocol):
    """A row that counts from a day on, until another or for as long as nobody knows."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


class Value(Dated, Protocol):
    """What the rules need to know of one value of an addition of one service."""

    @property
    def name(self) -> str: ...
    @property
    def limit_years(self) -> int | None: ...
    @property
    def home_years(self) -> int | None: ...
    @property
    def releases(self) -> Sequence[str]: ...
    @property
    def routes(self) -> Sequence[str]: ...
    @property
    def added_to(self) -> str: ...


@dataclass(frozen=True)
class Case:
    """What somebody is asked for: no name, no place, two dates."""

    service: str
    release: str
    released_on: date
    route: str
    starts_on: date


@dataclass(frozen=True)
class Span[Row]:
    """Days on which a row counts; without `last` no end is known. Of what is not sure somebody is asked."""

    row: Row
    first: date
    last: date | None
    is_sure: bool = True


@dataclass(frozen=True)
class Finding[Row]:
    """What the dates mean for one addition."""

    name: str
    verdict: Verdict
    spans: tuple[Span[Row], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Piece[Row, Price]:
    """Days of a span with one price of a unit; `price` is None where none is written down."""

    first: date
    last: date | None
    row: Row
    price: Price | None


ROUTE_IS_NEEDED = (
    "保護観察所か定着支援センター（または定着支援センターと調整した市町村）が、"
    "使う前に調整していることが、要件です。まだ使い始めていなければ、センターに相談してください。"
)
RELEASE_IS_SILENT = "この方が対象になるかは、資料に書かれていません。"
HOME_FIRST = (
    "一度、家で暮らしてから使い始めたときは、使い始めた日から数える期間もあるとされています。"
    "その期間に算定できるかは、必要な期間と認められるかによります。"
)
NO_ROW = "この時期の値が、ここには書かれていません。"
BASE_IS_NEEDED = "「{}」を算定できるときに、足します。"


def too_late(end: date, years: int) -> str:
    """Return the sentence for a service that begins when the period is over."""
    return f"退所から{years}年（{end.year}年{end.month}月{end.day}日まで）のうちに、使い始めていません。"


def counts_on(row: Dated, day: date) -> bool:
    """Return whether this row counts on this day; first and last day both do."""
    return row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


def state(row: Dated, today: date) -> State:
    """Return how a row stands today."""
    if counts_on(row, today):
        return State.NOW
    return State.FUTURE if row.valid_from > today else State.PAST


def last_day(begins: date, years: int) -> date:
    """Return the last day of so many years that are counted from the day after `begins` (see above)."""
    first = begins + DAY
    year = first.year + years
    if (first.month, first.day) == (FEBRUARY, 29) and not calendar.isleap(year):
        return date(year, FEBRUARY, 28)
    return first.replace(year=year) - DAY


def dates_fit(case: Case) -> Decision:
    """Decide whether the dates can be those of one person; a plan may be made before somebody comes out."""
    if case.starts_on < case.released_on and case.service not in BEFORE_RELEASE:
        return Decision(False, "使い始める日が、退所した日より前になっています。二つの日を確かめてください。")
    return YES


def check[Row: Value](rows: Iterable[Row], case: Case) -> list[Finding[Row]]:
    """Return what the dates mean for each addition of the case's service.

    `rows` are all values of the additions of that service. A value is used only for the days on which it
    counts itself, each by its own conditions, so that a change in between gives two spans.
    """
    versions: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda each: each.valid_from):
        versions.setdefault(row.name, []).append(row)
    own = {
        name: _finding(name, each, case)
        for name, each in versions.items()
        if not any(r.added_to for r in each)
    }
    return [own.get(name) or _added(name, each, own) for name, each in versions.items()]


def _finding[Row: Value](name: str, rows: Sequence[Row], case: Case) -> Finding[Row]:
    spans: list[Span[Row]] = []
    reasons: list[str] = []
    for row in rows:
        found, said = _judged(row, case)
        spans += found
        reasons += said
    return _found(name, spans, reasons or ([] if spans else [NO_ROW]))


def _judged[Row: Value](row: Row, case: Case) -> tuple[list[Span[Row]], list[str]]:
    """Return the days on which this value counts in this case, and why it does not or may not."""
    first = max(case.starts_on, case.released_on) if row.limit_years else case.starts_on
    if row.valid_until is not None and row.valid_until < first:
        return [], []
    if row.routes and case.route not in row.routes:
        return [], [ROUTE_IS_NEEDED]
    is_named = case.release in row.releases
    reasons = [] if is_named else [RELEASE_IS_SILENT]
    if not row.limit_years:
        return _cut(row, first, None, is_sure=is_named), reasons
    end = last_day(case.released_on, row.limit_years)
    if first > end:
        return [], [too_late(end, row.limit_years)]
    spans = _cut(row, first, end, is_sure=is_named)
    if row.home_years and case.starts_on > case.released_on:
        more = _cut(row, end + DAY, last_day(case.starts_on, row.home_years), is_sure=False)
        spans += more
        reasons += [HOME_FIRST] if more else []
    return spans, reasons if spans else []


def _cut[Row: Dated](row: Row, first: date, last: date | None, *, is_sure: bool) -> list[Span[Row]]:
    """Return the days on which the row itself counts, none or one span of them."""
    begins, ends = max(first, row.valid_from), _earlier(last, row.valid_until)
    return [Span(row, begins, ends, is_sure)] if ends is None or begins <= ends else []


def _added[Row: Value](name: str, rows: Sequence[Row], own: dict[str, Finding[Row]]) -> Finding[Row]:
    """Return an addition that is laid on top of another one: it counts on the days of that one."""
    spans: list[Span[Row]] = []
    bases = list(dict.fromkeys(row.added_to for row in rows if row.added_to))
    for row in rows:
        under = own.get(row.added_to)
        for span in under.spans if under else ():
            spans += _cut(row, span.first, span.last, is_sure=span.is_sure)
    return _found(name, spans, [BASE_IS_NEEDED.format(base) for base in bases])


def _found[Row: Value](name: str, spans: Sequence[Span[Row]], reasons: Sequence[str]) -> Finding[Row]:
    ordered = tuple(sorted(spans, key=lambda each: each.first))
    verdict = Verdict.NOT
    if ordered:
        verdict = Verdict.MET if any(each.is_sure for each in ordered) else Verdict.ASK
    return Finding(name, verdict, ordered, tuple(dict.fromkeys(reasons)))


def pieces[Row, Price: Dated](span: Span[Row], prices: Iterable[Price]) -> list[Piece[Row, Price]]:
    """Return the span in pieces of one price each, without a gap; prices are of its service."""
    found: list[Piece[Row, Price]] = []
    first: date | None = span.first
    for price in sorted(prices, key=lambda each: each.valid_from):
        cut = _cut(price, first, span.last, is_sure=True) if first else []
        for each in cut:
            assert first is not None
            if each.first > first:
                found.append(Piece(first, each.first - DAY, span.row, None))
            found.append(Piece(each.first, each.last, span.row, price))
            first = each.last + DAY if each.last else None
    if first and (span.last is None or first <= span.last):
        found.append(Piece(first, span.last, span.row, None))
    return found


def yen(units: int, times: int, price: Decimal) -> int:
    """Return units × days or times × the price of one unit in yen; what is below one yen falls away.

    It falls away once, at the end, as in the sum of a month (平成18年厚生労働省告示第523号). A real claim
    adds all units of a month first, so that this is what the addition alone comes to.
    """
    return int((units * times * price).to_integral_value(rounding=ROUND_FLOOR))


def may_be_followed(old: Dated, first_day: date, *, others: Iterable[Dated]) -> Decision:
    """Decide whether a new value may begin on this day; `others` are all other values of the same."""
    if first_day <= old.valid_from:
        return Decision(False, "新しい値を使い始める日は、前の値を使い始めた日よりあとにしてください。")
    if any(each.valid_until is None or each.valid_until >= first_day for each in others):
        return Decision(False, "その日よりあとの値が、もうあります。一覧で確かめてください。")
    return YES


def last_day_before(old: Dated, first_day: date) -> date:
    """Return the last day of the old value when a new one begins on `first_day`; it never grows longer."""
    before = first_day - DAY
    return before if old.valid_until is None else min(old.valid_until, before)


def next_check(checked_on: date, *, days: int) -> date:
    """Return the day on which a row that was checked now is due again."""
    return checked_on + timedelta(days=days)


def _earlier(one: date | None, other: date | None) -> date | None:
    known = [each for each in (one, other) if each is not None]
    return min(known, default=None)
