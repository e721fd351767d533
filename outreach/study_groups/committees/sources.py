"""What appointments open, whom they make expected at meetings, and who owes a second factor for them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from outreach.study_groups.enums import Action, Capacity
from outreach.study_groups.models import Community
from outreach.study_groups.registries import Link, OnTheRoll
from outreach.study_groups.rules import is_committee, may

from . import queries
from .enums import CAPACITY_OF, Role
from .models import Appointment


def capacities(
    person: int, communities: Mapping[int, Community], day: date
) -> Iterable[tuple[int, Capacity]]:
    """Return as what somebody is appointed in which committees on a day, once they promised secrecy.

    One query, and none where no community is a committee.
    """
    committees = [pk for pk, each in communities.items() if is_committee(each.kind)]
    if not committees:
        return []
    rows = Appointment.objects.on(day).signed(day).filter(person=person, community__in=committees)
    return [(pk, CAPACITY_OF[Role(role)]) for pk, role in rows.values_list("community", "role")]


def expected(community: Community, day: date) -> Iterable[OnTheRoll]:
    """Return who is expected at a meeting on a day; observers and who has not promised never vote."""
    if not is_committee(community.kind):
        return []
    rows = Appointment.objects.on(day).filter(community=community).select_related("person", "seat")
    return [
        OnTheRoll(
            person=each.person_id,
            name=each.person.name,
            body=each.seat.body or each.seat.name,
            place=each.get_role_display(),
            has_vote=_may_vote(each, community) and each.signed_on is not None and each.signed_on <= day,
        )
        for each in rows
    ]


def _may_vote(appointment: Appointment, community: Community) -> bool:
    stands_as = {CAPACITY_OF[Role(appointment.role)]}
    return may(Action.VOTE, stands_as, state=community.state, kind=community.kind)


def trusts(person: int) -> QuerySet[Appointment]:
    """Return the running and coming terms of somebody: for these they show a second factor.

    The coming ones too, since secrecy may be promised for them already.
    """
    return Appointment.objects.not_over(timezone.localdate()).filter(person=person)


def promises_to_sign(person: int, day: date) -> Iterable[Link]:
    """Return where somebody who was appointed promises secrecy, before which nothing is open to them."""
    return [
        (
            f"{each.community.name}の委員の方へ：守秘の約束",
            reverse("group_committees:secrecy", args=[each.community.slug]),
        )
        for each in queries.unsigned_terms(person, today=day)
    ]
