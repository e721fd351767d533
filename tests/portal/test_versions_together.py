"""Two versions of a table, made by chance: no difference of what they show gives a hidden small count."""

import random
from fractions import Fraction

import pytest

from portal.figures import side_by_side
from portal.figures.side_by_side import (
    LabelledCount,
    ReadBeside,
    SeenRow,
    SeenTable,
    may_stand_beside,
    protect_together,
    seen_table,
)
from portal.figures.small_counts import Count

THRESHOLD = 5
PAIRS = 1500
NUMBERS = (0, 1, 2, 3, 4, 5, 7, 11, 25, 40)


def is_small(row):
    return row.is_hidden and 1 <= row.value < THRESHOLD


def as_published(rows):
    counts = [
        LabelledCount(label, Count(value, hides_when_small=True), label) for label, value in rows.items()
    ]
    (protection,) = protect_together([counts], threshold=THRESHOLD)
    return seen_table("前の版", counts, protection)


def another_version(rows, chance):
    """Return a version in which one to three rows were added, dropped, corrected or put together."""
    later = dict(rows)
    for _ in range(chance.choice((1, 1, 2, 3))):
        label = chance.choice(sorted(later))
        match chance.choice(("add", "drop", "correct", "put together")):
            case "add":
                later[chance.choice("pqrs")] = chance.choice(NUMBERS)
            case "drop" if len(later) > 1:
                del later[label]
            case "correct":
                later[label] = chance.choice(NUMBERS)
            case "put together" if len(later) > 2:
                other = chance.choice(sorted(later.keys() - {label}))
                later[f"{label}・{other}"] = later.pop(label) + later.pop(other)
    return later


def pairs():
    chance = random.Random(8)
    for _ in range(PAIRS):
        before = {label: chance.choice(NUMBERS) for label in "abcde"[: chance.randint(2, 5)]}
        yield as_published(before), as_published(another_version(before, chance))


def known_alike(table, other, name):
    """Return the rows of a table as a reader knows them: those that did not change are the same in both."""
    stays = {row.label: row.value for row in other.rows}
    rows = (
        row
        if stays.get(row.label, row.value) == row.value
        else SeenRow(f"{row.label}（{name}）", *list_of(row))
        for row in table.rows
    )
    return SeenTable(table.title, tuple(rows), table.hides_total)


def list_of(row):
    return row.value, row.is_hidden


def sums_of(table, other):
    """Yield all that a reader of both sees: each number, the sum, and which rows were put together."""
    numbers = {row.label: row.value for row in other.rows}
    for row in table.rows:
        if not row.is_hidden:
            yield {row.label: 1}, row.value
        parts = row.label.split("・")
        if len(parts) > 1 and sum(numbers.get(part, 0) for part in parts) == row.value:
            yield {row.label: 1} | dict.fromkeys(parts, -1), 0
    if not table.hides_total:
        yield {row.label: 1 for row in table.rows}, table.total


def worked_out(sums):
    """Return what adding and subtracting tells, by Gauss: the names whose number can be one only."""
    names = sorted({name for each, _ in sums for name in each})
    lines = [[Fraction(each.get(name, 0)) for name in names] + [Fraction(total)] for each, total in sums]
    told, done = [], 0
    for column in range(len(names)):
        place = next((each for each in range(done, len(lines)) if lines[each][column]), None)
        if place is None:
            continue
        lines[done], lines[place] = lines[place], lines[done]
        lines[done] = [number / lines[done][column] for number in lines[done]]
        for each in range(len(lines)):
            if each != done and (times := lines[each][column]):
                lines[each] = [a - times * b for a, b in zip(lines[each], lines[done], strict=True)]
        told.append(column)
        done += 1
    return {names[told[row]] for row, line in enumerate(lines[:done]) if sum(map(bool, line[:-1])) == 1}


def tells_by_a_difference(before, after):
    one, other = known_alike(before, after, "前"), known_alike(after, before, "後")
    secrets = {row.label for table in (one, other) for row in table.rows if is_small(row)}
    return bool(secrets & worked_out([*sums_of(one, other), *sums_of(other, one)]))


def may_follow(before, after):
    return may_stand_beside(after, [], [ReadBeside(2025, before, before)], threshold=THRESHOLD).allowed


def test_no_difference_of_two_versions_that_may_both_be_read_tells_a_small_count():
    public = [pair for pair in pairs() if may_follow(*pair)]
    assert len(public) > PAIRS / 3
    assert [pair for pair in public if tells_by_a_difference(*pair)] == []


@pytest.mark.parametrize("rule", ["told_cell", "told_by_difference"])
def test_without_one_of_the_rules_some_would(rule, monkeypatch):
    monkeypatch.setattr(side_by_side, rule, lambda *_, **__: "")
    assert any(tells_by_a_difference(*pair) for pair in pairs() if may_follow(*pair))
