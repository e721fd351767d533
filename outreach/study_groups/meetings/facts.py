"""What meetings know of lines of a plan: the day on which one was held, and how many of the roll came."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, F, OuterRef, Subquery

from outreach.study_groups.models import Community, MemberAgency
from outreach.study_groups.registries import Came, RowFacts
from outreach.study_groups.rules import is_committee

from .enums import PRESENT
from .models import Attendance


def held_lines() -> RowFacts:
    """Return the day written on the meeting, and how many its list of attendance has; nothing without one."""
    came = Attendance.objects.filter(meeting__row=OuterRef("pk"), presence__in=PRESENT).order_by()
    counted = came.values("meeting").annotate(count=Count("pk")).values("count")
    return RowFacts(F("meeting__held_on"), Subquery(counted))


def who_came(community: Community, year: int) -> Mapping[int, Came]:
    """Return who came to the meetings of a year that were held, by line of the plan, in two queries."""
    there = Attendance.objects.filter(
        presence__in=PRESENT,
        meeting__held_on__isnull=False,
        meeting__row__plan__community=community,
        meeting__row__plan__fiscal_year=year,
    )
    members = MemberAgency.objects.filter(community=community)
    agency_of = {} if is_committee(community.kind) else dict(members.values_list("pk", "agency"))
    days, people = dict[int, date](), defaultdict[int, set[int]](set)
    agencies = defaultdict[int, set[int]](set)
    for row, day, person, seats in there.values_list("meeting__row", "meeting__held_on", "person", "seats"):
        if day is not None:
            days[row] = day
            agencies[row] |= {agency_of[each] for each in seats if each in agency_of}
            if person is not None:  # forgotten
                people[row].add(person)
    return {row: Came(day, frozenset(people[row]), frozenset(agencies[row])) for row, day in days.items()}
