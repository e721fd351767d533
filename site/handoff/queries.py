"""Reads for the screens of enrolments."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from accounts.models import Person
from foundation.centre.queries import current_centre
from foundation.japanese.text import fold

from .enums import ENROLLING_ROLES, EnrolmentState
from .models import AgencyCopy, Enrolment, EnrolmentQuerySet

# So many agencies can be looked through; whoever finds more is asked for another word.
MOST_FOUND = 20
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


def possible_approvers(enrolment: Enrolment, *, today: date) -> list[Enrolment]:
    """Return who may approve this enrolment now: neither its proposer nor the person, each once."""
    found = (
        Enrolment.objects.valid(today=today)
        .filter(role__in=ENROLLING_ROLES, person__user__is_active=True)
        .exclude(person=enrolment.person)
        .exclude(person__user=enrolment.invited_by)
    )
    return list(found.select_related("person__user").order_by("person__name_kana", "id"))


def waiting_for_approval(*, today: date) -> int:
    """Return how many enrolments wait for a second person."""
    rows = Enrolment.objects.filter(approved_at__isnull=True, ended_at__isnull=True, valid_until__gte=today)
    return rows.count()


def people_enrolled(enrolments: EnrolmentQuerySet) -> QuerySet[Person]:
    """Return the people who have or had one of these enrolments, by their reading."""
    return Person.objects.filter(enrolments__in=enrolments).distinct().order_by("name_kana", "id")


def other_agencies(*, today: date) -> QuerySet[AgencyCopy]:
    """Return the open agencies besides ourselves: the public register of agencies holds our centre too."""
    return open_agencies(today=today).exclude(name=current_centre().name)


def agencies_found(agencies: QuerySet[AgencyCopy], *, words: str) -> list[AgencyCopy]:
    """Return the first agencies whose name, number and address hold each of these words; none without any."""
    wanted = [fold(word) for word in words.split()]
    if not wanted:
        return []
    found = (
        each
        for each in agencies.order_by("name", "address", "id")
        if all(word in fold(f"{each.name} {each.address} {each.public_id}") for word in wanted)
    )
    return list(islice(found, MOST_FOUND))


def open_agencies(*, today: date) -> QuerySet[AgencyCopy]:
    """Return the agencies that are open on this day."""
    return AgencyCopy.objects.exclude(closed_on__lte=today)
