"""What the public list and the month table show: few dates read better in a list, weeks in a table."""

from calendar import SUNDAY, Calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from foundation.centre.queries import Centre
from foundation.japanese.business_days import Closures, holiday_name, is_business_day
from foundation.japanese.dates import fiscal_year, fiscal_year_span
from foundation.registry import calendar_sources

from . import queries
from .enums import DateState, EventState, Way
from .models import Event, Part, Session
from .registries import Link
from .series import load_parts, parts_of

ONE_DAY = timedelta(days=1)
# Under this name the events themselves stand in the feed; whatever else stands there nobody applies for.
OWN_SOURCE = "events"


@dataclass(frozen=True)
class Wanted:
    """What a reader asked the list for; an empty value asks for nothing."""

    past: bool = False
    audience: str = ""
    kind: str = ""
    way: str = ""
    year: int | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True)
class OtherDate:
    """What the feed carries beside the events, such as a lecture at somebody's place; nobody applies."""

    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    address: str


def other_dates(*, now: datetime) -> list[OtherDate]:
    """Return what the feed carries beside the events and that takes place, in the order of time."""
    sources = [source for name, source in calendar_sources.items() if name != OWN_SOURCE]
    entries = [entry for source in sources for entry in source(now=now)]
    found = [
        OtherDate(entry.summary, entry.location, entry.starts, entry.ends, urlsplit(entry.url).path)
        for entry in entries
        if not entry.cancelled and isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime)
    ]
    return sorted(found, key=lambda each: each.starts_at)


def public_sessions() -> QuerySet[Session]:
    return queries.public_sessions(Event.objects.readable())


def listed_sessions(wanted: Wanted, *, now: datetime) -> QuerySet[Session]:
    """Return the coming sessions, next first, or the past ones, last first, as far as they are wanted."""
    sessions = narrowed(public_sessions(), wanted)
    if wanted.past:
        return sessions.filter(~to_come(now)).order_by("-starts_at", "-id")
    return sessions.filter(to_come(now))


def narrowed(sessions: QuerySet[Session], wanted: Wanted) -> QuerySet[Session]:
    """Keep the sessions of the audience, kind, way and fiscal year that are wanted."""
    if wanted.kind:
        sessions = sessions.filter(event__kind=wanted.kind)
    if wanted.audience:
        sessions = sessions.filter(event__audience=wanted.audience)
    if wanted.way:
        capacity = "venue_capacity" if wanted.way == Way.VENUE else "online_capacity"
        sessions = sessions.filter(**{f"{capacity}__isnull": False})
    if wanted.year is not None:
        begins, ends = fiscal_year_span(wanted.year)
        sessions = sessions.filter(starts_at__gte=begins, starts_at__lt=ends)
    return sessions


def to_come(now: datetime) -> Q:
    """Return what is not over yet; a date that is put off stays among what is to come."""
    return Q(ends_at__gt=now) | Q(state=DateState.POSTPONED, event__state=EventState.PUBLISHED)


def fiscal_years(*, past: bool, now: datetime) -> list[int]:
    """Return the fiscal years that the coming or the past sessions lie in, the nearest first."""
    first, last = _span(listed_sessions(Wanted(past=past), now=now))
    years = list(range(fiscal_year(first), fiscal_year(last) + 1)) if first and last else []
    return years[::-1] if past else years


@dataclass(frozen=True)
class DayRow:
    """A session, or one of its parts, on its day."""

    row: queries.SessionRow
    starts_at: datetime

    @property
    def event(self) -> Event:
        return self.row.event

    @property
    def session(self) -> Session:
        return self.row.session

    @property
    def part(self) -> Part | None:
        """Which part it is, None of a single meeting."""
        return next((each for each in parts_of(self.session) if each.starts_at == self.starts_at), None)

    @property
    def word(self) -> str:
        """How it stands: as its session, unless the part itself is off."""
        part = self.part
        return part.get_state_display() if part and not part.takes_place else self.row.state.word


@dataclass(frozen=True)
class MonthDay:
    """One cell of the month table; `word` names a public holiday or says that the centre is closed."""

    day: date
    in_month: bool
    is_today: bool
    is_off: bool
    word: str
    rows: Sequence[DayRow]
    notes: Sequence[Link]
    others: Sequence[OtherDate] = ()


@dataclass(frozen=True)
class MonthTable:
    """The weeks of one month, Sunday first, and the months to turn to where there is anything to see."""

    month: date
    weeks: Sequence[Sequence[MonthDay]]
    previous: date | None
    following: date | None


