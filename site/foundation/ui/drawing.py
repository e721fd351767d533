"""The geometry of what the server draws, as numbers for SVG attributes: no style, no script."""

from math import ceil

# Two columns of three panes, lit from the upper left to the lower right.
PANES = tuple(f"M{x} {y}h7v6h-7z" for y in (4, 12, 20) for x in (4, 13))
DRAWINGS = (
    "ask",
    "bench",
    "calendar",
    "car",
    "clinic",
    "elder",
    "family",
    "house",
    "letter",
    "lock",
    "office",
    "papers",
    "path",
    "phone",
    "purse",
    "table",
    "talk",
    "tree",
    "work",
)
SEATS_A_ROW = 20
# A picture of more marks than this cannot be taken in at a glance.
MOST_MARKS = 120


def window_panes(lit: int) -> tuple[str, str]:
    """Return the paths of the lit and of the dark panes. Raises ValueError outside 0 to 6."""
    if not 0 <= lit <= len(PANES):
        raise ValueError(f"a window has {len(PANES)} panes, not {lit}")
    return "".join(PANES[:lit]), "".join(PANES[lit:])


def stage_light(position: int, current: int, count: int) -> int:
    """Return how many panes of the stage at `position` are lit while `current` of `count` is open.

    Positions count from 1. What lies behind is lit in full, what lies ahead is dark.
    """
    if position != current:
        return len(PANES) if position < current else 0
    return round(len(PANES) * current / count)


def seat_marks(*, taken: int, held: int, capacity: int) -> tuple[int, int, int]:
    """Return how many marks stand for taken, held and free seats.

    Above 120 seats one mark stands for several; a free seat is never hidden by rounding.
    """
    taken = min(taken, capacity)
    held = min(held, capacity - taken)
    seats_a_mark = max(1, ceil(capacity / MOST_MARKS))
    marks = ceil(capacity / seats_a_mark)
    free_marks = ceil((capacity - taken - held) / seats_a_mark)
    held_marks = min(ceil(held / seats_a_mark), marks - free_marks)
    return marks - free_marks - held_marks, held_marks, free_marks


def seat_path(first: int, count: int) -> str:
    """Return one path over `count` seats from the seat numbered `first` (from 0), 20 in a row.

    A seat has a round back: an upright box reads as a letter that the font lacks.
    """
    seats = (divmod(number, SEATS_A_ROW) for number in range(first, first + count))
    return "".join(f"M{1 + 14 * column} {15 + 18 * row}v-9a5 5 0 0 1 10 0v9z" for row, column in seats)
