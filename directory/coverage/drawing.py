"""The municipalities' windows as a picture: the same as the table says, by shades."""

from collections.abc import Sequence

from directory.finding.map import Drawing, Step, shaded

from .enums import WindowState
from .queries import WindowRow

SHADES = {WindowState.PLANNED: 1, WindowState.RUNNING: 3}
STEPS = (
    Step(3, str(WindowState.RUNNING.label)),
    Step(1, str(WindowState.PLANNED.label)),
    Step(0, "まだ、または終わった"),
)
PREFECTURE_DIGITS = 2


def picture_of(rows: Sequence[WindowRow]) -> Drawing | None:
    """Return the map of these municipalities; None where there are none, or no outline of them."""
    if not rows:
        return None
    return shaded(
        rows[0].code[:PREFECTURE_DIGITS],
        shades={row.code: SHADES.get(row.state, 0) for row in rows},
        names={row.code: row.name for row in rows},
        steps=STEPS,
    )
