"""Reads for the screens of enrolments."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import Person

from .enums import EnrolmentState
from .models import AgencyCopy, Enrolment, EnrolmentQuerySet

# What asks for a decision comes first.
ORDER = (
    EnrolmentState.WAITING,
    EnrolmentState.CURRENT,
    EnrolmentState.COMING,
    EnrolmentState.AGENCY_CLOSED,
    EnrolmentState.OVER,
    EnrolmentState.ENDED,
)


@dataclass(frozen=True)
class EnrolmentGroup:
    state: EnrolmentState
    enrolments: list[Enrolment]


def enrolments_by_state(enrolments: EnrolmentQuerySet, *, today: date) -> list[EnrolmentGroup]:
    """Return the enrolments in groups by what they are today, those that wait for approval first."""
    rows = list(enrolments.select_related("person", "agency").order_by("person__name_kana", "id"))
    groups = [
        EnrolmentGroup(state, [row for row in rows if row.state(today=today) == state]) for state in ORDER
    ]
    return [group for group in groups if group.enrolments]


def people_enrolled(enrolments: EnrolmentQuerySet) -> QuerySet[Person]:
    """Return the people who have or had one of these enrolments, by their reading."""
    return Person.objects.filter(enrolments__in=enrolments).distinct().order_by("name_kana", "id")


def open_agencies(*, today: date) -> QuerySet[AgencyCopy]:
    """Return the agencies that are open on this day."""
    return AgencyCopy.objects.exclude(closed_on__lte=today)