@dataclass(frozen=True)
class Turnable:
    """The first and the last month in which there is anything to see, or is today."""

    first: date
    last: date

    @property
    def years(self) -> list[int]:
        return list(range(fiscal_year(self.first), fiscal_year(self.last) + 1))


def turnable_months(others: Sequence[OtherDate] = (), *, now: datetime) -> Turnable:
    """Return through which months the table can be turned."""
    days = [timezone.localdate(now), *_span(public_sessions())]
    days += [timezone.localdate(each.starts_at) for each in others]
    known = [each for each in days if each]
    return Turnable(_month(min(known)), _month(max(known)))


def month_table(
    asked: date,
    centre: Centre,
    turnable: Turnable,
    *,
    wanted: Wanted = EVERYTHING,
    others: Sequence[OtherDate] = (),
    now: datetime,
) -> MonthTable:
    """Return the table of the month that a day lies in, or of the nearest one that can be turned to.

    Of a wanted fiscal year that is the nearest of its months.
    """
    today, earliest, latest = timezone.localdate(now), turnable.first, turnable.last
    if wanted.year is not None:
        begins, ends = (timezone.localdate(moment) for moment in fiscal_year_span(wanted.year))
        earliest, latest = max(earliest, _month(begins)), min(latest, _month(ends - ONE_DAY))
    month = min(max(_month(asked), earliest), latest)
    weeks = Calendar(SUNDAY).monthdatescalendar(month.year, month.month)
    sessions, notes = _happenings(weeks[0][0], weeks[-1][-1], replace(wanted, year=None), now=now)
    days = {
        day: MonthDay(
            day=day,
            in_month=day.month == month.month,
            is_today=day == today,
            is_off=day.month != month.month or not is_business_day(day, centre.hours.closures),
            word=_word(day, centre.hours.closures),
            rows=[DayRow(row, starts) for row in sessions for starts in _starts_on(day, row.session)],
            notes=notes.get(day, ()),
            others=[each for each in others if timezone.localdate(each.starts_at) == day],
        )
        for week in weeks
        for day in week
    }
    return MonthTable(
        month=month,
        weeks=[[days[day] for day in week] for week in weeks],
        previous=_month(month - ONE_DAY) if month > earliest else None,
        following=_month(month + 31 * ONE_DAY) if month < latest else None,
    )


def _happenings(
    first: date, last: date, wanted: Wanted, *, now: datetime
) -> tuple[list[queries.SessionRow], dict[date, list[Link]]]:
    """Return the sessions that touch these days, and what opens and closes on them, in words."""
    window = (midnight(first), midnight(last + ONE_DAY))
    held = Q(starts_at__lt=window[1], ends_at__gte=window[0])
    told = Q(event__deadline_at__range=window) | Q(event__opens_at__range=window)
    sessions = list(narrowed(public_sessions(), wanted).filter(held | told))
    load_parts(sessions)
    notes: dict[date, list[Link]] = {}
    for event in {session.event_id: session.event for session in sessions}.values():
        if event.state == EventState.PUBLISHED:
            for moment, word in ((event.opens_at, "受付開始"), (event.deadline_at, "申込の締切")):
                note = f"{word}　{event.title}", event.get_absolute_url()
                notes.setdefault(timezone.localdate(moment), []).append(note)
    return queries.session_rows(sessions, now=now), notes


def _starts_on(day: date, session: Session) -> list[datetime]:
    """Return when each meeting of a date begins that goes on on this day."""
    parts = parts_of(session) if session.state == DateState.PLANNED else []
    held: Sequence[Session | Part] = parts or [session]
    return [
        each.starts_at
        for each in held
        if timezone.localdate(each.starts_at) <= day <= timezone.localdate(each.ends_at)
    ]


def _word(day: date, closures: Closures) -> str:
    closed = "センター休み" if closures.includes(day) and day.weekday() not in closures.weekdays else ""
    return holiday_name(day) or closed


def _span(sessions: QuerySet[Session]) -> tuple[date | None, date | None]:
    ends = sessions.order_by().aggregate(first=Min("starts_at"), last=Max("starts_at"))
    return tuple(timezone.localdate(each) if each else None for each in (ends["first"], ends["last"]))  # type: ignore[return-value]  # -- two of them


def _month(day: date) -> date:
    return day.replace(day=1)


def midnight(day: date) -> datetime:
    """Return the first moment of a day, in local time."""
    return timezone.make_aware(datetime.combine(day, time.min))
