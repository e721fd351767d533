"""From a request to a lecture: checking, a date offered and answered, agreed, held, reported; or an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.enums import Admission, Audience, EventKind, Way
from events.lectures import letters, links, queries, rules
from events.lectures.enums import ProposalState, RequestState, Standing
from events.lectures.exceptions import RequestRefused
from events.lectures.models import LectureRequest, Proposal
from events.services.publishing import (
    SessionPlan,
    cancel_event_in_transaction,
    create_event_in_transaction,
)
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.decision import Decision

from .asking import lock_request_in_transaction
from .slots import (
    Team,
    book_in_transaction,
    move_in_transaction,
    refusals_in_words,
    release_in_transaction,
    span_of,
)
from .telling import tell_agreed_in_transaction, tell_lecturers_in_transaction, tell_requester_in_transaction

TITLE = 80


@dataclass(frozen=True)
class PlannedLecture:
    """A date with its team. `despite` goes on on a day off; `agrees` says that it is agreed already."""

    starts_at: datetime
    minutes: int
    travel: int
    team: Team
    words: str = ""
    despite: bool = False
    agrees: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@transaction.atomic(durable=True)
def start_checking(*, request: LectureRequest, actor: User, now: datetime) -> None:
    """Say that somebody works on it, so that nobody else begins. Raises RequestRefused."""
    request = _locked(request, "check", by=rules.STAFF)
    _enter(request, RequestState.CHECKING, now=now)
    chain.record("events.lecture_checking", actor=actor, subject=request, now=now, fields=["state"])


@refusals_in_words()
@transaction.atomic(durable=True)
def propose_date(*, request: LectureRequest, offer: PlannedLecture, actor: User, now: datetime) -> Proposal:
    """Offer a date and hold everybody's time for it; one that was agreed by phone becomes an event at once.

    A date offered before is withdrawn. Raises RequestRefused and SlotIsTaken.
    """
    request = _locked(request, "propose", by=rules.STAFF)
    insist(rules.may_be_in_future(offer.starts_at, now))
    request.travel = offer.travel if request.way == Way.VENUE else 0
    request.minutes = offer.minutes
    span = span_of(offer.starts_at, offer.ends_at, request.travel)
    book_in_transaction(request, offer.team, span, standing=Standing.HELD, despite=offer.despite)
    request.proposals.filter(state=ProposalState.OPEN).update(state=ProposalState.WITHDRAWN, answered_at=now)
    proposal = Proposal.objects.create(
        request=request,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        words=offer.words,
        proposed_at=now,
        proposed_by=actor,
    )
    _enter(request, RequestState.PROPOSED, "travel", "minutes", now=now)
    if offer.agrees:
        _agree(request, proposal, actor=actor, now=now)
    else:
        letter = letters.proposed(
            request,
            dates=letters.when(proposal.starts_at, proposal.ends_at),
            words=proposal.words,
            link=links.address(request),
            centre=current_centre(),
        )
        tell_requester_in_transaction(request, letter, cause=f"proposed-{proposal.pk}", now=now)
    chain.record("events.lecture_proposed", actor=actor, subject=request, now=now, fields=["proposal"])
    return proposal


@refusals_in_words()
@transaction.atomic(durable=True)
def accept_proposal(
    *, request: LectureRequest, proposal_id: int, actor: User | None, by: str, now: datetime
) -> None:
    """Agree to the date that was offered and read. Raises RequestRefused when it is another one by now."""
    request = _locked(request, "accept", by=by)
    proposal = queries.open_proposal(request)
    if proposal is None or proposal.pk != proposal_id:
        raise RequestRefused(rules.MOVES["accept"].refusal)
    decision = rules.may_agree(proposal.starts_at, now)
    if not decision.allowed:
        raise RequestRefused(decision.reason)
    _agree(request, proposal, actor=actor, now=now)


@transaction.atomic(durable=True)
def ask_for_another_date(
    *, request: LectureRequest, proposal_id: int, words: str, actor: User | None, by: str, now: datetime
) -> None:
    """Refuse the date that was offered and say which would do; everybody's time is given back.

    Raises RequestRefused.
    """
    request = _locked(request, "counter", by=by)
    proposal = queries.open_proposal(request)
    if proposal is None or proposal.pk != proposal_id:
        raise RequestRefused(rules.MOVES["counter"].refusal)
    _answer(proposal, ProposalState.REFUSED, now=now)
    release_in_transaction(request, now=now)
    request.counter_text = words
    request.answer_by = queries.answer_by(timezone.localdate(now))
    _enter(request, RequestState.COUNTERED, "counter_text", "answer_by", now=now)
    chain.record("events.lecture_countered", actor=actor, subject=request, now=now, fields=["counter_text"])


@transaction.atomic(durable=True)
def decline_request(*, request: LectureRequest, reason: str, actor: User, now: datetime) -> None:
    """Say no with a reason that the requester reads. Raises RequestRefused."""
    request = _locked(request, "decline", by=rules.STAFF)
    _withdraw(request, now=now)
    request.reason = reason
    _enter(request, RequestState.DECLINED, "reason", now=now)
    letter = letters.declined(request, link=links.address(request), centre=current_centre())
    tell_requester_in_transaction(request, letter, cause="declined", now=now)
    chain.record("events.lecture_declined", actor=actor, subject=request, now=now, fields=["reason"])


@transaction.atomic(durable=True)
def cancel_request(
    *, request: LectureRequest, reason: str, actor: User | None, by: str, now: datetime
) -> None:
    """Call a request off; an agreed one by cancelling its event, which keeps its number.

    Raises RequestRefused.
    """
    request = lock_request_in_transaction(request.pk)
    session = queries.session_of(request)
    insist(rules.may_cancel(request.state, starts_at=session.starts_at if session else None, now=now, by=by))
    if request.event is not None and request.state == RequestState.AGREED:
        told = reason or "依頼された方のご都合により、取りやめました。"
        cancel_event_in_transaction(event=request.event, reason=told, actor=actor, now=now)
        return
    _withdraw(request, now=now)
    request.reason = reason
    _enter(request, RequestState.CANCELLED, "reason", now=now)
    letter = letters.cancelled(request, link=links.address(request), centre=current_centre())
    tell_requester_in_transaction(request, letter, cause="cancelled", now=now)
    chain.record(
        "events.lecture_cancelled", actor=actor, subject=request, now=now, fields=["state", "reason"]
    )


@transaction.atomic(durable=True)
def mark_held(*, request: LectureRequest, people: int, actor: User, now: datetime) -> None:
    """Write down that a lecture was held and how many came. Raises RequestRefused before it is over."""
    request = _locked(request, "hold", by=rules.STAFF)
    session = queries.session_of(request)
    assert session is not None
    insist(rules.may_mark_held(request.state, ends_at=session.ends_at, now=now))
    request.people_came = people
    _enter(request, RequestState.HELD, "people_came", now=now)
    chain.record("events.lecture_held", actor=actor, subject=request, now=now, fields=["people_came"])


@transaction.atomic(durable=True)
def report_lecture(*, request: LectureRequest, report: str, actor: User, now: datetime) -> None:
    """Write down how a lecture went; the request is done with that. Raises RequestRefused."""
    request = _locked(request, "report", by=rules.STAFF)
    request.report = report
    _enter(request, RequestState.REPORTED, "report", now=now)
    chain.record("events.lecture_reported", actor=actor, subject=request, now=now, fields=["report"])


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises RequestRefused with its reason."""
    if not decision.allowed:
        raise RequestRefused(decision.reason)


