"""Dates are called off, put off, moved on line or to a room, or brought back: one act tells everybody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.search.services import index_in_transaction
from events import change_letters, date_rules, letters, links, rules
from events.entries import deadline_entry, revised_deadline, session_entry
from events.enums import SEATED_STATES, ChangeKind, DateState, OfferAnswer, Way
from events.exceptions import EventRefused
from events.models import DateChange, Event, Offer, Session
from events.queries import serves_its_line
from events.search import SOURCE
from events.series import parts_of
from foundation.audit import chain
from foundation.calendar.entries import CalendarEntry, changed_fields, revised
from foundation.centre.queries import current_centre
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .date_changes import write_change_in_transaction
from .moving_ways import move_in_transaction
from .parts_follow import follow_session_in_transaction, move_part
from .publishing import (
    DEADLINE_VERSION,
    cancel_event_in_transaction,
    concerned_by,
    let_follow_in_transaction,
)
from .seats import lock_session_in_transaction
from .sending import send_in_transaction
from .serving import serve_line_in_transaction

STATES = {
    ChangeKind.CANCELLED: DateState.CANCELLED,
    ChangeKind.POSTPONED: DateState.POSTPONED,
    ChangeKind.RESTORED: DateState.PLANNED,
}
SOME_WERE_HELD = "もう開いた回があります。残りの回を、「何回かに分けて開く」で1回ずつ中止にしてください。"
WAYS = {ChangeKind.ONLINE: Way.ONLINE, ChangeKind.VENUE: Way.VENUE}


@dataclass(frozen=True)
class Decided:
    """What the centre decided: what becomes of dates, why and when it was decided, and the new date or place.

    Without `starts_at` a postponed date is not decided yet. `opens_at` and `deadline_at` are from when until
    when people may apply for the event from now on; None leaves them.
    """

    kind: ChangeKind
    reason: str
    decided_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    seats: int | None = None
    venue: str = ""
    venue_address: str = ""
    online_url: str = ""
    opens_at: datetime | None = None
    deadline_at: datetime | None = None


@transaction.atomic(durable=True)
def change_dates(
    *, event: Event, sessions: Collection[int], decided: Decided, actor: User, now: datetime
) -> int:
    """Let one decision take effect on these dates of an event and tell everybody; returns of how many.

    Where no date of the event is left to take place, the event itself is called off. Applications, seats and
    places in the line stay. Raises EventRefused or CapacityRefused, and then nothing has changed.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    wanted = sorted(event.sessions.filter(pk__in=sessions).values_list("pk", flat=True))
    if not wanted:
        raise EventRefused("どの日程を変えるかを選んでください。")
    kept_deadline, moved = deadline_entry(event), _take_period(event, decided)
    # Before anything else: whoever calls off what is left must not call off what was held.
    _refuse_what_cannot_be(event, wanted, decided, now=now)
    if ends_event(event, decided, wanted):
        cancel_event_in_transaction(
            event=event, reason=decided.reason, actor=actor, now=now, decided_on=decided.decided_on
        )
        return len(wanted)
    if moved:
        _write_period_in_transaction(event, kept_deadline, moved, now=now)
    for pk in wanted:
        _change(lock_session_in_transaction(pk), decided, actor=actor, now=now)
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [event.pk])
    let_follow_in_transaction(event, actor=actor, now=now)
    fields = [decided.kind.value, *(f"session:{pk}" for pk in wanted), *moved]
    chain.record("events.dates_changed", actor=actor, subject=event, now=now, fields=fields)
    return len(wanted)


def ends_event(event: Event, decided: Decided, wanted: Collection[int]) -> bool:
    """Return whether this decision about these dates calls the whole event off.

    It does where they are all its dates, but for those that were called off before.
    """
    others = event.sessions.exclude(pk__in=wanted).exclude(state=DateState.CANCELLED)
    return decided.kind == ChangeKind.CANCELLED and not others.exists()


def _refuse_what_cannot_be(event: Event, wanted: Collection[int], decided: Decided, *, now: datetime) -> None:
    for session in event.sessions.filter(pk__in=wanted):
        session.event = event
        decision = date_rules.may_become(facts_of(session), decided.kind, now, starts_at=decided.starts_at)
        if not decision.allowed:
            raise EventRefused(decision.reason)
        held = [part for part in parts_of(session) if part.takes_place and part.ends_at <= now]
        if decided.kind == ChangeKind.CANCELLED and held:
            raise EventRefused(SOME_WERE_HELD)
        if decided.starts_at is not None:
            _, first = first_starts(session, decided.starts_at, now=now)
            decision = date_rules.may_have_period(period_of(event), first)
            if not decision.allowed:
                raise EventRefused(decision.reason)


def period_of(event: Event) -> date_rules.Period:
    """Return from when until when people may apply for an event."""
    return date_rules.Period(event.opens_at, event.deadline_at)


def first_starts(session: Session, starts_at: datetime, *, now: datetime) -> tuple[datetime, datetime]:
    """Return when what is to come of an event begins, before and after this date of it is put off."""
    others = session.event.sessions.exclude(pk=session.pk).filter(state=DateState.PLANNED, starts_at__gt=now)
    known = list(others.values_list("starts_at", flat=True))
    return min([session.starts_at, *known]), min([starts_at, *known])


