"""Who reads the sessions of communities and answers them; events ask this of what is not public."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from accounts.access import Visitor
from accounts.models import User
from directory.models import Agency
from events.enums import Channel
from events.invited import Expected
from events.models import Application, Event, Session

from . import member_queries, rules
from .access import Standing, standing_in, standings
from .enums import Action, Capacity
from .models import Community, Guest, PlanRow

ONLY_THE_SEATED = (
    "この回に出席できるのは、委員とオブザーバーの席についている方だけです。"
    "席についている方のお名前を選んでください。ほかの方が出席するときは、事務局におたずねください。"
)


def readable_sessions(visitor: Visitor, events: Collection[int]) -> set[int]:
    """Return which of these events, by id, are sessions that a visitor reads today.

    As many queries for many as for one.
    """
    rows = PlanRow.objects.filter(event__in=events).select_related("plan__community")
    held_by = {row.event_id: row.plan.community for row in rows if row.event_id is not None}
    found = {
        each.community.pk: each for each in standings(visitor, held_by.values(), today=timezone.localdate())
    }
    read = {event for event, each in held_by.items() if found[each.pk].may(Action.READ_SESSION)}
    as_guests = [event for event, each in held_by.items() if event not in read and _lets_guests_read(each)]
    acting = {agency for each in found.values() for agency in each.acting}
    if not as_guests or not acting:
        return read
    invited = Guest.objects.filter(event__in=as_guests, agency__in=acting)
    return read | set(invited.values_list("event", flat=True))


def _lets_guests_read(community: Community) -> bool:
    return rules.may(Action.READ_SESSION, {Capacity.GUEST}, state=community.state, kind=community.kind)


def expected_agencies(visitor: Visitor, event: Event) -> tuple[int, ...]:
    """Return the agencies for which a visitor may say who comes to a session of a community."""
    community, today = _community_of(event), timezone.localdate()
    if community is None:
        return ()
    standing = standing_in(visitor, community, today=today, event=event)
    return standing.comes_for if standing.may(Action.ANSWER_SESSION) else ()


def who_comes_by_name(session: Session, agency: Agency | None) -> Expected | None:
    """Return who may be put down for a session of a committee: who holds a seat there on its day, by name.

    In an agency's name those of them who work there. A guest agency sends whom it likes. None for other
    communities: a member agency sends whom it likes.
    """
    community, day = _community_of(session.event), timezone.localdate(session.starts_at)
    if community is None or not rules.is_committee(community.kind):
        return None
    if agency is not None and Guest.objects.filter(event=session.event_id, agency=agency).exists():
        return Expected(None)
    return Expected(tuple(member_queries.on_the_roll(community, agency, day=day)), ONLY_THE_SEATED)


def answers_over(event: Event, applications: Collection[Application], today: date) -> set[int]:
    """Return which applications for a session, by id, are of somebody who does not read it on a day.

    On the web that is who sent it; what came on paper is its agency's, and holds while that is a member or a
    guest, or one of its people stands there. The centre's own word holds where it named no known agency.
    """
    community = _community_of(event)
    if community is None:
        return set()
    senders = {each.typed_by_id for each in applications if each.typed_by_id and _is_by_a_person(each)}
    users = User.objects.filter(pk__in=senders).select_related("person") if senders else []
    readers = {user.pk for user in users if _reads(standing_in(user, community, today=today, event=event))}
    asked = {each.agency_id for each in applications if not _is_by_a_person(each) and each.agency_id}
    there = member_queries.agencies_there(community, event, asked, today=today) if asked else set()
    return {
        each.pk
        for each in applications
        if (_is_by_a_person(each) and each.typed_by_id not in readers)
        or (not _is_by_a_person(each) and each.agency_id is not None and each.agency_id not in there)
    }


def _is_by_a_person(application: Application) -> bool:
    return application.channel == Channel.WEB and application.typed_by_id is not None


def _reads(standing: Standing) -> bool:
    return standing.may(Action.READ_SESSION)


def _community_of(event: Event) -> Community | None:
    return Community.objects.filter(plans__rows__event=event).first()
