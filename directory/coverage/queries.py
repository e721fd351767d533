"""Reads of the municipal windows, of who covers whom, of key persons and experts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from directory.enums import Level
from directory.finding.matrix import area_matrix
from directory.finding.models import DirectoryEntry
from directory.models import Municipality, MunicipalityInArea, ServiceKind, WelfareArea
from directory.models.area import MunicipalityQuerySet
from foundation.centre.queries import current_centre
from foundation.japanese.dates import fiscal_year

from .enums import WindowState
from .models import CoverageNote, Expert, KeyPerson, MunicipalWindow
from .rules import Rate, day_of_year


@dataclass(frozen=True)
class WindowRow:
    """A municipality in a fiscal year, as readers of one level see it; without a row nothing is decided."""

    code: str
    name: str
    state: WindowState
    contractor: str = ""
    window_name: str = ""
    phone: str = ""
    has_senior_specialist: bool | None = None
    started_on: date | None = None

    @property
    def is_running(self) -> bool:
        return self.state == WindowState.RUNNING


def own_municipalities(*, day: date) -> MunicipalityQuerySet:
    """Return the municipalities of the centre's prefecture on a day; all, until somebody says which it is."""
    found = Municipality.objects.valid(today=day)
    prefecture = current_centre().prefecture
    return found.filter(prefecture=prefecture) if prefecture else found


def window_rows(year: int, *, reader: Level, today: date) -> list[WindowRow]:
    """Return every municipality of the prefecture in a fiscal year, in the order of the national codes.

    A contractor is named where readers of this level know the agency; the note is in no row.
    """
    places = list(own_municipalities(day=day_of_year(year, today=today)))
    found = MunicipalWindow.objects.filter(fiscal_year=year, municipality__in=places)
    windows = {window.municipality_id: window for window in found}
    names = shown_names({each.contractor_id for each in found if each.contractor_id}, reader=reader)
    return [_row(place, windows.get(place.pk), names) for place in places]


def window_of(place: Municipality, year: int) -> MunicipalWindow | None:
    """Return the window of one municipality in a fiscal year, with its contractor."""
    windows = MunicipalWindow.objects.select_related("contractor")
    return windows.filter(municipality=place, fiscal_year=year).first()


def coverage_rate(rows: Collection[WindowRow]) -> Rate:
    """Return how many of these municipalities do it."""
    return Rate(sum(row.is_running for row in rows), len(rows))


def years_with_windows(*, today: date) -> list[int]:
    """Return the fiscal years that have rows, and this one, the latest first."""
    known = MunicipalWindow.objects.order_by().values_list("fiscal_year", flat=True).distinct()
    return sorted({*known, fiscal_year(today)}, reverse=True)


def shown_names(agencies: Collection[int], *, reader: Level) -> dict[int, str]:
    """Return the names of these agencies as far as readers of a level may know them."""
    entries = DirectoryEntry.objects.filter(agency__in=agencies, **{f"for_{reader}": True})
    return dict(entries.values_list("agency_id", "shown__name")) if agencies else {}


def _row(place: Municipality, window: MunicipalWindow | None, names: Mapping[int, str]) -> WindowRow:
    if window is None:
        return WindowRow(place.code, place.name, WindowState.NOT_YET)
    return WindowRow(
        place.code,
        place.name,
        WindowState(window.state),
        names.get(window.contractor_id or 0, ""),
        window.window_name,
        window.phone,
        window.has_senior_specialist,
        window.started_on,
    )


@dataclass(frozen=True)
class Covered:
    """A place without a kind of service and who serves it, in words for one level of readers.

    `municipality` is a national code and `area` the key of an area: one of the two is empty.
    """

    municipality: str
    area: int | None
    kind: str
    text: str


def notes_on(*, today: date) -> QuerySet[CoverageNote]:
    """Return the notes that hold on a day, with what stands around them."""
    found = CoverageNote.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today
    )
    return found.select_related("municipality", "area", "kind", "covering_municipality", "covering_agency")


def coverage_notes(*, today: date, reader: Level) -> list[Covered]:
    """Return who covers whom today. What readers may not know of an agency is said without its name."""
    notes = list(notes_on(today=today))
    names = shown_names({each.covering_agency_id for each in notes if each.covering_agency_id}, reader=reader)
    return [
        Covered(
            municipality=note.municipality.code if note.municipality else "",
            area=note.area_id,
            kind=note.kind_id,
            text=_words(note, names.get(note.covering_agency_id or 0, "")),
        )
        for note in notes
    ]


