"""The line of a session moves: whom the rule serves next gets seats, or is asked about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events import letters, links, queries, rules
from events.enums import EntryKind, OfferAnswer
from events.line import Seats
from events.models import Application, Offer, SeatEntry, Session
from foundation.centre.queries import current_centre
from foundation.transactions import assert_in_transaction

from .seats import lock_session_in_transaction, seat_in_transaction
from .sending import send_in_transaction


@dataclass(frozen=True)
class MovedUp:
    """An application of which some or all people got seats now, for sure or as an offer."""

    application: Application
    people: int
    offer: Offer | None = None


def settle_in_transaction(
    session: Session, *, now: datetime, newcomer: Application | None = None, asks: bool = True
) -> list[MovedUp]:
    """Apply the waiting rule to a locked session and return who got seats.

    A newcomer sits down at once; whoever waited is asked first where the event wants it (`offer_hours`) and
    `asks` holds. Once the line moves no more, only the newcomer may still get seats: whoever stands at the
    door. Whoever was passed gets a fact in the ledger; nothing is sent here.
    """
    assert_in_transaction("settle")
    if not queries.serves_its_line(session):
        return []
    line, kept = queries.line_now(session, now=now)
    if not rules.line_moves(queries.event_facts(session), timezone.localtime(now)):
        line = [group for group in line if newcomer is not None and group.key == newcomer.pk]
    if not line:
        return []
    settlement = queries.settlement(session, queries.taken_seats(session), line, kept, now=now)
    # The newcomer's own object tells its caller where it stands now.
    applications = {newcomer.pk: newcomer} if newcomer is not None else {}
    others = [each.key for each in settlement.seated if each.key not in applications]
    applications |= Application.objects.in_bulk(others) if others else {}
    moved = []
    for seating in settlement.seated:
        application = applications[seating.key]
        application.session = session
        is_asked = asks and session.event.offer_hours is not None and application != newcomer
        moved.append(_move_up(application, seating.people, is_asked=is_asked, now=now))
    SeatEntry.objects.bulk_create(
        SeatEntry(session=session, application_id=key, kind=EntryKind.PASSED, at=now)
        for key in settlement.passed
    )
    return moved


def _move_up(application: Application, people: Seats, *, is_asked: bool, now: datetime) -> MovedUp:
    offer = _offer(application, now=now) if is_asked else None
    seat_in_transaction(application, people, now=now, offer=offer)
    return MovedUp(application, sum(people.values()), offer)


def _offer(application: Application, *, now: datetime) -> Offer:
    """Return the offer of seats that came free; whoever is asked already is asked about all of them."""
    session = application.session
    expires_at = rules.offer_expires(session.starts_at, session.event.offer_hours or 0, now)
    offer, is_new = Offer.objects.get_or_create(
        application=application,
        session=session,
        answer=OfferAnswer.OPEN,
        defaults={"made_at": now, "expires_at": expires_at},
    )
    if not is_new:
        offer.expires_at = expires_at
        offer.save(update_fields=["expires_at"])
    return offer


def tell_moved_up_in_transaction(moved: Iterable[MovedUp], *, now: datetime) -> None:
    """Write to the groups that moved up from the line."""
    assert_in_transaction("tell_moved_up")
    for each in moved:
        link, needed_by = links.address(each.application), None
        if each.offer is None:
            letter = letters.seat_given(
                each.application, people=each.people, link=link, centre=current_centre(), now=now
            )
            cause, calendar = f"seat-given-{_times_seated(each.application)}", "REQUEST"
        else:
            letter = letters.seat_offered(
                each.application,
                people=each.application.participants.on_seats().filter(seats__offer=each.offer).count(),
                expires_at=each.offer.expires_at,
                link=link,
                centre=current_centre(),
            )
            cause, calendar = f"offer-{each.offer.pk}-{each.offer.seats.count()}", ""
            needed_by = _soon_enough(each.offer, now)
        send_in_transaction(
            each.application, letter, cause=cause, now=now, calendar=calendar, needed_by=needed_by
        )


def _soon_enough(offer: Offer, now: datetime) -> datetime:
    """Return by when an offer has to be read: the night may take a quarter of the time to answer."""
    return now + (offer.expires_at - now) / 4 if offer.expires_at else now


def _times_seated(application: Application) -> int:
    """Return how often people of it have sat down: each time is told once."""
    return application.seat_entries.filter(kind=EntryKind.SEATED).values("at").distinct().count()


def serve_line_in_transaction(session: Session, *, now: datetime) -> int:
    """Let a locked session's line move and tell whoever moved up; returns how many groups."""
    assert_in_transaction("serve_line")
    moved = settle_in_transaction(session, now=now)
    tell_moved_up_in_transaction(moved, now=now)
    return len(moved)


@transaction.atomic(durable=True)
def settle_and_tell(session_id: int, *, now: datetime) -> int:
    """Settle one session as an act of its own, when time has passed; returns how many groups moved up."""
    return serve_line_in_transaction(lock_session_in_transaction(session_id), now=now)
