"""Reads of the register: a year's activities, live or as they were locked, and what is left to do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet, Sum

from directory.finding.queries import areas_that_count, every_place
from directory.models import Agency, WelfareArea
from directory.models.agency import AgencyQuerySet
from foundation.activities.enums import ActivityKind
from foundation.japanese.dates import fiscal_year

from .counting import CountedActivity, CountedPresence, Difference, differences
from .enums import ActivityState
from .models import Activity, Evidence, LockedActivity, Presence, YearLock
from .rules import Places, state_of

UNCOUNTED = Q(is_off=True) | Q(counted_in__isnull=False) | ~Q(left_out_because="")


def last_day(year: int) -> date:
    """Return the last day of a fiscal year."""
    return date(year + 1, 3, 31)


def area_names(year: int, *, today: date) -> list[str]:
    """Return the names of the areas that count for a fiscal year."""
    return [each.name for each in areas_that_count(min(today, last_day(year)))]


def running_lock(year: int) -> YearLock | None:
    """Return the lock of a fiscal year, None while it is open."""
    locks = YearLock.objects.filter(fiscal_year=year, unlocked_at__isnull=True)
    return locks.select_related("locked_by__person").first()


def is_locked(year: int) -> bool:
    """Return whether a fiscal year is locked."""
    return YearLock.objects.filter(fiscal_year=year, unlocked_at__isnull=True).exists()


def locks_of(year: int) -> QuerySet[YearLock]:
    """Return the locks of a fiscal year, the latest first."""
    return YearLock.objects.filter(fiscal_year=year).select_related(
        "locked_by__person", "unlocked_by__person"
    )


def counted_now(year: int, *, today: date) -> list[CountedActivity]:
    """Return the activities of a fiscal year that were held and count, as they are now; three queries."""
    rows = Activity.objects.filter(fiscal_year=year, day__lte=today).exclude(UNCOUNTED)
    areas = areas_of_agencies(year, today=today)
    return [counted(each, areas) for each in _whole(rows)]


def counted_activities(year: int, *, today: date) -> list[CountedActivity]:
    """Return what counts in a fiscal year: as it was locked, or as it is now while the year is open.

    The one way by which reports, figures and papers reach the register.
    """
    lock = running_lock(year)
    return counted_now(year, today=today) if lock is None else locked_activities(lock)


def locked_activities(lock: YearLock) -> list[CountedActivity]:
    """Return the activities of a year as they were when it was locked."""
    facts = LockedActivity.objects.filter(lock=lock).values_list("facts", flat=True)
    return [CountedActivity.from_facts(each) for each in facts]


def differences_of(lock: YearLock, *, today: date) -> list[Difference]:
    """Return what would be reported otherwise now than when the year was locked."""
    return differences(locked_activities(lock), counted_now(lock.fiscal_year, today=today))


def _whole(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    presences = Presence.objects.select_related("agency__municipality").order_by("id")
    return rows.select_related("area").prefetch_related(Prefetch("presences", presences))


def areas_of_agencies(year: int, *, today: date) -> dict[str, str]:
    """Return the names of the areas that count for a fiscal year, by code of their municipalities."""
    areas = areas_that_count(min(today, last_day(year)))
    return {code: each.name for each in areas for code in each.codes}


def counted(activity: Activity, areas: dict[str, str]) -> CountedActivity:
    """Return an activity as it counts, with its presences; `areas` are names by code of municipality."""
    return CountedActivity(
        key=activity.pk,
        day=activity.day,
        kind=ActivityKind(activity.kind),
        title=activity.title,
        place=activity.place,
        area=activity.area.name if activity.area else "",
        organisers=activity.organisers,
        minutes=activity.minutes,
        staff_minutes=activity.staff_minutes or 0,
        cost=activity.cost or 0,
        result=activity.result,
        presences=tuple(
            CountedPresence(
                agency=each.agency_id,
                name=each.name,
                sector=each.sector,
                area=_area_of(each.agency, areas),
                people=each.people,
            )
            for each in activity.presences.all()
        ),
    )


def _area_of(agency: Agency | None, areas: dict[str, str]) -> str:
    return areas.get(agency.municipality.code, "") if agency and agency.municipality else ""


@dataclass(frozen=True)
class Line:
    """One activity in the list: its state, how many people and bodies, which evidence lies there."""

    row: Activity
    state: ActivityState
    people: int
    agencies: int
    evidence: int


def lines(activities: Iterable[Activity], *, today: date, locked: bool) -> list[Line]:
    """Return activities as lines, the latest first, in two queries however many they are."""
    keys = [each.pk for each in activities]
    rows = Activity.objects.filter(pk__in=keys).select_related("area", "counted_in")
    summed = rows.annotate(people_count=Sum("presences__people", default=0), agency_count=Count("presences"))
    proofs = dict(
        Evidence.objects.filter(activity__in=keys)
        .order_by()
        .values_list("activity")
        .annotate(kinds=Count("kind", distinct=True))
    )
    return [
        Line(
            each,
            state_of(each.facts(is_locked=locked), today=today),
            each.people_count,
            each.agency_count,
            proofs.get(each.pk, 0),
        )
        for each in summed.order_by("-day", "-pk")
    ]


def in_state(
    activities: QuerySet[Activity], state: ActivityState, *, today: date, locked: bool
) -> QuerySet[Activity]:
    """Keep the activities that stand so; `rules.state_of` says the same of one."""
    if locked:
        return activities if state == ActivityState.LOCKED else activities.none()
    held = ~UNCOUNTED & Q(day__lte=today)
    checked, recorded = Q(checked_at__isnull=False), Q(recorded_at__isnull=False)
    meant = {
        ActivityState.LEFT_OUT: UNCOUNTED,
        ActivityState.PLANNED: ~UNCOUNTED & Q(day__gt=today),
        ActivityState.HELD: held & ~recorded,
        ActivityState.RECORDED: held & recorded & ~checked,
        ActivityState.CHECKED: held & checked,
    }
    return activities.filter(meant[state]) if state in meant else activities.none()


def activities_of(year: int) -> QuerySet[Activity]:
    """Return all activities of a fiscal year, the latest first."""
    return Activity.objects.filter(fiscal_year=year).order_by("-day", "-pk")


def states_of(year: int, *, today: date) -> Counter[ActivityState]:
    """Return how many activities of a fiscal year stand how."""
    locked = is_locked(year)
    return Counter(state_of(each.facts(is_locked=locked), today=today) for each in activities_of(year))


def years(*, today: date) -> list[int]:
    """Return the fiscal years with activities, this one too, the latest first."""
    found = Activity.objects.aggregate(first=Min("fiscal_year"), last=Max("fiscal_year"))
    this = fiscal_year(today)
    return list(range(max(found["last"] or this, this), min(found["first"] or this, this) - 1, -1))


def places(day: date) -> Places:
    """Return the areas that count on a day, as sources' rows are placed in them."""
    areas = areas_that_count(day)
    return Places({code: each.key for each in areas for code in each.codes}, every_place())


