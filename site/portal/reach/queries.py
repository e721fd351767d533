"""Whom the centre reaches, area by area: who came in which month, who never did, who was spoken with last."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import ExtractMonth

from directory.centre_only.models import ContactRecord
from directory.enums import AreaScheme, Level
from directory.finding.models import DirectoryEntry
from directory.finding.queries import areas_of
from directory.models import Agency
from directory.queries import agencies_shown_to
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
    """The areas of one scheme on a day, and which municipality, by code, lies in which."""

    scheme: AreaScheme
    names: Mapping[int, str]
    by_municipality: Mapping[str, int]

    def of(self, municipality: str | None) -> int:
        """Return the area of a municipality; all else lies outside."""
        return self.by_municipality.get(municipality or "", OUTSIDE)


def areas_on(day: date) -> Areas:
    """Return the centre's own areas, or those of disability welfare where it has none.

    What became part of a municipality lies where that one lies.
    """
    every = areas_of(today=day)
    schemes = {each.scheme for each in every}
    scheme = AreaScheme.OWN if AreaScheme.OWN in schemes else AreaScheme.DISABILITY
    chosen = [each for each in every if each.scheme == scheme]
    return Areas(
        scheme,
        {each.key: each.name for each in chosen} | {OUTSIDE: "圏域の外・わからない"},
        {code: each.key for each in chosen for code in each.codes},
    )


def month_tables(year: int, areas: Areas, *, reader: Level) -> list[CountTable]:
    """Return, for a fiscal year, how many events the agencies of each area came to, then people by kind.

    Whom the reader may not know of came from a place that is not known: the sum stays true.
    """
    begins, ends = fiscal_year_span(year)
    groups = (
        _present()
        .filter(session__starts_at__gte=begins, session__starts_at__lt=ends)
        .annotate(month=ExtractMonth("session__starts_at"), place=_place(reader))
        .values_list("place", "session", "session__event__kind", "month")
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


def _place(reader: Level) -> F | Case:
    code = F("application__agency__municipality__code")
    if reader == Level.STAFF:
        return code
    return Case(When(application__agency__in=agencies_shown_to(reader), then=code), default=None)


def area_reach(areas: Areas, *, reader: Level, today: date) -> list[AreaReach]:
    """Return what stands in each area today, counted of the agencies that the reader may know of."""
    known = known_agencies(today=today).filter(pk__in=agencies_shown_to(reader)).order_by()
    everybody = _by_area(areas, known.values_list("municipality__code").annotate(Count("pk")))
    guests = _by_area(areas, known.filter(_CAME).values_list("municipality__code").annotate(Count("pk")))
    listed = _by_area(areas, _counts(DirectoryEntry.objects.filter(for_public=True)))
    last: dict[int, date] = {}
    contacts = ContactRecord.objects.filter(agency__in=agencies_shown_to(reader)).order_by()
    for place, day in contacts.values_list("agency__municipality__code").annotate(Max("day")):
        last[areas.of(place)] = max(day, last.get(areas.of(place), day))
    return [
        AreaReach(key, name, everybody[key], guests[key], listed[key], last.get(key))
        for key, name in areas.names.items()
    ]


def known_agencies(*, today: date) -> QuerySet[Agency]:
    """Return the open agencies that somebody of the centre has touched, or that came some time.

    What only an import knows is not called known.
    """
    return Agency.objects.current(today=today).filter(Q(follows_official=False) | _CAME)


def agencies_of(areas: Areas, key: int, *, came: bool, today: date) -> QuerySet[Agency]:
    """Return the known agencies of an area that came some time, or never, in kana order."""
    places = [code for code, area in areas.by_municipality.items() if area == key]
    found = known_agencies(today=today).filter(_CAME if came else ~_CAME)
    if key == OUTSIDE:
        found = found.filter(
            Q(municipality__isnull=True) | ~Q(municipality__code__in=list(areas.by_municipality))
        )
    else:
        found = found.filter(municipality__code__in=places)
    return found.select_related("kind", "municipality")


def _counts(entries: QuerySet[DirectoryEntry]) -> Iterable[tuple[str | None, int]]:
    return entries.order_by().values_list("municipality__code").annotate(Count("pk"))


def _by_area(areas: Areas, counts: Iterable[tuple[str | None, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for place, count in counts:
        found[areas.of(place)] += count
    return found
