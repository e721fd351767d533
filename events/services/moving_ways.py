"""A date goes on line, or to a room, with everybody on it: nobody loses a seat or a place in the line."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from events import queries, rules
from events.enums import ApplicationState, EntryKind, Way
from events.exceptions import CapacityRefused
from events.models import Application, KeptSeats, Participant, Seat, SeatEntry, Session
from foundation.transactions import assert_in_transaction

# Above every number that a seat can have: where numbers stay while they are dealt anew.
ASIDE = 10_000
CAPACITIES = {Way.VENUE: "venue_capacity", Way.ONLINE: "online_capacity"}
# Nobody stands in the line before it is decided.
UNDECIDED = frozenset({ApplicationState.PENDING, ApplicationState.HELD})


def move_in_transaction(session: Session, to: Way, *, seats: int | None, now: datetime) -> None:
    """Let a locked date be held in one way alone; its people keep their seats under new numbers.

    Unwritten there are as many seats as both ways had together. Raises CapacityRefused for fewer than are
    taken. The session is not saved here.
    """
    assert_in_transaction("move")
    left = Way.ONLINE if to == Way.VENUE else Way.VENUE
    wanted = seats or sum(session.capacity.values())
    taken = queries.taken_seats(session)
    decision = rules.may_set_capacity({to: wanted}, {to: sum(taken.values())})
    if not decision.allowed:
        raise CapacityRefused(decision.reason)
    setattr(session, CAPACITIES[to], wanted)
    setattr(session, CAPACITIES[left], None)
    SeatEntry.objects.bulk_create(
        SeatEntry(session=session, kind=EntryKind.CAPACITY, way=way, people=people, at=now)
        for way, people in ((to, wanted), (left, 0))
    )
    people = list(Participant.objects.staying().filter(session=session, way=left).order_by("pk"))
    _write_down(session, people, left, to, now=now)
    _renumber(session, people, to, wanted)
    _move_kept(session, left, to)
    _fit_kept(session, to, wanted - sum(taken.values()))


def _write_down(
    session: Session, people: Sequence[Participant], left: Way, to: Way, *, now: datetime
) -> None:
    """Let the ledger tell of each application how many of it changed seats, and how many changed lines."""
    seated = set(
        Seat.objects.filter(session=session, way=left, released_at__isnull=True).values_list(
            "participant", flat=True
        )
    )
    sitting = Counter(each.application_id for each in people if each.pk in seated)
    waiting = Counter(each.application_id for each in people if each.pk not in seated)
    entries = []
    for application in Application.objects.filter(pk__in={*sitting, *waiting}).order_by("pk"):
        back = EntryKind.RECEIVED if application.state in UNDECIDED else EntryKind.REVIVED
        for counts, facts in (
            (sitting, ((EntryKind.RELEASED, left), (EntryKind.CHANGED_WAY, to))),
            (waiting, ((EntryKind.WITHDRAWN, left), (back, to))),
        ):
            if counts[application.pk]:
                entries += [
                    SeatEntry(
                        session=session,
                        application=application,
                        kind=kind,
                        way=way,
                        people=counts[application.pk],
                        at=now,
                    )
                    for kind, way in facts
                ]
    SeatEntry.objects.bulk_create(entries)


def _renumber(session: Session, people: Sequence[Participant], to: Way, capacity: int) -> None:
    """Give everybody the lowest free numbers of the other way, in the order in which they took a seat."""
    held = Seat.objects.filter(session=session, participant__in=people, released_at__isnull=True)
    seats = list(held.order_by("number", "pk"))
    free = rules.lowest_free_numbers(queries.taken_numbers(session).get(to, ()), len(seats))
    for place, seat in enumerate(seats):
        seat.number, seat.capacity = ASIDE + place, ASIDE + place
    Seat.objects.bulk_update(seats, ["number", "capacity"])
    # The seats go along with their people: the database lets the copy follow.
    Participant.objects.filter(pk__in=[each.pk for each in people]).update(way=to)
    for seat, number in zip(seats, free, strict=True):
        seat.number, seat.capacity = number, capacity
    Seat.objects.bulk_update(seats, ["number", "capacity"])


def _move_kept(session: Session, left: Way, to: Way) -> None:
    """Let seats that are kept for some be kept in the other way, together with those kept there."""
    for row in KeptSeats.objects.filter(session=session, way=left):
        same = KeptSeats.objects.filter(session=session, kept_for=row.kept_for, area=row.area, way=to).first()
        if same is None:
            row.way = to
            row.save(update_fields=["way"])
        else:
            same.seats += row.seats
            # What was kept longest stays kept as long.
            same.until = max(same.until, row.until)
            same.save(update_fields=["seats", "until"])
            row.delete()


def _fit_kept(session: Session, to: Way, room: int) -> None:
    """Keep no more seats than are left beside the taken ones; what was kept last gives way."""
    for row in KeptSeats.objects.filter(session=session, way=to).order_by("pk"):
        kept = min(row.seats, max(0, room))
        room -= kept
        if not kept:
            row.delete()
        elif kept < row.seats:
            row.seats = kept
            row.save(update_fields=["seats"])