def areas_to_choose(day: date) -> QuerySet[WelfareArea]:
    """Return the areas in which something may have taken place."""
    return WelfareArea.objects.filter(pk__in=[each.key for each in areas_that_count(day)]).order_by("id")


def open_agencies(day: date) -> AgencyQuerySet:
    """Return the agencies that may have been there."""
    return Agency.objects.current(today=day)


@dataclass(frozen=True)
class Waiting:
    """What the desk has to do this fiscal year and the one before: record, check."""

    to_record: int
    to_check: int
    oldest: date | None


def waiting(*, today: date) -> Waiting:
    """Return what waits, in one query."""
    this = fiscal_year(today)
    open_ones = Activity.objects.filter(fiscal_year__in=[this - 1, this], day__lte=today).exclude(UNCOUNTED)
    unlocked = open_ones.exclude(
        fiscal_year__in=YearLock.objects.filter(unlocked_at__isnull=True).values("fiscal_year")
    )
    counted_up = unlocked.aggregate(
        to_record=Count("pk", filter=Q(recorded_at__isnull=True)),
        to_check=Count("pk", filter=Q(recorded_at__isnull=False, checked_at__isnull=True)),
        oldest=Min("day", filter=Q(recorded_at__isnull=True)),
    )
    return Waiting(**counted_up)


def year_is_over(year: int, *, today: date) -> bool:
    """Return whether a fiscal year has ended."""
    return today > last_day(year)


NEAR_DAYS = 31


def near(activity: Activity) -> QuerySet[Activity]:
    """Return the activities that this one may be the same as: those that count, within a month of its day."""
    span = timedelta(days=NEAR_DAYS)
    rows = Activity.objects.filter(day__gte=activity.day - span, day__lte=activity.day + span)
    return rows.exclude(UNCOUNTED).exclude(pk=activity.pk)
