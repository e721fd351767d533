"""Reads of additions for pages, papers and the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, Q

from content.reviewed import overdue

from .enums import Service, State
from .models import Addition, UnitPrice
from .rules import state

# Values of two services that agree in all of this are told once.
SAME = (
    *("name", "units", "per", "limit_words", "conditions", "papers", "added_to", "valid_from", "valid_until"),
    *("source_title", "source_year", "source_url", "note", "reviewed_on", "review_due_on"),
)
# What counts today stands first, then what comes, at the end what is over.
ORDER = {State.NOW: 0, State.FUTURE: 1, State.PAST: 2}
SERVICES = {each: place for place, each in enumerate(Service.values)}


@dataclass(frozen=True)
class Line:
    """One value with how it stands today."""

    row: Addition
    state: State
    is_due: bool


@dataclass(frozen=True)
class Shelved:
    """A service with the values of its additions."""

    service: Service
    lines: tuple[Line, ...]


def by_service(today: date) -> list[Shelved]:
    """Return every service that has additions, with all their values, in one query.

    Within a service an addition stands before what is added to it, and its value of today before others.
    """
    lines = [
        Line(each, state(each, today), each.is_due(today))
        for each in sorted(Addition.objects.all(), key=lambda each: SERVICES[each.service])
    ]
    return [
        Shelved(Service(service), tuple(sorted(found, key=_place)))
        for service, found in groupby(lines, key=lambda line: line.row.service)
    ]


@dataclass(frozen=True)
class Together:
    """Services of whose additions everything is the same."""

    services: tuple[Service, ...]
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The services in one line."""
        return "、".join(str(each.label) for each in self.services)


def together(shelves: Iterable[Shelved]) -> list[Together]:
    """Return services together where all that is said of their additions is the same."""
    found: dict[tuple[object, ...], list[Shelved]] = {}
    for shelf in shelves:
        said = tuple(getattr(line.row, name) for line in shelf.lines for name in SAME)
        found.setdefault(said, []).append(shelf)
    return [Together(tuple(each.service for each in same), same[0].lines) for same in found.values()]


def _place(line: Line) -> tuple[bool, str, int, int]:
    row = line.row
    return bool(row.added_to), row.name, ORDER[line.state], -row.valid_from.toordinal()


def additions_of(service: str) -> list[Addition]:
    """Return all values of the additions of a service; what others are added to comes first."""
    return list(Addition.objects.filter(service=service).order_by("added_to", "name", "valid_from"))


def prices_of(service: str) -> list[UnitPrice]:
    """Return all prices of a unit of a service, the earliest first."""
    return list(UnitPrice.objects.filter(service=service).order_by("valid_from"))


def has_additions() -> bool:
    """Return whether there is anything to read."""
    return Addition.objects.exists()


@dataclass(frozen=True)
class ToCheck:
    """What somebody should look at again."""

    additions: list[Addition]
    prices: list[UnitPrice]


def to_check(today: date) -> ToCheck:
    """Return the values in use or to come that nobody has confirmed for today, first those never."""
    in_use = Q(valid_until=None) | Q(valid_until__gte=today)
    first = F("review_due_on").asc(nulls_first=True)
    additions = overdue(Addition.objects.filter(in_use), today).order_by(first, "service", "name", "pk")
    prices = overdue(UnitPrice.objects.filter(in_use), today).order_by(first, "service", "pk")
    return ToCheck(list(additions), list(prices))


def services_in(rows: Iterable[Addition]) -> dict[str, list[Addition]]:
    """Return these values by their service, in the order of the page."""
    ordered = sorted(rows, key=lambda each: SERVICES[each.service])
    return {service: list(found) for service, found in groupby(ordered, key=lambda each: each.service)}
