"""A crowd that applies for one session at the same moment, each request sent twice."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, connections

from events import queries
from events.enums import ApplicationState
from events.models import Application, Seat, SeatEntry
from events.services.applying import apply_for_event
from tests.factories.events import NOW, a_request


@dataclass
class Outcome:
    """What a race left behind.

    `seats` are those that somebody has or that the waiting rule holds: a large group that was passed three
    times keeps the last ones, however many small groups still wait.
    """

    seats: int = 0
    taken_twice: int = 0
    applications: int = 0
    free_for_somebody: int = 0
    ledger_agrees: bool = False
    errors: Counter = field(default_factory=Counter)


def run_race(session, *, groups, seed, sends=2):
    """Let `groups` agencies of 1–5 people apply at once, each `sends` times; return what stands then."""
    sizes = random.Random(seed)
    requests = [
        a_request(sizes.randint(1, 5), agency_name=f"事業所 {number}") for number in range(groups)
    ] * sends
    barrier = threading.Barrier(len(requests))
    errors = Counter()

    def send(request):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            apply_for_event(session_id=session.pk, request=request, actor=None, by_staff=False, now=NOW)
        except IntegrityError as error:
            errors[error.__cause__.diag.constraint_name] += 1
        except Exception as error:  # noqa: BLE001 -- every outcome is counted
            errors[type(error).__name__] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return judge(session, errors)


def judge(session, errors=()):
    """Look at what the database holds now, without trusting the services that wrote it."""
    session.refresh_from_db()
    taken = list(Seat.objects.filter(session=session, released_at=None).values_list("way", "number"))
    seats = queries.session_seats([session], now=NOW)[session.pk]
    waiting, _ = queries.line_now(session, now=NOW)
    return Outcome(
        seats=len(taken) + sum(seats.held.values()),
        taken_twice=len(taken) - len(set(taken)),
        applications=Application.objects.filter(session=session).count(),
        free_for_somebody=sum(_fits(group, seats.free) for group in waiting),
        ledger_agrees=queries.rebuilt_seats(session) == queries.taken_seats(session),
        errors=Counter(errors),
    )


def _fits(group, free):
    could = sum(min(free[way], people) for way, people in group.needs.items())
    return could >= (group.people if group.least is None else group.least)


def half_done(session):
    """Return the applications whose rows contradict each other, as a killed worker might leave them."""
    broken = []
    for application in Application.objects.filter(session=session):
        people = application.participants.filter(cancelled_at=None).count()
        seats = Seat.objects.filter(participant__application=application, released_at=None)
        sure, asked = seats.exclude(offer__answer="").count(), seats.filter(offer__answer="").count()
        entries = SeatEntry.objects.filter(application=application).count()
        is_open = application.offers.filter(answer="").exists()
        if (
            not _stands_right(application.state, people, sure, asked)
            or bool(asked) != is_open
            or not entries
            or not application.number
        ):
            broken.append(application.pk)
    return broken


def _stands_right(state, people, sure, asked):
    return {
        ApplicationState.CONFIRMED: sure == people and people > 0,
        ApplicationState.PARTLY: 0 < sure < people,
        ApplicationState.OFFERED: sure == 0 and 0 < asked <= people,
        ApplicationState.WAITING: sure == asked == 0 and people > 0,
        ApplicationState.PENDING: sure == asked == 0 and people > 0,
        ApplicationState.HELD: sure == asked == 0 and people > 0,
        ApplicationState.DECLINED: sure == asked == 0 and people > 0,
        ApplicationState.LAPSED: sure == asked == 0 and people > 0,
        ApplicationState.CANCELLED: sure == asked == people == 0,
    }[ApplicationState(state)]
