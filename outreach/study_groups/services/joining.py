"""An agency becomes a member by a link, a request or on paper, names who stands for it, and leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from directory.models import Agency, Membership
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.transactions import assert_in_transaction
from outreach.study_groups import letters, member_queries
from outreach.study_groups.access import is_joining_open
from outreach.study_groups.enums import Action, Joining, JoinWay, Place, RequestAnswer
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, Delegate, JoinRequest, MemberAgency

from .following import drop_for_who_left_in_transaction
from .sessions import call_off_for_in_transaction
from .steps import hold_in_transaction, tell_public_in_transaction
from .telling import tell_in_transaction

ALREADY = "この機関は、もう会員です。"
ASKED = "この機関からの申し込みが、もう届いています。返事をお待ちください。"
NOT_SO = "この会には、画面から入れません。世話人かセンターに、招待のリンクをたずねてください。"
NOT_OPEN = "この会は、いま会員を受け付けていません。"
ANSWERED = "この申し込みには、もう返事がしてあります。"
GONE = "この機関は、もう会員ではありません。"
ELSEWHERE = "この機関で働いている人を選んでください。"


@dataclass(frozen=True)
class Named:
    """Who stands for an agency, and whether the roster that other agencies read may name them."""

    person: Person
    place: Place = Place.DELEGATE
    is_shown: bool = False


def admit_in_transaction(
    community: Community, agency: Agency, named: Named | None, *, way: JoinWay, actor: User, now: datetime
) -> MemberAgency:
    """Make an agency a member from today, with its first delegate. The community must be held."""
    assert_in_transaction("admit")
    today = timezone.localdate(now)
    if MemberAgency.objects.not_over(today).filter(community=community, agency=agency).exists():
        raise GroupRefused(ALREADY)
    member = MemberAgency.objects.create(
        community=community, agency=agency, since=today, way=way, admitted_by=actor
    )
    if named is not None:
        name_in_transaction(member, named, actor=actor, today=today)
    community.requests.filter(agency=agency, answer="").update(
        answer=RequestAnswer.ACCEPTED, answered_by=actor, answered_at=now
    )
    tell_public_in_transaction(community)
    fields = [f"way:{way}", f"agency:{agency.public_id}"]
    chain.record("study_groups.admitted", actor=actor, subject=community, now=now, fields=fields)
    return member


def name_in_transaction(member: MemberAgency, named: Named, *, actor: User, today: date) -> Delegate:
    """Let somebody stand for an agency from today; whoever stood there before stands no more.

    Somebody who has another place there changes it. Raises GroupRefused for people of other agencies.
    """
    assert_in_transaction("name_delegate")
    if not Membership.objects.valid(today=today).filter(person=named.person, agency=member.agency).exists():
        raise GroupRefused(ELSEWHERE)
    standing = member.delegates.not_over(today)
    standing.filter(person=named.person).update(until=today)
    if named.place != Place.COLLEAGUE:
        standing.filter(place=named.place).update(until=today)
    return Delegate.objects.create(
        member=member,
        person=named.person,
        place=named.place,
        since=today,
        is_shown=named.is_shown,
        named_by=actor,
    )


@transaction.atomic(durable=True)
def join_by_link(
    *, key: UUID, membership: Membership, is_shown: bool, actor: User, now: datetime
) -> MemberAgency:
    """Let whoever holds the link join for the agency they act for, as its delegate. Raises GroupRefused."""
    community = Community.objects.select_for_update(no_key=True).filter(join_key=key).first()
    if community is None or not is_joining_open(community):
        raise GroupRefused(NOT_OPEN)
    named = Named(membership.person, is_shown=is_shown)
    return admit_in_transaction(community, membership.agency, named, way=JoinWay.LINK, actor=actor, now=now)


@transaction.atomic(durable=True)
def ask_to_join(
    *, community: Community, membership: Membership, words: str, is_shown: bool, actor: User, now: datetime
) -> MemberAgency | JoinRequest:
    """Join at once where the community lets agencies, else ask whoever runs it. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.ASK_TO_JOIN, actor=actor, now=now).community
    agency, today = membership.agency, timezone.localdate(now)
    if MemberAgency.objects.not_over(today).filter(community=held, agency=agency).exists():
        raise GroupRefused(ALREADY)
    if held.joining == Joining.INVITED:
        raise GroupRefused(NOT_SO)
    if held.joining == Joining.OPEN:
        named = Named(membership.person, is_shown=is_shown)
        return admit_in_transaction(held, agency, named, way=JoinWay.SELF, actor=actor, now=now)
    if held.requests.filter(agency=agency, answer="").exists():
        raise GroupRefused(ASKED)
    asked = JoinRequest.objects.create(
        community=held, agency=agency, asked_by=actor, asked_at=now, words=words, is_shown=is_shown
    )
    fields = [f"agency:{agency.public_id}"]
    chain.record("study_groups.asked_to_join", actor=actor, subject=held, now=now, fields=fields)
    tell_in_transaction(
        letters.asked_to_join(held, current_centre()),
        member_queries.who_answers(held, today=today),
        cause=f"study_groups.asked_to_join:{asked.pk}",
        now=now,
    )
    return asked


