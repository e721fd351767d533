"""The seat ledger's steps, shared by the verbs, inside a transaction: lock, seat, release, write down."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from events import queries, rules
from events.enums import ApplicationState, EntryKind, OfferAnswer
from events.models import Application, Event, Offer, Participant, Seat, SeatEntry, Session
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

# Whoever stands so may have other people with a seat already.
LINKED_TO_SEATS = frozenset({ApplicationState.PARTLY, ApplicationState.OFFERED})


def lock_session_in_transaction(session_id: int) -> Session:
    """Lock the row of what gets scarcer and return it fresh; foreign keys of others stay free.

    The event is read once the lock is ours: joined to it, it would be as it was before the wait.
    """
    assert_in_transaction("lock_session")
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    session.event = Event.objects.get(pk=session.event_id)
    return session


def seat_in_transaction(
    application: Application,
    people: Mapping[str, int],
    *,
    now: datetime,
    offer: Offer | None = None,
    whom: Collection[int] | None = None,
) -> None:
    """Give as many of the application's people the lowest free seats of their way, the first ones first.

    With an offer the seats are kept for them until they answer; `whom` are those who stand at the door.
    """
    assert_in_transaction("seat")
    session = application.session
    numbers = queries.taken_numbers(session)
    waiting = list(application.participants.without_seat().order_by("position"))
    seats: list[Seat] = []
    for way, count in people.items():
        ready = [each for each in waiting if each.way == way and (whom is None or each.pk in whom)]
        group = ready[:count]
        free = rules.lowest_free_numbers(numbers.get(way, ()), len(group))
        seats += [
            Seat(
                session=session,
                participant=person,
                offer=offer,
                way=way,
                number=number,
                capacity=session.capacity[way],
                taken_at=now,
            )
            for person, number in zip(group, free, strict=True)
        ]
    Seat.objects.bulk_create(seats)
    kind = EntryKind.SEATED if offer is None else EntryKind.OFFERED
    write_entries_in_transaction(application, kind, people, now=now)
    if offer is None and len(seats) == len(waiting) and application.state not in LINKED_TO_SEATS:
        set_state_in_transaction(application, ApplicationState.CONFIRMED)
    else:
        restate_in_transaction(application)


def release_in_transaction(application: Application, people: Iterable[Participant], *, now: datetime) -> None:
    """Take people out of an application: seats are given back, or their places in the line."""
    assert_in_transaction("release")
    people = list(people)
    give_back_in_transaction(application, people, now=now)
    Participant.objects.filter(pk__in=[person.pk for person in people]).update(cancelled_at=now)


def give_back_in_transaction(
    application: Application, people: Sequence[Participant], *, now: datetime
) -> None:
    """Take their seats from people, or their places in the line, and write down which."""
    assert_in_transaction("give_back")
    seats = Seat.objects.filter(participant__in=people, released_at__isnull=True)
    seated = set(seats.values_list("participant", flat=True))
    seats.update(released_at=now)
    for kind, group in (
        (EntryKind.RELEASED, [each for each in people if each.pk in seated]),
        (EntryKind.WITHDRAWN, [each for each in people if each.pk not in seated]),
    ):
        write_entries_in_transaction(application, kind, by_way(group), now=now)


def restate_in_transaction(application: Application) -> None:
    """Let an application that is neither undecided nor ended say where its people stand now."""
    assert_in_transaction("restate")
    people = application.participants.staying()
    seated, without = people.seated().count(), people.without_seat().count()
    offered = people.on_seats().count() - seated
    set_state_in_transaction(
        application, ApplicationState(rules.state_of(seated=seated, offered=offered, waiting=without))
    )


def set_state_in_transaction(application: Application, state: ApplicationState) -> None:
    """Write down where an application stands."""
    assert_in_transaction("set_state")
    if application.state != state:
        application.state = state
        application.save(update_fields=["state"])


def answer_in_transaction(offer: Offer, answer: OfferAnswer, *, now: datetime) -> None:
    """Close an open offer."""
    assert_in_transaction("answer")
    offer.answer, offer.answered_at = answer, now
    offer.save(update_fields=["answer", "answered_at"])


def write_entries_in_transaction(
    application: Application, kind: EntryKind, people: Mapping[str, int], *, now: datetime
) -> None:
    """Append one fact per way to the ledger; public pages show the new number of seats from the commit on."""
    assert_in_transaction("write_entries")
    if not people:
        return
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


def write_fact_in_transaction(application: Application, kind: EntryKind, *, now: datetime) -> None:
    """Append a fact about a whole application to the ledger."""
    assert_in_transaction("write_fact")
    SeatEntry.objects.create(session_id=application.session_id, application=application, kind=kind, at=now)


def by_way(people: Iterable[Participant]) -> dict[str, int]:
    """Count people by the way in which they take part."""
    return dict(Counter(person.way for person in people))
