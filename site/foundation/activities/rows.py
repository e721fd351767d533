"""What an app tells the register of network-strengthening work: one row for each thing that took place.

`foundation.registry.activity_sources` lists the sources: functions (fiscal_year) -> rows of that year. The
register pulls; the same row, pulled again, is the same activity. What is reached through two paths (a study
group's session is an event too) names the other path as `same_as`, and is counted once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .enums import ActivityKind, EvidenceKind


@dataclass(frozen=True)
class Path:
    """By which source an activity is known, and as what there."""

    source: str
    key: str


@dataclass(frozen=True)
class PresentRow:
    """An agency that was there, as it was called on that day, with how many people.

    Without `agency_id` it is not in the directory; without a name the people came for themselves.
    `person_ids` are those of them whom the portal knows.
    """

    agency_id: int | None
    name: str
    sector: str
    people: int
    person_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class EvidenceRow:
    """Something that proves it and lies in its own room, at `address` for the staff."""

    kind: EvidenceKind
    title: str
    address: str


@dataclass(frozen=True)
class ActivityRow:
    """One thing that took place, or is planned, on one day; a series has a row for each day.

    `room` is the screen that it comes from, in words; `minutes` is how long it takes. Its area is `area_id`,
    else that of the municipality with this code, else that of the one that the address names. `is_off` is
    what was called off or put off, and what another body counts.
    A row that is `same_as` another one says only what that one does not know; its kind goes before.
    """

    path: Path
    room: str
    day: date
    title: str
    kind: ActivityKind
    address: str
    minutes: int = 0
    place: str = ""
    postal_address: str = ""
    municipality_code: str = ""
    area_id: int | None = None
    organisers: tuple[str, ...] = ()
    presents: Sequence[PresentRow] = ()
    evidence: Sequence[EvidenceRow] = ()
    is_off: bool = False
    same_as: Path | None = None
