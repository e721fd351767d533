"""The checker against a table written by itself: day by day, by numbers of days and tuples, in whole sen."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from outreach.role_sheets.additions.enums import Release, Route, Service, Verdict
from outreach.role_sheets.additions.rules import Case, check, pieces, yen

CASES = 200
DAYS_LOOKED_AT = 2_900
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A value of an addition."""

    name: str
    units: int
    valid_from: date
    valid_until: date | None
    limit_years: int | None = 3
    home_years: int | None = 3
    releases: list = field(default_factory=lambda: ["correctional", "medical_act"])
    routes: list = field(default_factory=lambda: ["centre", "probation", "municipality"])
    added_to: str = ""


@dataclass(frozen=True)
class Price:
    """The price of a unit, in one class of area."""

    price: str
    valid_from: date
    valid_until: date | None


# Values change in the middle of a February, at a turn of a fiscal year, and once leave a month without any.
MOVE = [
    Row("move", 670, date(2022, 4, 1), date(2024, 3, 31)),
    Row("move", 700, date(2024, 4, 1), date(2025, 2, 28), home_years=None),
    Row("move", 710, date(2025, 4, 1), None, routes=["centre", "probation"]),
]
SYSTEM = [
    Row("system", 12, date(2022, 4, 1), date(2024, 9, 30), None, None, routes=[], added_to="move"),
    Row("system", 15, date(2024, 10, 1), None, None, None, routes=[], added_to="move"),
]
LEAVING = [
    Row("leaving", 200, date(2022, 4, 1), date(2024, 3, 31), None, None, ["correctional"], []),
    Row("leaving", 300, date(2024, 4, 1), None, None, None, ["correctional"], []),
]
PRICES = [
    Price("11.28", date(2021, 4, 1), date(2024, 3, 31)),
    Price("10.33", date(2024, 6, 1), date(2026, 2, 28)),
    Price("10.07", date(2026, 3, 1), None),
]
EDGES = [
    *(date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2023, 2, 28), date(2024, 3, 31)),
    *(date(2022, 3, 31), date(2022, 4, 1), date(2024, 4, 1), date(2023, 12, 31), date(2025, 3, 1)),
]


def parts(day):
    return day.year, day.month, day.day


def is_within(day, begins, years):
    """Return whether so many years, counted from the day after `begins`, are not over on this day."""
    year, month, number = parts(date.fromordinal(begins.toordinal() + 1))
    return parts(day) < (year + years, month, number)


def value_of(rows, number):
    for row in rows:
        until = row.valid_until.toordinal() if row.valid_until else 10**7
        if row.valid_from.toordinal() <= number <= until:
            return row
    return None


def own_answer(rows, case, number):
    """Return (units, sure) for the day of this number, or None."""
    row = value_of(rows, number)
    if row is None or number < case.starts_on.toordinal() or (row.routes and case.route not in row.routes):
        return None
    named = row.units, case.release in row.releases
    return named if row.limit_years is None else own_years(row, case, number, named)


def own_years(row, case, number, named):
    """Return the same for a value with a limit of years."""
    begins = max(case.starts_on, case.released_on)
    if number < begins.toordinal() or not is_within(begins, case.released_on, row.limit_years):
        return None
    day = date.fromordinal(number)
    if is_within(day, case.released_on, row.limit_years):
        return named
    lived_at_home = row.home_years and case.starts_on > case.released_on
    return (row.units, False) if lived_at_home and is_within(day, case.starts_on, row.home_years) else None


def expected(case, number):
    """Return what the independent table says of a day: answer by name of the addition."""
    move, on_top = own_answer(MOVE, case, number), value_of(SYSTEM, number)
    return {
        "move": move,
        "system": (on_top.units, move[1]) if move and on_top else None,
        "leaving": own_answer(LEAVING, case, number),
    }


def sen(price):
    whole, part = price.price.split(".")
    return int(whole) * 100 + int(part)


def make_cases():
    draw = random.Random(20261127)
    for number in range(CASES):
        edge = EDGES[number % len(EDGES)]
        released = edge if number % 2 else date(2021, 10, 1) + timedelta(days=draw.randrange(1_800))
        # Around the end of the three years, on the day itself, and anywhere.
        gaps = (0, 1, 1_094, 1_095, 1_096, 1_097, draw.randrange(1_300))
        starts = released + timedelta(days=gaps[draw.randrange(len(gaps))])
        yield Case(
            Service.PLAN if number % 17 == 0 else Service.FACILITY,
            draw.choice(Release.values),
            released,
            draw.choice([*Route.values, Route.CENTRE, Route.CENTRE]),
            starts - timedelta(days=40) if number % 17 == 0 else starts,
        )


def answered(case):
    """Return what the checker says, spread over days: name -> number of a day -> (units, sure)."""
    said = {}
    for finding in check([*SYSTEM, *LEAVING, *MOVE], case):
        days = said.setdefault(finding.name, {})
        for span in finding.spans:
            last = span.last.toordinal() if span.last else horizon(case)
            for number in range(span.first.toordinal(), min(last, horizon(case)) + 1):
                assert number not in days
                days[number] = (span.row.units, span.is_sure)
    return said


def horizon(case):
    return case.released_on.toordinal() + DAYS_LOOKED_AT


def test_two_hundred_cases_come_out_as_in_the_independent_table():
    counts = {"sure": 0, "asked": 0, "nothing": 0}
    for case in make_cases():
        said = answered(case)
        for number in range(case.released_on.toordinal() - 60, horizon(case) + 1):
            for name, answer in expected(case, number).items():
                assert (case, name, date.fromordinal(number), said[name].get(number)) == (
                    *(case, name, date.fromordinal(number)),
                    answer,
                )
                counts["nothing" if answer is None else "sure" if answer[1] else "asked"] += 1
    assert min(counts.values()) > 10_000


def test_the_verdict_of_each_case_follows_from_its_days():
    seen = set()
    for case in make_cases():
        for finding in check([*MOVE, *SYSTEM, *LEAVING], case):
            sure = [span.is_sure for span in finding.spans]
            wanted = Verdict.MET if any(sure) else Verdict.ASK if sure else Verdict.NOT
            assert finding.verdict == wanted
            assert finding.reasons or wanted == Verdict.MET
            seen.add(wanted)
    assert seen == set(Verdict)


def test_yen_of_each_case_are_whole_and_rounded_down_once():
    told = 0
    for place, case in enumerate(make_cases()):
        times = place % 31 + 1
        for finding in check([*MOVE, *LEAVING], case):
            for span in finding.spans:
                found = pieces(span, PRICES)
                assert (found[0].first, found[-1].last) == (span.first, span.last)
                for one, other in pairwise(found):
                    assert one.last + DAY == other.first
                for piece in found:
                    price = value_of(PRICES, piece.first.toordinal())
                    assert piece.price == price
                    if price is not None:
                        sum_of_sen = piece.row.units * times * sen(price)
                        assert yen(piece.row.units, times, Decimal(price.price)) == sum_of_sen // 100
                        told += 1
    assert told > CASES
