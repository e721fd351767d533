"""A seat that stayed empty goes to somebody of the line who stands at the door."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.attendance import waiting
from events.attendance.enums import FactKind, Means
from events.attendance.exceptions import DayRefused
from events.models import Session
from events.services.seats import lock_session_in_transaction, seat_in_transaction
from foundation.audit import chain

from .noting import note

NOBODY = "この方は、もう空きを待っていません。一覧を確かめてください。"
FULL = "空いている席が、もうありません。"


def seat_who_waits(*, session: Session, participant_id: int, actor: User, now: datetime) -> None:
    """Give a free seat to somebody who waits and is here, and write down that they came.

    Staff see who stands there: whoever of the line did not come is passed without losing their place. Two
    acts, each whole, as for a walk-in. Raises DayRefused.
    """
    _seat(session_id=session.pk, participant_id=participant_id, actor=actor, now=now)
    kind, means = FactKind.ARRIVED, Means.LIST
    note(session=session, participants=[participant_id], kind=kind, means=means, actor=actor, now=now)


@transaction.atomic(durable=True)
def _seat(*, session_id: int, participant_id: int, actor: User, now: datetime) -> None:
    session = lock_session_in_transaction(session_id)
    decision = waiting.may_seat(session, now=now)
    if not decision.allowed:
        raise DayRefused(decision.reason)
    person = waiting.waiting_people(session).filter(pk=participant_id).first()
    if person is None:
        raise DayRefused(NOBODY)
    if waiting.free_seats(session, now=now).get(person.way, 0) < 1:
        raise DayRefused(FULL)
    application = person.application
    application.session = session
    seat_in_transaction(application, {person.way: 1}, now=now, whom=[person.pk])
    chain.record("attendance.seated_from_line", actor=actor, subject=application, now=now)
