"""How many agencies of each kind of service an area has, and what a neighbour has to cover."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory.enums import AreaScheme
from foundation.registry import Registry

from .queries import Area, areas_of, counts_by_place, service_kinds

# (area keys, today) -> what staff noted about the cover of an area ("the neighbour covers it"), by key
area_notes: Registry[Callable[[Collection[int], date], Mapping[int, Sequence[str]]]] = Registry()


# As many rows as one sheet of A4, laid across, holds below each other.
ROWS_IN_ONE_COLUMN = 24


@dataclass(frozen=True)
class MatrixRow:
    """A kind of service with its count in each area, in the areas' order."""

    code: str
    name: str
    counts: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class AreaMatrix:
    """One scheme's areas and the kinds that at least one of them has."""

    scheme: str
    schemes: Sequence[tuple[str, str]]
    areas: Sequence[Area]
    rows: Sequence[MatrixRow]
    notes: Sequence[tuple[str, Sequence[str]]]

    @property
    def halves(self) -> list[Sequence[MatrixRow]]:
        """The rows as they stand on one sheet: beside each other where there are many."""
        if len(self.rows) <= ROWS_IN_ONE_COLUMN:
            return [self.rows]
        middle = (len(self.rows) + 1) // 2
        return [self.rows[:middle], self.rows[middle:]]

    @property
    def scheme_name(self) -> str:
        return str(AreaScheme(self.scheme).label)


def area_matrix(scheme: str, *, today: date) -> AreaMatrix:
    """Return the matrix of a scheme, of the first one that has areas where this one has none.

    An agency is counted once for each kind it has, where everybody may find it.
    """
    every = areas_of(today=today)
    schemes = [each for each in AreaScheme if any(area.scheme == each for area in every)]
    chosen = scheme if scheme in schemes else next(iter(schemes), AreaScheme.DISABILITY)
    areas = [each for each in every if each.scheme == chosen]
    counted = counts_by_place()
    rows = [
        MatrixRow(
            code,
            kind.short_name,
            [sum(counted.get((place, code), 0) for place in area.codes) for area in areas],
        )
        for code, kind in sorted(service_kinds().items(), key=lambda each: each[1].position)
    ]
    return AreaMatrix(
        scheme=str(chosen),
        schemes=[(str(each), str(each.label)) for each in schemes],
        areas=areas,
        rows=[each for each in rows if each.total],
        notes=_notes(areas, today),
    )


def _notes(areas: Sequence[Area], today: date) -> list[tuple[str, Sequence[str]]]:
    keys = [each.key for each in areas]
    found = [source(keys, today) for source in area_notes]
    return [
        (area.name, lines)
        for area in areas
        if (lines := [line for notes in found for line in notes.get(area.key, ())])
    ]