def cover_of_areas(areas: Collection[int], today: date) -> dict[int, list[str]]:
    """Return what everybody may read about the cover of these areas and of the municipalities in them."""
    covered = coverage_notes(today=today, reader=Level.PUBLIC)
    kinds = dict(ServiceKind.objects.values_list("pk", "short_name")) if covered else {}
    places = MunicipalityInArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today),
        valid_from__lte=today,
        area__in=areas,
        municipality__code__in=[each.municipality for each in covered],
    ).values_list("municipality__code", "area", "municipality__name")
    said: dict[int, list[str]] = {area: [] for area in areas}
    for each in covered:
        if each.area in said:
            said[each.area].append(f"{kinds[each.kind]}：{each.text}")
        for _, area, name in (place for place in places if place[0] == each.municipality):
            said[area].append(f"{name}の{kinds[each.kind]}：{each.text}")
    return {area: texts for area, texts in said.items() if texts}


def _words(note: CoverageNote, agency: str) -> str:
    who = str(note.covering_municipality) if note.covering_municipality else agency or "近くの機関"
    return f"{who}が受け持っています。{note.note}".strip()


@dataclass(frozen=True)
class Listed:
    """A key person as partners see them."""

    area: str
    role: str
    name: str
    agency: str


def key_people(*, today: date) -> QuerySet[KeyPerson]:
    """Return who is in a role today, area by area."""
    found = KeyPerson.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today),
        valid_from__lte=today,
        person__merged_into__isnull=True,
        person__erased_at__isnull=True,
    )
    return found.select_related("person", "area", "agency").order_by(
        "area__scheme", "area__name", "role", "person__name_kana", "pk"
    )


def listed_key_people(*, today: date, reader: Level = Level.PARTNERS) -> list[Listed]:
    """Return the key persons who agreed to be listed, as partners see them; the others are not counted."""
    return _listed(key_people(today=today).filter(person__shown_in_rosters=True), reader)


def _listed(found: QuerySet[KeyPerson], reader: Level) -> list[Listed]:
    people = list(found)
    names = shown_names({each.agency_id for each in people}, reader=reader)
    return [
        Listed(each.area.name, each.get_role_display(), each.person.name, names.get(each.agency_id, ""))
        for each in people
    ]


def experts(*, state: str = "", role: str = "") -> QuerySet[Expert]:
    """Return the pool, perhaps of one state or for one role, in kana order."""
    found = Expert.objects.filter(person__erased_at__isnull=True, person__merged_into__isnull=True)
    if state:
        found = found.filter(state=state)
    if role:
        found = found.filter(**{role: True})
    return found.select_related("person", "agency")


@dataclass(frozen=True)
class AreaSheet:
    """One area on a sheet that may be handed to partners: places and windows, whom to ask, what there is."""

    area: WelfareArea
    windows: Sequence[WindowRow]
    people: Sequence[Listed]
    resources: Sequence[tuple[str, int]]
    notes: Sequence[str]


def areas_today(*, today: date) -> QuerySet[WelfareArea]:
    """Return the areas that hold on a day."""
    return WelfareArea.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today)


def area_sheet(area: WelfareArea, *, today: date) -> AreaSheet:
    """Return what partners may read of an area; resources are counted as everybody finds them."""
    places = MunicipalityInArea.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today, area=area
    )
    codes = set(places.values_list("municipality__code", flat=True))
    rows = window_rows(fiscal_year(today), reader=Level.PARTNERS, today=today)
    matrix = area_matrix(area.scheme, today=today)
    at = next((at for at, each in enumerate(matrix.areas) if each.key == area.pk), None)
    counted = [] if at is None else [(row.name, row.counts[at]) for row in matrix.rows if row.counts[at]]
    people = key_people(today=today).filter(area=area, person__shown_in_rosters=True)
    return AreaSheet(
        area=area,
        windows=[row for row in rows if row.code in codes],
        people=_listed(people, Level.PARTNERS),
        resources=counted,
        notes=cover_of_areas([area.pk], today).get(area.pk, []),
    )


def key_people_to_write_to(*, today: date) -> QuerySet[KeyPerson]:
    """Return the key persons of today who agreed to be on lists, with where they are written to."""
    return key_people(today=today).filter(person__shown_in_rosters=True)
