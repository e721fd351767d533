"""A line of the plan becomes a session: an event that members and guests alone read and answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from directory.models import Agency
from events.enums import ACTIVE_STATES, Admission, Audience, Channel, EventKind
from events.exceptions import EventRefused
from events.models import Application, Event, Session
from events.models.session import takes_place
from events.services.changing import call_off_in_transaction, locked_in_transaction
from events.services.publishing import (
    SessionPlan,
    cancel_event_in_transaction,
    create_event_in_transaction,
)
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.mail.services import drop_waiting_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.study_groups import letters, member_queries, queries
from outreach.study_groups.access import standing_in
from outreach.study_groups.enums import ASSOCIATIONS, Action, PlanState, SessionFormat
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.invitations import answers_over
from outreach.study_groups.models import Community, Guest, MemberAgency, PlanRow
from outreach.study_groups.registries import roll_sources
from outreach.study_groups.rules import is_in_year

from .steps import hold_in_transaction
from .telling import tell_in_transaction

KINDS = {SessionFormat.LECTURE: EventKind.LECTURE, SessionFormat.STUDY: EventKind.TRAINING}
NOT_APPROVED = "計画が承認されてから、案内できます。センター長に、承認を頼んでください。"
ANNOUNCED = "この回は、もう案内しています。"
NOT_ANNOUNCED = "先に、この回の日にちを決めて、案内してください。"
CALLED_OFF = "この回は、やめることになっています。"
OTHER_MONTH = "{}年度の日にちを選んでください。ほかの年度の回は、その年度の計画に書きます。"
NOT_TO_COME = "この回は、中止か延期になったか、もう終わりました。招くことはできません。"
IS_MEMBER = "この機関は、会員です。会員には、もう案内しています。"
NOT_INVITED = "この機関は、もう招いていません。"
WAS_HELD = "この回は、もう開きました。お招きは、取り消せません。"
MOST_TITLE = 80


@dataclass(frozen=True)
class Announcement:
    """When and where a session is held, how many may come, until when agencies answer."""

    starts_at: datetime
    ends_at: datetime
    deadline_at: datetime
    summary: str = ""
    venue: str = ""
    venue_address: str = ""
    venue_capacity: int | None = None
    online_url: str = ""
    online_capacity: int | None = None
    most_people: int = 5


@transaction.atomic(durable=True)
def announce(*, row: PlanRow, held_as: Announcement, actor: User, now: datetime) -> Event:
    """Make the session of a line: an event for those who are invited. Raises GroupRefused."""
    community = hold_in_transaction(row.plan.community, Action.HOLD_SESSION, actor=actor, now=now).community
    found = PlanRow.objects.select_for_update(of=("self",)).select_related("plan").get(pk=row.pk)
    _insist_on_open(found, held_as)
    number = queries.number_for(found, held_as.starts_at)
    event = create_event_in_transaction(
        details=_details(community, found, held_as, number, now),
        sessions=[_session(held_as)],
        publish=True,
        actor=actor,
        now=now,
    )
    found.event, found.number = event, number
    found.month = timezone.localdate(held_as.starts_at).replace(day=1)
    found.save(update_fields=["event", "number", "month"])
    told = tell_members(community, found, event, now)
    fields = [f"event:{event.number}", f"told:{told}"]
    chain.record("study_groups.announced", actor=actor, subject=community, now=now, fields=fields)
    return event


def tell_members(
    community: Community,
    row: PlanRow,
    event: Event,
    now: datetime,
    *,
    but: Collection[str] = (),
    version: str = "",
) -> int:
    """Write to who is expected, `but` those told before; returns how many.

    A `version` says after which change of the session this is, so that its letters are others.
    """
    session = _first(event)
    decides = row.format == SessionFormat.GENERAL_MEETING and community.kind in ASSOCIATIONS
    told = letters.announcement(community, event, session, current_centre(), decides=decides)
    addresses = set(addresses_to_tell(community, today=timezone.localdate(now))).difference(but)
    cause = f"study_groups.announced:{version or event.pk}"
    return tell_in_transaction(told, addresses, cause=cause, now=now, needed_by=event.deadline_at)


def addresses_to_tell(community: Community, *, today: date) -> list[str]:
    """Return where those read who are told of sessions: who stands for a member, and whom rooms expect.

    Of the latter only whoever may read sessions today: nobody who has not promised secrecy yet.
    """
    people = [each.person for each in member_queries.to_tell(community, today=today)]
    expected = {each.person for source in roll_sources for each in source(community, today)}
    people += [
        user.person
        for user in member_queries.users_of(expected)
        if standing_in(user, community, today=today).may(Action.READ_SESSION)
    ]
    return sorted({address for address in map(member_queries.mail_of, people) if address})


def _insist_on_open(row: PlanRow, held_as: Announcement) -> None:
    # The general meeting that is to approve a plan stands in that plan.
    is_early = row.plan.state == PlanState.DRAFT and row.format == SessionFormat.GENERAL_MEETING
    if row.plan.state != PlanState.APPROVED and not is_early:
        raise GroupRefused(NOT_APPROVED)
    if row.event_id is not None:
        raise GroupRefused(ANNOUNCED)
    if row.called_off_at is not None:
        raise GroupRefused(CALLED_OFF)
    if not is_in_year(timezone.localdate(held_as.starts_at), row.plan.fiscal_year):
        raise GroupRefused(OTHER_MONTH.format(row.plan.fiscal_year))


def _details(
    community: Community, row: PlanRow, held_as: Announcement, number: int, now: datetime
) -> dict[str, object]:
    return {
        "title": f"{community.name}　第{number}回「{row.theme}」"[:MOST_TITLE],
        "kind": KINDS.get(SessionFormat(row.format), EventKind.OTHER),
        "summary": held_as.summary,
        "audience": Audience.INVITED,
        "audience_text": f"{community.name}の会員",
        "fee": "無料",
        "opens_at": now,
        "deadline_at": held_as.deadline_at,
        "admission": Admission.FIRST_COME,
        "most_people": held_as.most_people,
    }


def _session(held_as: Announcement) -> SessionPlan:
    return SessionPlan(
        starts_at=held_as.starts_at,
        ends_at=held_as.ends_at,
        venue=held_as.venue,
        venue_address=held_as.venue_address,
        venue_capacity=held_as.venue_capacity,
        online_url=held_as.online_url,
        online_capacity=held_as.online_capacity,
    )


@transaction.atomic(durable=True)
def cancel_session(*, row: PlanRow, because: str, actor: User, now: datetime) -> Event:
    """Call off an announced session; events tell whoever applied.

    Raises GroupRefused, also once it was held.
    """
    community = hold_in_transaction(row.plan.community, Action.HOLD_SESSION, actor=actor, now=now).community
    event = PlanRow.objects.select_related("event").get(pk=row.pk).event
    if event is None:
        raise GroupRefused(NOT_ANNOUNCED)
    try:
        cancel_event_in_transaction(event=event, reason=because, actor=actor, now=now)
    except EventRefused as refused:
        raise GroupRefused(str(refused)) from None
    fields = [f"event:{event.number}"]
    chain.record("study_groups.session_cancelled", actor=actor, subject=community, now=now, fields=fields)
    return event


@transaction.atomic(durable=True)
def invite_guest(*, row: PlanRow, agency: Agency, words: str, actor: User, now: datetime) -> int | None:
    """Invite an agency that is no member to one session, and write to who keeps its account there.

    Returns how many people were written to; None where it was invited before. Raises GroupRefused, also for
    a member, and for a session that is over, off or put off.
    """
    community = hold_in_transaction(row.plan.community, Action.INVITE_GUEST, actor=actor, now=now).community
    event = PlanRow.objects.select_related("event").get(pk=row.pk).event
    if event is None:
        raise GroupRefused(NOT_ANNOUNCED)
    if not event.sessions.filter(takes_place(), ends_at__gt=now).exists():
        raise GroupRefused(NOT_TO_COME)
    if MemberAgency.objects.on(timezone.localdate(now)).filter(community=community, agency=agency).exists():
        raise GroupRefused(IS_MEMBER)
    guest, is_new = Guest.objects.get_or_create(
        event=event,
        agency=agency,
        defaults={"community": community, "words": words, "invited_by": actor, "invited_at": now},
    )
    if not is_new:
        return None
    told = tell_guest(guest, now)
    fields = [f"agency:{agency.public_id}", f"told:{told}"]
    chain.record("study_groups.invited", actor=actor, subject=community, now=now, fields=fields)
    return told


@transaction.atomic(durable=True)
def withdraw_guest(*, guest: Guest, actor: User, now: datetime) -> int:
    """Take an invitation back, with what that agency applied for; who applied is told as events do.

    A letter that waits does not leave. Returns how many applications were called off. Raises GroupRefused.
    """
    community = hold_in_transaction(guest.community, Action.INVITE_GUEST, actor=actor, now=now).community
    found = Guest.objects.select_related("agency").filter(pk=guest.pk).first()
    if found is None:
        raise GroupRefused(NOT_INVITED)
    if Session.objects.held(now).filter(event=found.event_id).exists():
        raise GroupRefused(WAS_HELD)
    drop_waiting_in_transaction(f"study_groups.invited:{found.event_id}:{found.pk}:", now=now)
    # Without the invitation: what is still a member's, or of somebody who stands there, stays.
    Guest.objects.filter(pk=found.pk).delete()
    mine = Application.objects.filter(
        agency=found.agency_id, session__event=found.event_id, state__in=ACTIVE_STATES
    ).select_related("session__event")
    left = [each for each in mine.order_by("session", "pk") if _is_left(community, each)]
    called_off = _call_off(left, actor=actor, now=now)
    fields = [f"agency:{found.agency.public_id}", f"applications:{called_off}"]
    chain.record("study_groups.uninvited", actor=actor, subject=community, now=now, fields=fields)
    return called_off


def tell_guest(guest: Guest, now: datetime, *, version: str = "") -> int:
    """Write to who keeps the account of an invited agency; returns how many."""
    session = _first(guest.event)
    told = letters.invitation(guest, session, current_centre())
    addresses = member_queries.addresses_at(guest.agency, today=timezone.localdate(now))
    cause = f"study_groups.invited:{guest.event_id}:{guest.pk}:{version}"
    return tell_in_transaction(told, addresses, cause=cause, now=now, needed_by=guest.event.deadline_at)


def guests_to_tell(event: Event, *, today: date) -> dict[Guest, list[str]]:
    """Return where those read who are told of a session that their agency is invited to."""
    return {each: member_queries.addresses_at(each.agency, today=today) for each in queries.guests_of(event)}


def _first(event: Event) -> Session:
    """Return the first date of an event."""
    return Session.objects.filter(event=event).earliest("starts_at", "pk")


def call_off_for_in_transaction(member: MemberAgency, *, actor: User, now: datetime) -> int:
    """Call off for which sessions to come a former member applied, unless it is their guest.

    As events do: who applied is told, and whoever waits moves up. Returns how many. The community must be
    held.
    """
    assert_in_transaction("call_off_for")
    invited = Guest.objects.filter(agency=member.agency_id).values("event")
    mine = Application.objects.filter(
        agency=member.agency_id,
        state__in=ACTIVE_STATES,
        session__starts_at__gt=now,
        session__event__plan_row__plan__community=member.community_id,
    ).exclude(session__event__in=invited)
    return _call_off(list(mine.order_by("session", "pk")), actor=actor, now=now)


def call_off_of_in_transaction(community: Community, person: Person, *, actor: User, now: datetime) -> int:
    """Call off for which sessions to come somebody applied who will not read them on their day any more.

    Not what is for a member agency or a guest: that is theirs. As events do; returns how many. The community
    must be held, and whatever ended must be written.
    """
    assert_in_transaction("call_off_of")
    mine = Application.objects.filter(
        typed_by__person=person,
        channel=Channel.WEB,
        state__in=ACTIVE_STATES,
        session__starts_at__gt=now,
        session__event__plan_row__plan__community=community,
    ).select_related("session__event")
    left = [each for each in mine.order_by("session", "pk") if _is_left(community, each)]
    return _call_off(left, actor=actor, now=now)


def _is_left(community: Community, application: Application) -> bool:
    event, day = application.session.event, timezone.localdate(application.session.starts_at)
    if application.pk not in answers_over(event, [application], day):
        return False
    members = MemberAgency.objects.on(day).filter(community=community, agency=application.agency_id)
    guests = Guest.objects.filter(event=event, agency=application.agency_id)
    return not members.exists() and not guests.exists()


def _call_off(found: list[Application], *, actor: User, now: datetime) -> int:
    # All sessions come before the audit chain, as everywhere.
    for application in found:
        locked_in_transaction(application)
    called_off = 0
    for application in found:
        # Read anew: what was called off before may have moved this one up.
        fresh = locked_in_transaction(application)
        if fresh.state in ACTIVE_STATES:
            call_off_in_transaction(fresh, actor=actor, now=now)
            called_off += 1
    return called_off
