"""Who is expected at a community's meetings on a day: delegates of members, and whom rooms name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef

from directory.models import Membership
from outreach.study_groups.enums import Action, Capacity, Place
from outreach.study_groups.models import Community, Delegate, MemberAgency
from outreach.study_groups.naming import Naming
from outreach.study_groups.registries import OnTheRoll, roll_sources
from outreach.study_groups.rules import is_committee, may


def roll_of(community: Community, day: date) -> list[OnTheRoll]:
    """Return who is expected at a meeting, everybody once; whoever votes for one thing votes.

    Somebody who stands for two agencies stands and votes for both.
    """
    found: dict[int, OnTheRoll] = {}
    rows = [] if is_committee(community.kind) else list(_delegates(community, day))
    for source in roll_sources:
        rows += source(community, day)
    for each in rows:
        known = found.get(each.person)
        if known is None or (each.has_vote and not known.has_vote):
            found[each.person] = each
        elif each.has_vote and not set(each.seats) <= set(known.seats):
            seats, body = (*known.seats, *each.seats), f"{known.body}、{each.body}"
            found[each.person] = replace(known, seats=seats, body=body)
    return list(found.values())


def _delegates(community: Community, day: date) -> Iterable[OnTheRoll]:
    works = Membership.objects.valid(today=day).filter(
        person=OuterRef("person"), agency=OuterRef("member__agency")
    )
    people = (
        Delegate.objects.on(day)
        .filter(
            Exists(works),
            member__in=MemberAgency.objects.on(day).filter(community=community),
            place__in=[Place.DELEGATE, Place.DEPUTY],
            person__erased_at__isnull=True,
        )
        .select_related("person", "member__agency")
        .order_by("member__agency__folded_kana", "member", "-place", "pk")
    )
    votes = may(Action.VOTE, {Capacity.DELEGATE}, state=community.state, kind=community.kind)
    for each in people:
        yield OnTheRoll(
            person=each.person_id,
            name=each.person.name,
            body=each.member.agency.name,
            place=Place(each.place).label,
            has_vote=votes,
            seats=(each.member_id,),
        )


def as_named(roll: Iterable[OnTheRoll], naming: Naming) -> list[OnTheRoll]:
    """Return a roll without the names that may not be said to a reader."""
    return [each if naming.may_name(each.person) else replace(each, name="") for each in roll]


def seats_of(row: OnTheRoll, community: Community) -> list[object]:
    """Return what has one vote each: a member for all who stand for it, in committees each person."""
    if is_committee(community.kind) or not row.seats:
        return [f"person:{row.person}"]
    return list(row.seats)


def stands_as(row: OnTheRoll) -> str:
    """Return as what somebody is there, without their name: 委員（見本県医師会）."""
    return f"{row.place}（{row.body}）" if row.body else row.place
