"""The seat ledger's steps, shared by the verbs, inside a transaction: lock, settle, seat, release, tell."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events import letters, links, on_paper, queries, rules
from events.entries import application_entry
from events.enums import ApplicationState, EntryKind
from events.models import Application, Event, Participant, Seat, SeatEntry, Session
from foundation.calendar import ics
from foundation.centre.queries import current_centre
from foundation.mail.services import queue_mail_in_transaction
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction


def lock_session_in_transaction(session_id: int) -> Session:
    """Lock the row of what gets scarcer and return it fresh; foreign keys of others stay free.

    The event is read once the lock is ours: joined to it, it would be as it was before the wait.
    """
    assert_in_transaction("lock_session")
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    session.event = Event.objects.get(pk=session.event_id)
    return session


def settle_in_transaction(
    session: Session, *, now: datetime, newcomer: Application | None = None
) -> list[Application]:
    """Apply the waiting rule to a locked session and return the applications that got their seats.

    Once the line moves no more, only the newcomer may still get seats: whoever stands at the door.
    Whoever was passed gets a fact in the ledger; nothing is sent here.
    """
    assert_in_transaction("settle")
    line = queries.waiting_line(session)
    if not rules.line_moves(queries.event_facts(session), timezone.localtime(now)):
        line = [group for group in line if newcomer is not None and group.key == newcomer.pk]
    if not line:
        return []
    settlement = queries.settlement(session, queries.taken_seats(session), line, now=now)
    applications = Application.objects.in_bulk(settlement.seated)
    seated = [applications[key] for key in settlement.seated]
    for application in seated:
        application.session = session
        seat_in_transaction(application, now=now)
    SeatEntry.objects.bulk_create(
        SeatEntry(session=session, application_id=key, kind=EntryKind.PASSED, at=now)
        for key in settlement.passed
    )
    return seated


def seat_in_transaction(application: Application, *, now: datetime) -> None:
    """Give each of the application's people the lowest free seat of their way and confirm it."""
    assert_in_transaction("seat")
    session = application.session
    numbers = queries.taken_numbers(session)
    seats: list[Seat] = []
    people = list(application.participants.filter(cancelled_at__isnull=True).order_by("position"))
    for way, group in _by_way(people).items():
        free = rules.lowest_free_numbers(numbers.get(way, ()), len(group))
        seats += [
            Seat(
                session=session,
                participant=person,
                way=way,
                number=number,
                capacity=session.capacity[way],
                taken_at=now,
            )
            for person, number in zip(group, free, strict=True)
        ]
    Seat.objects.bulk_create(seats)
    write_entries_in_transaction(application, EntryKind.SEATED, _counts(people), now=now)
    application.state = ApplicationState.CONFIRMED
    application.save(update_fields=["state"])


def release_in_transaction(application: Application, people: Iterable[Participant], *, now: datetime) -> None:
    """Take people out of an application: seats are given back, or their places in the line."""
    assert_in_transaction("release")
    people = list(people)
    Seat.objects.filter(participant__in=people, released_at__isnull=True).update(released_at=now)
    Participant.objects.filter(pk__in=[person.pk for person in people]).update(cancelled_at=now)
    seated = application.state == ApplicationState.CONFIRMED
    kind = EntryKind.RELEASED if seated else EntryKind.WITHDRAWN
    write_entries_in_transaction(application, kind, _counts(people), now=now)


def write_entries_in_transaction(
    application: Application, kind: EntryKind, people: Mapping[str, int], *, now: datetime
) -> None:
    """Append one fact per way to the ledger; public pages show the new number of seats from the commit on."""
    assert_in_transaction("write_entries")
    clear_public_pages_in_transaction()
    SeatEntry.objects.bulk_create(
        SeatEntry(
            session_id=application.session_id,
            application=application,
            kind=kind,
            way=way,
            people=count,
            at=now,
        )
        for way, count in people.items()
    )


def tell_seated_in_transaction(applications: Iterable[Application], *, now: datetime) -> None:
    """Write the mails to groups that moved up from the line."""
    assert_in_transaction("tell_seated")
    for application in applications:
        people = application.participants.filter(cancelled_at__isnull=True).count()
        letter = letters.seat_given(
            application, people=people, link=links.address(application), centre=current_centre()
        )
        send_in_transaction(application, letter, cause="seat-given", now=now, calendar="REQUEST")


def send_in_transaction(
    application: Application, letter: letters.Letter, *, cause: str, now: datetime, calendar: str = ""
) -> None:
    """Queue a letter to an application's own address, if it has one, with the calendar entry where asked."""
    assert_in_transaction("send")
    on_paper.owe_in_transaction(application, letter, cause=cause, now=now)
    if not application.email:
        return
    part = None
    if calendar:
        entry = application_entry(application, url=links.address(application))
        write = ics.request if calendar == "REQUEST" else ics.cancel
        name = application.agency_name or str(application)
        part = write(entry, attendee_name=name, attendee_email=application.email, now=now)
    queue_mail_in_transaction(
        to=application.email,
        subject=letter.subject,
        text=letter.text,
        cause=f"events.application:{application.pk}:{cause}",
        now=now,
        calendar=part,
    )


def settle_and_tell(session_id: int, *, now: datetime) -> int:
    """Settle one session as an act of its own, when time has passed; returns how many groups moved up."""
    with transaction.atomic(durable=True):
        session = lock_session_in_transaction(session_id)
        seated = settle_in_transaction(session, now=now)
        tell_seated_in_transaction(seated, now=now)
        return len(seated)


def _by_way(people: Iterable[Participant]) -> dict[str, list[Participant]]:
    groups: dict[str, list[Participant]] = {}
    for person in people:
        groups.setdefault(person.way, []).append(person)
    return groups


def _counts(people: Iterable[Participant]) -> dict[str, int]:
    return {way: len(group) for way, group in _by_way(people).items()}
