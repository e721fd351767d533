"""Somebody stands at the door without an application."""

from datetime import datetime

from accounts.models import User
from events.attendance.enums import FactKind, Means
from events.attendance.exceptions import DayRefused
from events.exceptions import SeatsAreGone
from events.models import Application, Session
from events.services.applying import ApplicationRequest, apply_for_event

from .noting import note

FULL = (
    "席が足りないので、受け付けませんでした。人数を減らすか、研修・行事の「変更する」で席を増やしてください。"
)


def take_walk_in(*, session: Session, request: ApplicationRequest, actor: User, now: datetime) -> Application:
    """Take an application at the door and write down that its people are here.

    The seats are those of every application; there is no line at the door. Two acts, each whole: if the
    second fails, the people have their seats and stand on the list. Raises DayRefused when seats are lacking,
    and what `apply_for_event` raises.
    """
    try:
        application = apply_for_event(
            session_id=session.pk, request=request, actor=actor, by_staff=True, now=now
        )
    except SeatsAreGone as gone:
        raise DayRefused(FULL) from gone
    people = application.participants.values_list("pk", flat=True)
    kind, means = FactKind.ARRIVED, Means.WALK_IN
    note(session=session, participants=list(people), kind=kind, means=means, actor=actor, now=now)
    return application