@transaction.atomic(durable=True)
def answer_request(
    *, request: JoinRequest, accept: bool, reason: str = "", actor: User, now: datetime
) -> JoinRequest:
    """Admit an agency that asked, with whoever asked as its delegate, or say why not. Raises GroupRefused."""
    held = hold_in_transaction(request.community, Action.ADMIT, actor=actor, now=now).community
    asked = _locked(request)
    if asked.answer:
        raise GroupRefused(ANSWERED)
    asked.answer = RequestAnswer.ACCEPTED if accept else RequestAnswer.REFUSED
    asked.answered_by, asked.answered_at, asked.reason = actor, now, reason
    asked.save(update_fields=["answer", "answered_by", "answered_at", "reason"])
    if accept:
        named = Named(asked.asked_by.person, is_shown=asked.is_shown)
        admit_in_transaction(held, asked.agency, named, way=JoinWay.REQUEST, actor=actor, now=now)
    else:
        chain.record("study_groups.refused", actor=actor, subject=held, now=now, fields=["answer"])
    told = letters.answered(held, reason, current_centre(), is_member=accept)
    address = member_queries.mail_of(asked.asked_by.person)
    cause = f"study_groups.answered:{asked.pk}"
    tell_in_transaction(told, [address] if address else [], cause=cause, now=now)
    return asked


def _locked(request: JoinRequest) -> JoinRequest:
    around = JoinRequest.objects.select_related("agency", "asked_by__person")
    return around.select_for_update(of=("self",)).get(pk=request.pk)


@transaction.atomic(durable=True)
def admit_on_paper(
    *, community: Community, agency: Agency, named: Named | None, actor: User, now: datetime
) -> MemberAgency:
    """Write down that an agency joined by paper, FAX or telephone; it may name its people later."""
    held = hold_in_transaction(community, Action.ADMIT, actor=actor, now=now).community
    return admit_in_transaction(held, agency, named, way=JoinWay.PAPER, actor=actor, now=now)


@transaction.atomic(durable=True)
def name_delegate(*, member: MemberAgency, named: Named, actor: User, now: datetime) -> Delegate:
    """Let an agency name who stands for it; only its own people do, or the centre. Raises GroupRefused."""
    _hold_for_agency(member, Action.NAME_PEOPLE, actor=actor, now=now)
    made = name_in_transaction(member, named, actor=actor, today=timezone.localdate(now))
    fields = [f"place:{named.place}"]
    chain.record("study_groups.named", actor=actor, subject=member.community, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def end_delegate(*, delegate: Delegate, actor: User, now: datetime) -> None:
    """Let somebody stand for their agency no more from today. Raises GroupRefused."""
    member = delegate.member
    _hold_for_agency(member, Action.NAME_PEOPLE, actor=actor, now=now)
    member.delegates.not_over(timezone.localdate(now)).filter(pk=delegate.pk).update(
        until=timezone.localdate(now)
    )
    drop_for_who_left_in_transaction(member.community, now=now)
    chain.record("study_groups.unnamed", actor=actor, subject=member.community, now=now, fields=["until"])


@transaction.atomic(durable=True)
def leave(*, member: MemberAgency, actor: User, now: datetime) -> None:
    """Let an agency be no member from today; its delegates and what it applied for end with it.

    Raises GroupRefused.
    """
    _hold_for_agency(member, Action.LEAVE, actor=actor, now=now)
    called_off = _end_in_transaction(member, actor=actor, now=now)
    fields = [f"agency:{member.agency.public_id}", f"applications:{called_off}"]
    chain.record("study_groups.left", actor=actor, subject=member.community, now=now, fields=fields)


@transaction.atomic(durable=True)
def end_membership(*, member: MemberAgency, actor: User, now: datetime) -> None:
    """Write down that an agency is no member any more, as it told whoever runs the community."""
    hold_in_transaction(member.community, Action.ADMIT, actor=actor, now=now)
    called_off = _end_in_transaction(member, actor=actor, now=now)
    fields = [f"agency:{member.agency.public_id}", f"applications:{called_off}"]
    chain.record("study_groups.ended", actor=actor, subject=member.community, now=now, fields=fields)


def _end_in_transaction(member: MemberAgency, *, actor: User, now: datetime) -> int:
    """End a membership and what it applied for; returns how many applications were called off."""
    assert_in_transaction("end_membership")
    today = timezone.localdate(now)
    ended = MemberAgency.objects.not_over(today).filter(pk=member.pk).update(until=today)
    if not ended:
        raise GroupRefused(GONE)
    member.delegates.not_over(today).update(until=today)
    called_off = call_off_for_in_transaction(member, actor=actor, now=now)
    drop_for_who_left_in_transaction(member.community, now=now)
    tell_public_in_transaction(member.community)
    return called_off


def _hold_for_agency(member: MemberAgency, action: Action, *, actor: User, now: datetime) -> None:
    """Hold the community for whoever may do this for this member; who speaks for another finds nothing."""
    standing = hold_in_transaction(member.community, action, actor=actor, now=now)
    if not standing.may_for(action, member.agency_id):
        raise GroupRefused(GONE)
