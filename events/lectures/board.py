"""The scheduling board: who and what is where in one week, as rows of words for screen and paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from events.enums import Way
from foundation.centre.queries import current_centre
from foundation.japanese.business_days import Closures, holiday_name
from foundation.japanese.dates import short_date

from . import queries
from .enums import SlotKind
from .models import LectureRequest, LecturerSlot, ResourceSlot

DAYS = 7


@dataclass(frozen=True)
class BoardDay:
    """One day of the week, and why nobody goes out on it."""

    day: date
    off: str

    @property
    def name(self) -> str:
        return short_date(self.day)


@dataclass(frozen=True)
class Entry:
    """One slot in words; `travel` says from when to when with the way."""

    clock: str
    travel: str
    what: str
    state: str
    place: str
    request: LectureRequest | None
    starts_at: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


@dataclass(frozen=True)
class BoardRow:
    """One lecturer, room or thing with what it does on each day of the week."""

    name: str
    note: str
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True)
class Board:
    """One week from Monday."""

    days: tuple[BoardDay, ...]
    lecturers: tuple[BoardRow, ...]
    resources: tuple[BoardRow, ...]

    @property
    def title(self) -> str:
        return f"{self.days[0].name}〜{self.days[-1].name}"

    @property
    def before(self) -> date:
        return self.days[0].day - timedelta(days=DAYS)

    @property
    def after(self) -> date:
        return self.days[-1].day + timedelta(days=1)

    @property
    def listed(self) -> list[tuple[BoardDay, list[tuple[str, Entry]]]]:
        """The same by days, for reading from top to bottom; days on which nothing is are left out."""
        found = []
        for number, day in enumerate(self.days):
            entries = [
                (row.name, each) for row in (*self.lecturers, *self.resources) for each in row.cells[number]
            ]
            if entries:
                found.append((day, sorted(entries, key=lambda pair: pair[1].starts_at)))
        return found


@dataclass(frozen=True)
class Trip:
    """One lecture with the way there, for whoever goes."""

    request: LectureRequest
    leaves_at: datetime
    starts_at: datetime
    ends_at: datetime
    returns_at: datetime
    people: str
    things: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_board(monday: date) -> Board:
    """Return the board of a week, in four queries however many lecturers and slots."""
    since, until = _moments(monday)
    closures = current_centre().hours.closures
    days = tuple(_day(monday + timedelta(days=number), closures) for number in range(DAYS))
    slots = LecturerSlot.objects.taken().within(since, until).select_related("request__theme")
    used = ResourceSlot.objects.taken().within(since, until).select_related("request__theme")
    busy: dict[int, list[Entry]] = {}
    for slot in slots:
        busy.setdefault(slot.lecturer_id, []).append(_lecturer_entry(slot))
    taken: dict[int, list[Entry]] = {}
    for use in used:
        taken.setdefault(use.resource_id, []).append(_entry(use, use.request))
    lecturers = [
        BoardRow(str(each), "主・副" if each.can_lead else "副", _cells(busy.get(each.pk, ()), days))
        for each in queries.active_lecturers()
    ]
    resources = [
        BoardRow(str(each), each.get_kind_display(), _cells(taken.get(each.pk, ()), days))
        for each in queries.active_resources()
    ]
    return Board(days, tuple(lecturers), tuple(resources))


def trips(monday: date) -> list[Trip]:
    """Return the fixed and held lectures of a week with who goes and what goes along. Five queries."""
    since, until = _moments(monday)
    leads = LecturerSlot.objects.taken().within(since, until).filter(kind=SlotKind.LECTURE, part="lead")
    found = leads.select_related("request__theme").prefetch_related(
        "request__lecturer_slots__lecturer__person", "request__resource_slots__resource"
    )
    return [_trip(slot, slot.request) for slot in found if slot.request]


def _trip(slot: LecturerSlot, request: LectureRequest) -> Trip:
    going = sorted(request.lecturer_slots.all(), key=lambda each: each.part == "junior")
    return Trip(
        request=request,
        leaves_at=slot.busy_from,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        returns_at=slot.busy_until,
        people="、".join(f"{each.lecturer}（{each.get_part_display()}）" for each in going),
        things="、".join(each.resource.name for each in request.resource_slots.all()),
    )


def _moments(monday: date) -> tuple[datetime, datetime]:
    since = timezone.make_aware(datetime.combine(monday, time()))
    return since, since + timedelta(days=DAYS)


def _day(day: date, closures: Closures) -> BoardDay:
    off = holiday_name(day) or ("休み" if closures.includes(day) else "")
    return BoardDay(day, off)


def _cells(entries: Iterable[Entry], days: tuple[BoardDay, ...]) -> tuple[tuple[Entry, ...], ...]:
    listed = sorted(entries, key=lambda each: each.starts_at)
    # What began before this week stands on its first day.
    return tuple(tuple(each for each in listed if max(each.day, days[0].day) == day.day) for day in days)


def _lecturer_entry(slot: LecturerSlot) -> Entry:
    if slot.request is not None:
        part = f"（{slot.get_part_display()}）"
        return _entry(slot, slot.request, state=slot.get_standing_display(), part=part)
    starts, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    same_day = starts.date() == ends.date()
    clock = f"{starts:%-H:%M}〜{ends:%-H:%M}" if same_day else f"{starts:%-H:%M}〜{short_date(ends.date())}"
    return Entry(clock, "", queries.words_of(slot), slot.get_kind_display(), "", None, slot.starts_at)


def _entry(
    slot: LecturerSlot | ResourceSlot, request: LectureRequest, *, state: str = "", part: str = ""
) -> Entry:
    starts, ends, leaves, returns = (
        timezone.localtime(each) for each in (slot.starts_at, slot.ends_at, slot.busy_from, slot.busy_until)
    )
    travel = f"{leaves:%-H:%M}に出て {returns:%-H:%M}に戻る" if leaves < starts or returns > ends else ""
    return Entry(
        f"{starts:%-H:%M}〜{ends:%-H:%M}",
        travel,
        f"{request.subject}{part}",
        state,
        "オンライン" if request.way == Way.ONLINE else request.place,
        request,
        slot.starts_at,
    )
