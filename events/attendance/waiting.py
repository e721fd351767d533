"""Who waits for a seat and may stand at the door: in which order, and how many seats have stayed empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from events.enums import LINE_STATES, ApplicationState, Way
from events.models import Participant, Session
from events.queries import session_seats, state_of
from foundation.decision import Decision

from . import rules


@dataclass(frozen=True)
class WaitingRow:
    """Somebody in line as the door sees them; `place` is that of the group."""

    place: int
    participant: Participant
    has_free_seat: bool

    @property
    def name(self) -> str:
        return self.participant.shown_name


def waiting_people(session: Session) -> QuerySet[Participant]:
    """Return who waits for a seat of this date, in the order of the line."""
    people = Participant.objects.without_seat().filter(session=session, application__state__in=LINE_STATES)
    return people.select_related("application").order_by(
        "application__line_at", "application__line_step", "application", "position"
    )


def waiting_rows(session: Session, *, now: datetime) -> list[WaitingRow]:
    """Return the line, and for each whether a seat of their way is free. One query where nobody waits."""
    people = list(waiting_people(session))
    free = free_seats(session, now=now) if people else {}
    places = {pk: place for place, pk in enumerate(dict.fromkeys(each.application_id for each in people), 1)}
    return [WaitingRow(places[each.application_id], each, free.get(each.way, 0) > 0) for each in people]


def free_seats(session: Session, *, now: datetime) -> dict[str, int]:
    """Return how many seats are free, by way."""
    return dict(session_seats([session], now=now)[session.pk].free)


def free_words(session: Session, *, now: datetime) -> Sequence[tuple[str, int]]:
    """Return the name of each way of a date with its free seats."""
    free = free_seats(session, now=now)
    return [(Way(way).label, free[way]) for way in session.ways]


def undecided_people(session: Session) -> int:
    """Return how many people wait for the centre's decision about this date."""
    states = (ApplicationState.PENDING, ApplicationState.HELD)
    return Participant.objects.staying().filter(session=session, application__state__in=states).count()


def may_seat(session: Session, *, now: datetime) -> Decision:
    """Decide whether seats of this date are given out at the door now."""
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return rules.may_seat(state_of(session), begins, ends, timezone.localtime(now))
