"""Whom the centre reaches, area by area: who came in which month, who never did, who was spoken with last."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractMonth

from directory.centre_only.models import ContactRecord
from directory.enums import AreaScheme
from directory.finding.models import DirectoryEntry
from directory.models import Agency, MunicipalityInArea
from events.enums import Attendance, EventKind
from events.models import Participant
from foundation.exports.fiscal_months import CountTable, rows_of
from foundation.japanese.dates import fiscal_year_span

OUTSIDE = 0
NEVER, CAME = "never", "came"


def _present() -> QuerySet[Participant]:
    return Participant.objects.filter(
        attendance=Attendance.ATTENDED, cancelled_at__isnull=True, application__agency__isnull=False
    ).order_by()


# Whether anybody of an agency was ever marked as present.
_CAME = Exists(_present().filter(application__agency=OuterRef("pk")))


@dataclass(frozen=True)
class AreaReach:
    """One area: agencies that the centre knows, how many of them ever came, entries, the last contact."""

    key: int
    name: str
    known: int
    came: int
    listed: int
    last_contact: date | None

    @property
    def never(self) -> int:
        return self.known - self.came


@dataclass(frozen=True)
class Areas:
    """The areas of one scheme on a day, and which municipality lies in which."""

    names: Mapping[int, str]
    by_municipality: Mapping[int, int]

    def of(self, municipality: int | None) -> int:
        """Return the area of a municipality; all else lies outside."""
        return self.by_municipality.get(municipality or OUTSIDE, OUTSIDE)


def areas_on(day: date) -> Areas:
    """Return the centre's own areas, or those of disability welfare where it has none."""
    rows = MunicipalityInArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
    ).select_related("area")
    found = list(rows.order_by("area_id"))
    for scheme in (AreaScheme.OWN, AreaScheme.DISABILITY):
        chosen = [row for row in found if row.scheme == scheme]
        if chosen:
            break
    names = {row.area_id: row.area.name for row in chosen}
    return Areas(
        names | {OUTSIDE: "圏域の外・わからない"}, {row.municipality_id: row.area_id for row in chosen}
    )


def month_tables(year: int, areas: Areas) -> list[CountTable]:
    """Return, for a fiscal year, how many events the agencies of each area came to, then people by kind."""
    begins, ends = fiscal_year_span(year)
    groups = (
        _present()
        .filter(session__starts_at__gte=begins, session__starts_at__lt=ends)
        .annotate(month=ExtractMonth("session__starts_at"))
        .values_list("application__agency__municipality", "session", "session__event__kind", "month")
        .annotate(people=Count("id"))
    )
    visits: set[tuple[int, int, int]] = set()
    people: dict[str, Counter[tuple[int, int]]] = {kind: Counter() for kind in EventKind.values}
    for municipality, session, kind, month, count in groups:
        visits.add((areas.of(municipality), month, session))
        people[kind][areas.of(municipality), month] += count
    lines = list(areas.names.items())
    held = CountTable(
        "その圏域から出席があった研修・行事（回）",
        "圏域",
        rows_of(lines, Counter((area, month) for area, month, _ in visits)),
    )
    by_kind = [
        CountTable(f"{EventKind(kind).label}に出席した人（人）", "圏域", rows_of(lines, counted))
        for kind, counted in people.items()
        if counted
    ]
    return [held, *by_kind]


def area_reach(areas: Areas, *, today: date) -> list[AreaReach]:
    """Return what stands in each area today. Agencies that only an import knows are not counted as known."""
    known = known_agencies(today=today).order_by()
    everybody = _by_area(areas, known.values_list("municipality").annotate(Count("pk")))
    guests = _by_area(areas, known.filter(_CAME).values_list("municipality").annotate(Count("pk")))
    listed = _by_area(areas, _counts(DirectoryEntry.objects.filter(for_public=True)))
    last: dict[int, date] = {}
    contacts = ContactRecord.objects.order_by().values_list("agency__municipality").annotate(Max("day"))
    for place, day in contacts:
        last[areas.of(place)] = max(day, last.get(areas.of(place), day))
    return [
        AreaReach(key, name, everybody[key], guests[key], listed[key], last.get(key))
        for key, name in areas.names.items()
    ]


def known_agencies(*, today: date) -> QuerySet[Agency]:
    """Return the open agencies that somebody of the centre has touched."""
    return Agency.objects.current(today=today).filter(follows_official=False)


def agencies_of(areas: Areas, key: int, *, came: bool, today: date) -> QuerySet[Agency]:
    """Return the known agencies of an area that came some time, or never, in kana order."""
    places = [place for place, area in areas.by_municipality.items() if area == key]
    found = known_agencies(today=today).filter(_CAME if came else ~_CAME)
    if key == OUTSIDE:
        found = found.filter(Q(municipality__isnull=True) | ~Q(municipality__in=list(areas.by_municipality)))
    else:
        found = found.filter(municipality__in=places)
    return found.select_related("kind", "municipality")


def _counts(entries: QuerySet[DirectoryEntry]) -> Iterable[tuple[int | None, int]]:
    return entries.order_by().values_list("municipality").annotate(Count("pk"))


def _by_area(areas: Areas, counts: Iterable[tuple[int | None, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for place, count in counts:
        found[areas.of(place)] += count
    return found
