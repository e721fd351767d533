"""What the checker shows for what was typed: findings, and what they come to in yen. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .enums import Per, Verdict
from .models import Addition, UnitPrice
from .queries import additions_of, prices_of
from .rules import Case, Finding, Span, check, pieces, yen

KINDS = {Verdict.MET: "open", Verdict.ASK: "wait", Verdict.NOT: "ended"}


@dataclass(frozen=True)
class Period:
    """Days of one value with one price of a unit; without `price` nothing is said in yen."""

    row: Addition
    first: date
    last: date | None
    is_sure: bool
    price: str = ""
    price_row: UnitPrice | None = None
    times: int | None = None
    yen: int | None = None

    @property
    def yen_text(self) -> str:
        """The sum in yen as readers see it: 207,060."""
        return "" if self.yen is None else f"{self.yen:,}"

    @property
    def yen_for(self) -> str:
        """For how long the sum is: of one day or one time while nobody said how many there are in a month."""
        per = Per(self.row.per)
        if per == Per.MONTH:
            return "ひと月に"
        return f"ひと月に{self.times}{per.label}で、" if self.times else f"1{per.label}に"


@dataclass(frozen=True)
class Answer:
    """What is shown for one addition."""

    finding: Finding[Addition]
    periods: tuple[Period, ...]
    papers: tuple[str, ...]
    sources: tuple[str, ...]
    needs_letter: bool
    unchecked: bool

    @property
    def kind(self) -> str:
        """Which shape stands before the verdict."""
        return KINDS[self.finding.verdict]


def answers(case: Case, *, area: str, times: int | None, today: date) -> list[Answer]:
    """Return the answer for each addition of the case's service: one query, two where yen are asked for.

    `times` are the days or times of a month; without them yen are those of one day or one time.
    """
    prices = prices_of(case.service) if area else []
    return [
        _answer(each, prices, area=area, times=times, today=today)
        for each in check(additions_of(case.service), case)
    ]


def _answer(
    finding: Finding[Addition], prices: Sequence[UnitPrice], *, area: str, times: int | None, today: date
) -> Answer:
    rows = list(dict.fromkeys(span.row for span in finding.spans))
    papers = dict.fromkeys(line for row in rows for line in row.papers.splitlines() if line)
    periods = [period for span in finding.spans for period in _periods(span, prices, area=area, times=times)]
    return Answer(
        finding,
        tuple(periods),
        tuple(papers),
        _sources(periods),
        needs_letter=any(row.needs_letter for row in rows),
        unchecked=any(row.is_due(today) for row in rows),
    )


def _sources(periods: Sequence[Period]) -> tuple[str, ...]:
    """Return where units and prices are from, each once."""
    rows: list[Addition | UnitPrice] = [period.row for period in periods]
    rows += [period.price_row for period in periods if period.price_row]
    kinds = {Addition: "単位", UnitPrice: "1単位の単価"}
    said = (f"{kinds[type(row)]}：{row.source_title}（{row.source_year}）" for row in rows)
    return tuple(dict.fromkeys(said))


def _periods(
    span: Span[Addition], prices: Sequence[UnitPrice], *, area: str, times: int | None
) -> list[Period]:
    if not area:
        return [Period(span.row, span.first, span.last, span.is_sure)]
    return [
        Period(
            each.row,
            each.first,
            each.last,
            span.is_sure,
            price=str(each.price.of(area)) if each.price else "",
            price_row=each.price,
            times=times,
            yen=yen(each.row.units, _count(each.row, times), each.price.of(area)) if each.price else None,
        )
        for each in pieces(span, prices)
    ]


def _count(row: Addition, times: int | None) -> int:
    """Return how often the units count: what is counted by the month counts once, whatever was typed."""
    return 1 if times is None or row.per == Per.MONTH else times
