"""The network of agencies as the register knows it: by span and quarter, and whom to invite next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from accounts.models import Person
from directory.enums import Sector
from directory.models import Agency
from events.notices.models import Refusal
from foundation.centre.queries import current_centre
from foundation.japanese.dates import APRIL

from .graph import (
    Came,
    Graph,
    Growth,
    Hanging,
    Known,
    Suggestion,
    graph_of,
    growth,
    hanging_links,
    suggestions,
)
from .models import Activity, Presence
from .queries import UNCOUNTED, area_names, areas_of_agencies, last_day

MOST_SUGGESTED = 30
# Name, first and last day as month and day; the last one lies in the next calendar year.
QUARTERS = (
    ("4〜6月", (4, 1), (6, 30)),
    ("7〜9月", (7, 1), (9, 30)),
    ("10〜12月", (10, 1), (12, 31)),
    ("1〜3月", (1, 1), (3, 31)),
)


@dataclass(frozen=True)
class Presences:
    """Who came when: presences of agencies of the directory, with the day of each activity."""

    came: Sequence[Came]
    days: dict[int, date]

    def between(self, first: date, last: date) -> list[Came]:
        """Keep what took place from a day to a day."""
        return [each for each in self.came if first <= self.days[each.activity] <= last]


def presences_until(day: date) -> Presences:
    """Return all presences up to a day of activities that count; one query."""
    rows = Presence.objects.filter(agency__isnull=False, activity__day__lte=day).exclude(
        activity__in=Activity.objects.filter(UNCOUNTED)
    )
    came, days = [], {}
    for activity, on, agency, people, persons in rows.order_by("activity__day", "pk").values_list(
        "activity", "activity__day", "agency", "people", "person_ids"
    ):
        came.append(Came(activity, agency, people, frozenset(persons)))
        days[activity] = on
    return Presences(came, days)


@dataclass(frozen=True)
class Quarter:
    """A quarter of a fiscal year in figures."""

    name: str
    growth: Growth


@dataclass(frozen=True)
class Cell:
    """How many agencies of one field in one area came, of how many that are open."""

    came: int
    known: int


@dataclass(frozen=True)
class Network:
    """A fiscal year's network as its page shows it; agencies by id."""

    year: Growth
    quarters: Sequence[Quarter]
    graph: Graph
    sectors: Sequence[tuple[str, Sequence[Cell]]]
    areas: Sequence[str]
    isolated: Sequence[Agency]
    hanging: Sequence[tuple[Hanging, Agency, Agency, str]]
    suggested: Sequence[tuple[Suggestion, Agency]]
    names: dict[int, Agency]


def network_of(year: int, *, today: date) -> Network:
    """Return a fiscal year's network up to today; as many queries for a thousand agencies as for one."""
    first, last = date(year, 4, 1), min(last_day(year), today)
    presences = presences_until(last)
    within = presences.between(first, last)
    graph = graph_of(within)
    agencies = _agencies(today)
    areas = areas_of_agencies(year, today=today)
    alone = {node for node, met in graph.neighbours().items() if not met}
    names = area_names(year, today=today)
    return Network(
        year=growth(presences.between(date.min, first - timedelta(days=1)), within),
        quarters=_quarters(year, presences, last),
        graph=graph,
        sectors=_sectors(agencies, areas, names, graph),
        areas=names,
        isolated=[agencies[key] for key in sorted(alone) if key in agencies],
        hanging=_hanging(within, graph, agencies),
        suggested=_suggested(agencies, areas, presences, alone, today=today),
        names=agencies,
    )


def _agencies(today: date) -> dict[int, Agency]:
    """Return the open agencies but the centre itself, with whether they want no notices."""
    refused = Exists(Refusal.objects.filter(agency=OuterRef("pk")))
    rows = Agency.objects.current(today=today).annotate(has_refused=refused).select_related("municipality")
    own = current_centre().name
    return {each.pk: each for each in rows.order_by("folded_kana", "pk") if each.name != own}


def _quarters(year: int, presences: Presences, last: date) -> list[Quarter]:
    found = []
    for name, begins, ends in QUARTERS:
        start, end = (date(year if month >= APRIL else year + 1, month, day) for month, day in (begins, ends))
        if start <= last:
            before = presences.between(date.min, start - timedelta(days=1))
            found.append(Quarter(name, growth(before, presences.between(start, end))))
    return found


def area_of(agency: Agency, areas: dict[str, str]) -> str:
    """Return the name of the area of an agency, by code of its municipality; the empty word without."""
    return areas.get(agency.municipality.code, "") if agency.municipality else ""


def _sectors(
    agencies: dict[int, Agency], areas: dict[str, str], names: Sequence[str], graph: Graph
) -> list[tuple[str, list[Cell]]]:
    known: Counter[tuple[str, str]] = Counter()
    came: Counter[tuple[str, str]] = Counter()
    for key, each in agencies.items():
        where = (each.sector, area_of(each, areas))
        known[where] += 1
        came[where] += key in graph.nodes
    return [
        (str(sector.label), [Cell(came[sector, name], known[sector, name]) for name in names])
        for sector in Sector
    ]


def _hanging(
    within: Sequence[Came], graph: Graph, agencies: dict[int, Agency]
) -> list[tuple[Hanging, Agency, Agency, str]]:
    links = [each for each in hanging_links(within, graph) if set(each.edge) <= agencies.keys()]
    people = dict(Person.objects.filter(pk__in={each.person for each in links}).values_list("pk", "name"))
    return [
        (each, agencies[each.edge[0]], agencies[each.edge[1]], people[each.person])
        for each in links
        if people.get(each.person)
    ]


def _suggested(
    agencies: dict[int, Agency], areas: dict[str, str], presences: Presences, alone: set[int], *, today: date
) -> list[tuple[Suggestion, Agency]]:
    counts = Counter(each.agency for each in presences.came)
    latest: dict[int, date] = {}
    for each in presences.came:
        latest[each.agency] = max(latest.get(each.agency, date.min), presences.days[each.activity])
    known = [
        Known(
            key=key,
            sector=each.sector,
            area=area_of(each, areas),
            corporation=each.corporation_id,
            came=counts[key],
            days_since=(today - latest[key]).days if key in latest else None,
        )
        for key, each in agencies.items()
    ]
    out = {key for key, each in agencies.items() if each.has_refused}  # type: ignore[attr-defined]  # -- annotated
    found = suggestions(known, opted_out=out, alone=alone, most=MOST_SUGGESTED)
    return [(each, agencies[each.key]) for each in found]
