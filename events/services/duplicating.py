"""Last year's event once more: the same days of the week, 52 weeks later, as a draft."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from events.asking import copy_followers
from events.models import Event, Session
from events.series import parts_of

from .keeping import KeptPlan
from .parts import PartPlan, write_parts_in_transaction
from .publishing import SessionPlan, create_event_in_transaction

A_YEAR_OF_WEEKS = timedelta(weeks=52)
KEPT = (
    "title",
    "subtitle",
    "kind",
    "summary",
    "description",
    "audience",
    "audience_text",
    "fee",
    "contact_name",
    "admission",
    "offer_hours",
    "asks_for_manager",
    "most_people",
    "agency_cap",
    "most_passes",
    "hold_until_days",
)
KEPT_OF_SESSIONS = (
    "doors_open_at",
    "venue",
    "venue_address",
    "venue_route",
    "online_note",
    "online_phone",
    "venue_capacity",
    "online_capacity",
)


@transaction.atomic(durable=True)
def duplicate_event(*, event: Event, actor: User, now: datetime) -> Event:
    """Make a draft with everything but people, files and online addresses, each date moved by 364 days."""
    details: dict[str, object] = {name: getattr(event, name) for name in KEPT}
    details["opens_at"] = event.opens_at + A_YEAR_OF_WEEKS
    details["deadline_at"] = event.deadline_at + A_YEAR_OF_WEEKS
    sessions = list(event.sessions.prefetch_related("kept_seats", "parts"))
    plans = [
        SessionPlan(
            starts_at=session.starts_at + A_YEAR_OF_WEEKS,
            ends_at=session.ends_at + A_YEAR_OF_WEEKS,
            kept=_kept_a_year_later(session),
            **{name: getattr(session, name) for name in KEPT_OF_SESSIONS},
        )
        for session in sessions
    ]
    copy = create_event_in_transaction(
        details=details, sessions=plans, publish=False, actor=actor, now=now, copied_from=event
    )
    _copy_parts(sessions, list(copy.sessions.order_by("id")), now=now)
    for follow in copy_followers:
        follow(event, copy, now)
    return copy


def _copy_parts(sessions: Iterable[Session], copies: Iterable[Session], *, now: datetime) -> None:
    """Let the copies, made in the order of the originals, have their parts."""
    for session, made in zip(sessions, copies, strict=True):
        plans = [
            PartPlan(
                starts_at=part.starts_at + A_YEAR_OF_WEEKS,
                ends_at=part.ends_at + A_YEAR_OF_WEEKS,
                title=part.title,
                venue=part.venue,
                venue_address=part.venue_address,
            )
            for part in parts_of(session)
        ]
        if plans:
            write_parts_in_transaction(made, plans, now=now)


def _kept_a_year_later(session: Session) -> tuple[KeptPlan, ...]:
    return tuple(
        KeptPlan(row.kept_for, row.way, row.seats, row.until + A_YEAR_OF_WEEKS, row.area_id)
        for row in session.kept_seats.all()
    )
