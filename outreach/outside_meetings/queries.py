"""Reads of outside meetings: visits of a year, which areas they reached, what is left to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from accounts.models import Person, User
from directory.finding.queries import areas_that_count
from directory.models import Agency, Municipality, WelfareArea
from foundation.japanese.dates import fiscal_year

from .enums import OUTSIDE_DESK_ROLES, AttendanceState, MeetingKind
from .models import Attendance, Contact, Explainer, OutsideMeeting
from .rules import Attended, Coverage, coverage_of, days_of, is_late, state_of


def meetings() -> QuerySet[OutsideMeeting]:
    """Return all meetings with how often the centre was there."""
    came = Count("attendances", filter=Q(attendances__attended_at__isnull=False))
    return OutsideMeeting.objects.select_related("host", "area", "municipality").annotate(came=came)


@dataclass(frozen=True)
class VisitLine:
    """One visit with its state, who went, and whom the centre came to know."""

    row: Attendance
    state: AttendanceState
    is_late: bool
    people: tuple[str, ...]
    contacts: tuple[str, ...]


def visits_of_year(year: int) -> QuerySet[Attendance]:
    """Return the visits of a fiscal year, planned ones too."""
    first, last = days_of(year)
    return Attendance.objects.filter(day__gte=first, day__lte=last)


def visit_lines(visits: QuerySet[Attendance], *, today: date) -> list[VisitLine]:
    """Return visits as lines, the latest first, in three queries however many they are."""
    rows = visits.select_related("meeting__host", "meeting__area", "meeting__municipality").prefetch_related(
        Prefetch("explainers", Explainer.objects.select_related("person")),
        Prefetch("contacts", Contact.objects.select_related("agency")),
    )
    return [
        VisitLine(
            each,
            state_of(each.visit),
            is_late(each.visit, today),
            tuple(one.words for one in each.explainers.all()),
            tuple(str(one) for one in each.contacts.all()),
        )
        for each in rows.order_by("-day", "-pk")
    ]


def visit_line(visit: Attendance, *, today: date) -> VisitLine:
    """Return one visit as a line."""
    [line] = visit_lines(Attendance.objects.filter(pk=visit.pk), today=today)
    return line


def counted_on(year: int, today: date) -> date:
    """Return the day whose areas count for a fiscal year: its last, or today while it runs."""
    first, last = days_of(year)
    return min(max(today, first), last)


def coverage(year: int, *, today: date) -> Coverage:
    """Return which areas the visits of a fiscal year reached; areas are those of `counted_on`."""
    areas = areas_that_count(counted_on(year, today))
    by_code = {code: each.key for each in areas for code in each.codes}
    rows = visits_of_year(year).filter(attended_at__isnull=False)
    facts = rows.values_list("meeting__kind", "day", "meeting__area", "meeting__municipality__code")
    attended = [
        Attended(MeetingKind(kind), day, area if code is None else by_code.get(code))
        for kind, day, area, code in facts
    ]
    return coverage_of({each.key: each.name for each in areas}, attended)


def years_with_visits(*, today: date) -> list[int]:
    """Return the fiscal years from the first visit to this one, the latest first."""
    first = Attendance.objects.aggregate(first=Min("day"))["first"] or today
    return list(range(fiscal_year(today), min(fiscal_year(first), fiscal_year(today)) - 1, -1))


@dataclass(frozen=True)
class Waiting:
    """What the desk has to do: visits to write down, things to follow up, and how many of these are late."""

    to_write: int
    to_follow_up: int
    late: int


def waiting(*, today: date) -> Waiting:
    """Return what waits, in one query."""
    late = Q(attended_at__isnull=False, followed_up_on__isnull=True, follow_up_by__lt=today)
    counted = Attendance.objects.aggregate(
        to_write=Count("pk", filter=Q(attended_at__isnull=True, called_off_because="", day__lt=today)),
        to_follow_up=Count(
            "pk",
            filter=Q(attended_at__isnull=False, followed_up_on__isnull=True, follow_up_by__isnull=False),
        ),
        late=Count("pk", filter=late),
    )
    return Waiting(**counted)


def staff_people(visit: Attendance | None = None) -> list[Person]:
    """Return who of the centre may go; of a visit also who went and works here no more."""
    staff = User.objects.filter(is_active=True, groups__name__in=OUTSIDE_DESK_ROLES)
    went = Explainer.objects.filter(attendance=visit)
    able = Q(pk__in=staff.values("person"), merged_into__isnull=True) | Q(pk__in=went.values("person"))
    people = Person.objects.filter(able)
    return list(people.filter(erased_at__isnull=True).order_by("name_kana", "name", "pk"))


def areas_to_choose(day: date) -> QuerySet[WelfareArea]:
    """Return the areas that a meeting may be of."""
    keys = [each.key for each in areas_that_count(day)]
    return WelfareArea.objects.filter(pk__in=keys).order_by("id")


def municipalities_to_choose(day: date) -> QuerySet[Municipality]:
    """Return the municipalities of those areas."""
    codes = [code for each in areas_that_count(day) for code in each.codes]
    return Municipality.objects.valid(today=day).filter(code__in=codes)


def open_agencies(day: date) -> QuerySet[Agency]:
    """Return the agencies that may be named."""
    return Agency.objects.current(today=day)


def people_in(attendance: Attendance) -> list[int]:
    """Return the people who went, by id."""
    return list(attendance.explainers.values_list("person", flat=True))


def themes_of(attendance: Attendance) -> dict[int, str]:
    """Return what those explained who explained something of their own, by person."""
    return dict(attendance.explainers.exclude(theme="").values_list("person", "theme"))


def contacts_of(attendance: Attendance) -> QuerySet[Contact]:
    """Return whom the centre came to know at a visit."""
    return attendance.contacts.select_related("agency")


def in_the_feed() -> Iterable[Attendance]:
    """Return the visits whose meeting may stand in the public feed."""
    return Attendance.objects.filter(meeting__is_public=True).select_related("meeting").order_by("day", "pk")
