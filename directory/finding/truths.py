"""What the three truths say of an agency, in plain words: each room fills in its own, and knows no other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from foundation.registry import Registry

from .profile import Acceptance, Free, Housing


@dataclass(frozen=True)
class OfficialService:
    """A service as a national data set publishes it."""

    code: str
    office_number: str
    capacity: int | None
    hours: Mapping[str, str]
    url: str
    latitude: float | None
    longitude: float | None
    last_period: date
    is_missing: bool
    source: str


@dataclass(frozen=True)
class DeclaredService:
    """A service as the agency describes it."""

    code: str
    capacity: int | None
    conditions: Mapping[str, str]
    served: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Declared:
    """What the agency says of itself, as staff have approved it."""

    summary: str = ""
    visits: str = ""
    hours: str = ""
    building: str = ""
    website: str = ""
    contact_point: str = ""
    confirmed_on: date | None = None
    services: tuple[DeclaredService, ...] = ()


@dataclass
class Truths:
    """Everything that is known of one agency beside its own row."""

    official: list[OfficialService] = field(default_factory=list)
    declared: Declared = field(default_factory=Declared)
    free: dict[str, Free] = field(default_factory=dict)
    acceptance: Acceptance | None = None
    housing: Housing | None = None


# Fills in what its room knows of these agencies, in as many queries for a thousand as for one.
type TruthSource = Callable[[Mapping[int, Truths]], None]
truth_sources: Registry[TruthSource] = Registry()
