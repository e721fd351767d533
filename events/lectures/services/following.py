"""A lecture goes along with its event: whoever moves, cancels or reinstates the one does it to the other."""

from datetime import datetime

from accounts.models import User
from events.enums import DateState, EventState, Way
from events.exceptions import EventRefused
from events.lectures import letters, links
from events.lectures.enums import RequestState
from events.lectures.models import LectureRequest, LecturerSlot
from events.models import Event, Session
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.transactions import assert_in_transaction

from .slots import move_in_transaction, release_in_transaction, span_of
from .telling import (
    dates_of,
    requester_part,
    tell_lecturers_in_transaction,
    tell_requester_in_transaction,
)

FOLLOWED = frozenset({RequestState.AGREED, RequestState.CANCELLED})

# Lecturers keep a day free, so there has to be one.
NEEDS_A_DAY = "出前講座は、日を決めずに延期できません。新しい日を書くか、中止にしてください。"


def follow_event(*, event: Event, actor: User | None, now: datetime) -> None:
    """Let the request of a changed event be as the event is, and tell requester and lecturers.

    Called inside the transaction that changes the event. Raises SlotIsTaken when somebody who goes is not
    free at the new time.
    """
    assert_in_transaction("follow_event")
    requests = LectureRequest.objects.select_for_update(no_key=True, of=("self",)).select_related("theme")
    request = requests.filter(event=event).first()
    session = event.sessions.first()
    if request is None or session is None or request.state not in FOLLOWED:
        return
    session.event = event
    if event.state == EventState.PUBLISHED and session.state != DateState.PLANNED:
        raise EventRefused(NEEDS_A_DAY)
    if event.state == EventState.CANCELLED:
        _called_off(request, session, actor=actor, now=now)
    elif request.state == RequestState.CANCELLED:
        _brought_back(request, session, actor=actor, now=now)
    else:
        _moved(request, session, actor=actor, now=now)


def _called_off(request: LectureRequest, session: Session, *, actor: User | None, now: datetime) -> None:
    if request.state == RequestState.CANCELLED:
        return
    request.reason = session.event.cancel_reason
    _set_state(request, RequestState.CANCELLED, now=now)
    release_in_transaction(request, now=now)
    letter = letters.cancelled(request, link=links.address(request), centre=current_centre())
    part = requester_part(request, session, now=now, cancels=True)
    cause = f"cancelled-{session.calendar_sequence}"
    tell_requester_in_transaction(request, letter, cause=cause, now=now, calendar=part)
    tell_lecturers_in_transaction(request, session, now=now, cancels=True)
    chain.record(
        "events.lecture_cancelled", actor=actor, subject=request, now=now, fields=["state", "reason"]
    )


def _brought_back(request: LectureRequest, session: Session, *, actor: User | None, now: datetime) -> None:
    request.reason = ""
    _copy_place(request, session)
    _set_state(request, RequestState.AGREED, now=now)
    move_in_transaction(request, span_of(session.starts_at, session.ends_at, request.travel))
    letter = letters.reinstated(
        request, dates=dates_of(session), link=links.address(request), centre=current_centre()
    )
    cause = f"reinstated-{session.calendar_sequence}"
    part = requester_part(request, session, now=now)
    tell_requester_in_transaction(request, letter, cause=cause, now=now, calendar=part)
    tell_lecturers_in_transaction(request, session, now=now)
    chain.record("events.lecture_reinstated", actor=actor, subject=request, now=now, fields=["state"])


def _moved(request: LectureRequest, session: Session, *, actor: User | None, now: datetime) -> None:
    slot = LecturerSlot.objects.taken().filter(request=request).first()
    before = (slot and slot.starts_at, slot and slot.ends_at, letters.where(request))
    _copy_place(request, session)
    if before == (session.starts_at, session.ends_at, letters.where(request)):
        return
    request.changed_at = now
    request.save(update_fields=["place", "address", "way", "changed_at"])
    move_in_transaction(request, span_of(session.starts_at, session.ends_at, request.travel))
    letter = letters.moved(
        request, dates=dates_of(session), link=links.address(request), centre=current_centre()
    )
    part = requester_part(request, session, now=now)
    cause = f"moved-{session.calendar_sequence}"
    tell_requester_in_transaction(request, letter, cause=cause, now=now, calendar=part)
    tell_lecturers_in_transaction(request, session, now=now)
    chain.record("events.lecture_moved", actor=actor, subject=request, now=now, fields=["place", "starts_at"])


def _copy_place(request: LectureRequest, session: Session) -> None:
    request.way = Way.VENUE if Way.VENUE in session.capacity else Way.ONLINE
    if request.way == Way.VENUE:
        request.place, request.address = session.venue, session.venue_address


def _set_state(request: LectureRequest, state: RequestState, *, now: datetime) -> None:
    request.state, request.state_since, request.changed_at = state, now, now
    request.save(update_fields=["state", "state_since", "changed_at", "reason", "place", "address", "way"])
