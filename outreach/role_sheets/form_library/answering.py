"""Asks the marks of a form what they say of a fiscal year, and keeps the rows behind each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foundation.form_marks import Filled, Kind, Mark, Period, every_mark

from .filling.marks import NUMBER_COLUMN, Answers, Table, nearest


@dataclass(frozen=True)
class Answered:
    """What the marks of a form say, and each answer by the name of its mark."""

    answers: Answers
    filled: Mapping[str, Filled]

    def behind(self) -> dict[str, list[list[str]]]:
        """Return the rows behind each mark, as pairs of words and an address."""
        return {name: [list(row) for row in each.trace] for name, each in self.filled.items()}


def answers_for(names: Iterable[str], period: Period) -> Answered:
    """Ask each known mark among these names once; a name that no app offers is left out."""
    known = every_mark()
    used = {mark.name: mark for name in names if (mark := mark_of(name, known)) is not None}
    filled = {name: mark.fill(period) for name, mark in used.items()}
    tables = {
        name: Table(mark.columns, filled[name].rows) for name, mark in used.items() if mark.kind == Kind.TABLE
    }
    values = {name: each.value for name, each in filled.items() if name not in tables}
    return Answered(Answers(values, tables), filled)


def mark_of(name: str, known: Mapping[str, Mark]) -> Mark | None:
    """Return the mark that a name in a form means: itself, or the table of which it is a column."""
    mark = known.get(name)
    if mark is not None and mark.kind != Kind.TABLE:
        return mark
    table, _, column = name.rpartition(".")
    found = known.get(table)
    is_column = found is not None and found.kind == Kind.TABLE and column in (*found.columns, NUMBER_COLUMN)
    return found if is_column else None


def names_to_write(marks: Iterable[Mark]) -> list[str]:
    """Return every name that may stand in a form; of a table its columns."""
    return [
        name
        for mark in marks
        for name in (
            [f"{mark.name}.{column}" for column in (*mark.columns, NUMBER_COLUMN)]
            if mark.kind == Kind.TABLE
            else [mark.name]
        )
    ]


def meant_by(name: str, known: Mapping[str, Mark]) -> str:
    """Return the name that was probably meant by an unknown one, or nothing."""
    return nearest(name, names_to_write(known.values()))