def move_period_in_transaction(event: Event, *, now: datetime, deadline_at: datetime) -> None:
    """Write until when people may apply for a locked event, and what its deadline entry says of that."""
    assert_in_transaction("move_period")
    kept_deadline = deadline_entry(event)
    event.deadline_at = deadline_at
    _write_period_in_transaction(event, kept_deadline, ["deadline_at"], now=now)


def _write_period_in_transaction(
    event: Event, kept_deadline: CalendarEntry, moved: Iterable[str], *, now: datetime
) -> None:
    assert_in_transaction("write_period")
    state = revised_deadline(kept_deadline, event, now=now)
    event.deadline_sequence, event.deadline_changed_at = state.sequence, state.last_modified
    event.changed_at = now
    event.save(update_fields=[*moved, *DEADLINE_VERSION, "changed_at"])


def _take_period(event: Event, decided: Decided) -> list[str]:
    """Let an event have the decided period, and return which of its fields that changes; nothing is saved."""
    written = {"opens_at": decided.opens_at, "deadline_at": decided.deadline_at}
    moved = [name for name, moment in written.items() if moment not in (None, getattr(event, name))]
    for name in moved:
        setattr(event, name, written[name])
    return moved


def _change(session: Session, decided: Decided, *, actor: User, now: datetime) -> None:
    before, was = session_entry(session), (session.starts_at, session.ends_at)
    was_when, was_sequence = letters.when(session), session.calendar_sequence
    _apply(session, decided, now=now)
    after = session_entry(session)
    state = revised(before, after, now=now)
    session.calendar_sequence, session.calendar_changed_at = state.sequence, state.last_modified
    session.save()
    follow_session_in_transaction(session, was_sequence=was_sequence, now=now)
    change = write_change_in_transaction(
        session,
        decided.kind,
        decided.reason,
        decided_on=decided.decided_on,
        actor=actor,
        now=now,
        was=was,
        starts_at=decided.starts_at,
    )
    flips = "cancelled" in changed_fields(before, after)
    _tell(session, change, was_when=was_when, method=_method(session, flips=flips), now=now)
    if session.state == DateState.PLANNED:
        if decided.kind not in WAYS:
            _ask_anew(session, now=now)
        # While a date was off the line stood still, and another way may have more seats.
        serve_line_in_transaction(session, now=now)


def facts_of(session: Session) -> date_rules.DateFacts:
    """Return what the rules need of a date whose event is loaded."""
    return date_rules.DateFacts(
        event_state=session.event.state,
        state=session.state,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        ways=frozenset(session.capacity),
        decided_after=None if serves_its_line(session) else session.event.deadline_at,
    )


def _apply(session: Session, decided: Decided, *, now: datetime) -> None:
    if decided.kind in WAYS:
        move_in_transaction(session, WAYS[decided.kind], seats=decided.seats, now=now)
    foresee(session, decided)
    if not session.venue and session.venue_capacity:
        raise EventRefused("会場の名前を書いてください。")


def foresee(session: Session, decided: Decided) -> None:
    """Let a date say what it will say once this is decided; its seats apart, and nothing is saved."""
    if decided.kind in WAYS:
        session.venue = decided.venue or session.venue
        session.venue_address = decided.venue_address or session.venue_address
        session.online_url = decided.online_url or session.online_url
    elif decided.starts_at is not None:
        length = session.ends_at - session.starts_at
        for part in parts_of(session):
            move_part(part, decided.starts_at - session.starts_at)
        if session.online_opens_at is not None:
            session.online_opens_at += decided.starts_at - session.starts_at
        ends_at = None if session.part_count else decided.ends_at
        session.starts_at, session.ends_at = decided.starts_at, ends_at or decided.starts_at + length
        session.state = DateState.PLANNED
    else:
        session.state = STATES[decided.kind]


def foresee_way(session: Session, decided: Decided) -> None:
    """Let a date have seats in the decided way alone, for a look at it; nothing is saved and nobody moves."""
    way = WAYS.get(decided.kind)
    if way is not None:
        seats = decided.seats or sum(session.capacity.values())
        session.venue_capacity, session.online_capacity = (seats, None) if way == Way.VENUE else (None, seats)


def _method(session: Session, *, flips: bool) -> str:
    """Return what calendars are told; what was off already is not taken out again."""
    if session.state == DateState.PLANNED:
        return "REQUEST"
    return "CANCEL" if flips else ""


def _tell(session: Session, change: DateChange, *, was_when: str, method: str, now: datetime) -> None:
    for application in concerned_by(session):
        letter = change_letters.date_changed(
            application, change, was_when=was_when, link=links.address(application), centre=current_centre()
        )
        has_seat = application.state in SEATED_STATES
        send_in_transaction(
            application,
            letter,
            cause=f"date-changed-{change.pk}",
            now=now,
            calendar=method if has_seat else "",
        )


def _ask_anew(session: Session, *, now: datetime) -> None:
    """Give whoever is asked about a seat as long as others have, measured by the new day."""
    hours = session.event.offer_hours
    for offer in Offer.objects.filter(session=session, answer=OfferAnswer.OPEN):
        starts_at = timezone.localtime(session.starts_at)
        offer.expires_at = rules.offer_expires(starts_at, hours or 0, now)
        offer.save(update_fields=["expires_at"])