def _locked(request: LectureRequest, move: str, *, by: str) -> LectureRequest:
    locked = lock_request_in_transaction(request.pk)
    insist(rules.may_move(locked.state, move, by=by))
    return locked


def _enter(request: LectureRequest, state: RequestState, *fields: str, now: datetime) -> None:
    request.state, request.state_since, request.changed_at = state, now, now
    request.save(update_fields=["state", "state_since", "changed_at", *fields])


def _answer(proposal: Proposal, state: ProposalState, *, now: datetime) -> None:
    proposal.state, proposal.answered_at = state, now
    proposal.save(update_fields=["state", "answered_at"])


def _withdraw(request: LectureRequest, *, now: datetime) -> None:
    request.proposals.filter(state=ProposalState.OPEN).update(state=ProposalState.WITHDRAWN, answered_at=now)
    release_in_transaction(request, now=now)


def _agree(request: LectureRequest, proposal: Proposal, *, actor: User | None, now: datetime) -> None:
    """Make the event, fix everybody's time, tell requester and lecturers."""
    _answer(proposal, ProposalState.ACCEPTED, now=now)
    event = create_event_in_transaction(
        details={
            "title": f"出前講座「{request.subject}」"[:TITLE],
            "subtitle": request.host[:TITLE],
            "kind": EventKind.LECTURE,
            "audience": Audience.INVITED,
            "admission": Admission.FIRST_COME,
            "audience_text": request.audience[:TITLE],
            "opens_at": now,
            "deadline_at": proposal.starts_at,
        },
        sessions=[_plan(request, proposal)],
        publish=True,
        actor=actor,
        now=now,
    )
    request.event = event
    session = event.sessions.get()
    session.event = event
    _enter(request, RequestState.AGREED, "event", now=now)
    move_in_transaction(request, span_of(proposal.starts_at, proposal.ends_at, request.travel))
    tell_agreed_in_transaction(request, session, now=now)
    tell_lecturers_in_transaction(request, session, now=now)
    chain.record("events.lecture_agreed", actor=actor, subject=request, now=now, fields=["state", "event"])


def _plan(request: LectureRequest, proposal: Proposal) -> SessionPlan:
    at_venue = request.way == Way.VENUE
    return SessionPlan(
        starts_at=proposal.starts_at,
        ends_at=proposal.ends_at,
        venue=request.place if at_venue else "",
        venue_address=request.address if at_venue else "",
        venue_capacity=request.people if at_venue else None,
        online_capacity=None if at_venue else request.people,
    )
