"""Reads of the library: forms by duty, versions with their state, marks of a version, filled cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from content.reviewed import overdue
from foundation.form_marks import Kind, Mark, Period, Row, every_mark
from foundation.incoming.refusal import FileRefused
from foundation.japanese.dates import fiscal_year, fiscal_year_label

from .answering import answers_for, mark_of, meant_by, names_to_write
from .enums import VersionState
from .filling.engine import fill, marks_in
from .filling.marks import in_words
from .models import FIRST_YEAR, Filling, FormKind, FormVersion
from .rules import state_on

FOR_ALL = "どの業務でも"
# Years before this one for which a form is usually filled.
YEARS_BACK = 5


@dataclass(frozen=True)
class VersionLine:
    """A version with its state today."""

    version: FormVersion
    state: VersionState
    fillings: int = 0


@dataclass(frozen=True)
class KindLine:
    """A form with the version in use, if any, and how many versions there are."""

    kind: FormKind
    current: FormVersion | None
    versions: int


@dataclass(frozen=True)
class Shelf:
    """The forms of one duty, or those of all."""

    name: str
    lines: Sequence[KindLine]


def kinds() -> QuerySet[FormKind]:
    """Return all forms with their versions, by duty and name."""
    rows = FormKind.objects.select_related("duty").prefetch_related("versions")
    return rows.order_by("duty__number", "title", "pk")


def by_duty(kinds: Iterable[FormKind], *, today: date, public: bool) -> list[Shelf]:
    """Return forms under the duty that uses them; with `public` of their published versions alone."""
    shelves: dict[str, list[KindLine]] = {}
    for kind in kinds:
        versions = kind.published if public else list(kind.versions.all())  # type: ignore[attr-defined]  # -- prefetched
        line = KindLine(kind, current_of(versions, today), len(versions))
        shelves.setdefault(str(kind.duty) if kind.duty else FOR_ALL, []).append(line)
    return [Shelf(name, lines) for name, lines in shelves.items()]


def current_of(versions: Iterable[FormVersion], today: date) -> FormVersion | None:
    """Return the version that is used today, or None."""
    begun = [each for each in versions if each.valid_from <= today]
    return max(begun, key=lambda each: (each.valid_from, each.pk), default=None)


def version_lines(versions: Iterable[FormVersion], *, today: date) -> list[VersionLine]:
    """Return versions with their state, the newest first."""
    rows = list(versions)
    days = [each.valid_from for each in rows]
    return [
        VersionLine(each, state_on(each.valid_from, days, today), getattr(each, "times", 0))
        for each in sorted(rows, key=lambda each: (each.valid_from, each.pk), reverse=True)
    ]


def versions_of(kind: FormKind) -> QuerySet[FormVersion]:
    """Return the versions of a form with how often each was filled."""
    return kind.versions.annotate(times=Count("fillings"))


def due_versions(today: date) -> list[FormVersion]:
    """Return versions that somebody has to look at, without those that a newer one has replaced."""
    due = overdue(FormVersion.objects.select_related("kind"), today)
    found = list(due.order_by("kind__title", "-valid_from", "pk"))
    newest: dict[int, date] = {}
    rows = FormVersion.objects.filter(kind__in={each.kind_id for each in found}, valid_from__lte=today)
    for kind, day in rows.values_list("kind", "valid_from"):
        newest[kind] = max(day, newest.get(kind, day))
    return [each for each in found if each.valid_from >= newest.get(each.kind_id, each.valid_from)]


@dataclass(frozen=True)
class MarkLine:
    """A mark in a form: what it says today, or the known one that was probably meant."""

    name: str
    places: Sequence[str]
    mark: Mark | None
    today: str
    meant: str

    @property
    def shown(self) -> str:
        return f"【{self.name}】"


@dataclass(frozen=True)
class MarksInForm:
    """The marks of a version, or why its file cannot be filled."""

    known: Sequence[MarkLine] = ()
    unknown: Sequence[MarkLine] = ()
    refused: str = ""


def marks_of(version: FormVersion, *, now: datetime, this_day: date) -> MarksInForm:
    """Return the marks of a version with what they say today; tries to fill it, and keeps nothing."""
    with version.marked.open("rb") as file:
        content = file.read()
    period = Period(fiscal_year(this_day), now)
    try:
        _, found = marks_in(content)
        places: dict[str, list[str]] = {}
        for each in found:
            places.setdefault(each.name, []).append(each.place)
        answered = answers_for(places, period)
        fill(content, answered.answers)
    except FileRefused as refused:
        return MarksInForm(refused=refused.message)
    known, lines = every_mark(), []
    for name, where in places.items():
        mark = mark_of(name, known)
        says = in_words(answered.answers.value(name, 0)) if mark else ""
        if mark and mark.kind == Kind.TABLE:
            says = f"{len(answered.filled[mark.name].rows)}行（1行目：{says}）"
        meant = "" if mark else meant_by(name, known)
        lines.append(MarkLine(name, list(dict.fromkeys(where)), mark, says, meant))
    return MarksInForm(
        [each for each in lines if each.mark is not None], [each for each in lines if each.mark is None]
    )


def marks_to_write() -> list[tuple[Mark, list[str]]]:
    """Return every mark that an app offers, with the names to write in a form."""
    marks = sorted(every_mark().values(), key=lambda mark: mark.name)
    return [(mark, names_to_write([mark])) for mark in marks]


def years_to_fill(*, today: date) -> list[tuple[int, str]]:
    """Return the fiscal years for which a form may be filled, this one first."""
    this = fiscal_year(today)
    return [
        (year, fiscal_year_label(year)) for year in range(this, max(FIRST_YEAR, this - YEARS_BACK) - 1, -1)
    ]


def fillings_of(version: FormVersion) -> QuerySet[Filling]:
    """Return what was filled from a version, the latest first."""
    return version.fillings.select_related("filled_by__person").order_by("-filled_at", "-pk")


@dataclass(frozen=True)
class Cell:
    """A place of a filled form with its words, and the rows behind them."""

    place: str
    name: str
    words: str
    rows: Sequence[Row]


def cells_of(filling: Filling) -> list[Cell]:
    """Return where one value was filled in, each with the rows behind it; nothing once it was removed."""
    return [
        Cell(place, name, words, _rows(filling, name))
        for place, name, words, row in filling.cells or ()
        if row is None
    ]


def table_rows_of(filling: Filling) -> list[Cell]:
    """Return the rows of tables that were filled in, all words of one row together, with its record."""
    found: dict[tuple[str, str, int], list[tuple[str, str]]] = {}
    for place, name, words, row in filling.cells or ():
        if row is not None:
            line = place.rpartition("!")[0] + "".join(filter(str.isdecimal, place.rpartition("!")[2]))
            found.setdefault((line, name.rpartition(".")[0], row), []).append((place, words))
    return [
        Cell(cells[0][0], table, "／".join(words for _, words in cells), _rows(filling, table)[row : row + 1])
        for (_, table, row), cells in found.items()
    ]


def _rows(filling: Filling, name: str) -> list[Row]:
    return [(words, address) for words, address in (filling.behind or {}).get(name, ())]
