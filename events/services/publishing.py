"""Staff make, change, publish, cancel and bring back an event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction

from accounts.models import User
from content.search.services import index_in_transaction
from events import letters, links, queries, rules
from events.entries import deadline_entry, revised_deadline, session_entry
from events.enums import ACTIVE_STATES, SEATED_STATES, ChangeKind, DateState, EntryKind, EventState
from events.exceptions import AdmissionRefused, CapacityRefused, EventRefused
from events.followers import event_followers
from events.models import Application, Event, SeatEntry, Session
from events.search import SOURCE
from events.series import was_held
from foundation.audit import chain
from foundation.calendar.entries import new_uid, revised
from foundation.centre.queries import current_centre
from foundation.japanese.numbers import with_check_digit
from foundation.numbering.services import next_number_in_transaction, next_serial_in_transaction
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .attachments import Upload, attach_in_transaction, detach_in_transaction
from .date_changes import write_change_in_transaction
from .keeping import KeptPlan, keep_seats_in_transaction
from .parts_follow import follow_session_in_transaction
from .seats import lock_session_in_transaction
from .sending import send_in_transaction
from .serving import serve_line_in_transaction

DEADLINE_VERSION = ["deadline_sequence", "deadline_changed_at"]
ADMISSION_STANDS = "申し込みが届いたあとは、決め方を変えられません。"
SPAN = ("starts_at", "ends_at")
BACK = "中止を取り消しました。"
SOME_WERE_HELD = "もう開いた日程があります。残りを、「日程を変える」で中止にしてください。"


@dataclass(frozen=True)
class SessionPlan:
    """What staff wrote about one date. `session_id` names the session that it changes; None adds one.

    `kept` are the seats kept for some; None leaves those that there are.
    """

    starts_at: datetime
    ends_at: datetime
    venue: str = ""
    venue_address: str = ""
    venue_route: str = ""
    doors_open_at: time | None = None
    online_url: str = ""
    online_note: str = ""
    online_opens_at: datetime | None = None
    online_phone: str = ""
    venue_capacity: int | None = None
    online_capacity: int | None = None
    session_id: int | None = None
    kept: tuple[KeptPlan, ...] | None = None

    @property
    def values(self) -> dict[str, object]:
        """The session's own fields."""
        own = (each.name for each in fields(self) if each.name not in ("session_id", "kept"))
        return {name: getattr(self, name) for name in own}


@transaction.atomic(durable=True)
def create_event(
    *,
    details: Mapping[str, object],
    sessions: Sequence[SessionPlan],
    publish: bool,
    actor: User | None,
    now: datetime,
    copied_from: Event | None = None,
    uploads: Sequence[Upload] = (),
) -> Event:
    """Make an event with its sessions, numbers, application form, papers and calendar entries in one act."""
    return create_event_in_transaction(
        details=details,
        sessions=sessions,
        publish=publish,
        actor=actor,
        now=now,
        copied_from=copied_from,
        uploads=uploads,
    )


def create_event_in_transaction(
    *,
    details: Mapping[str, object],
    sessions: Sequence[SessionPlan],
    publish: bool,
    actor: User | None,
    now: datetime,
    copied_from: Event | None = None,
    uploads: Sequence[Upload] = (),
) -> Event:
    """Make an event as a step of another act: what a room has arranged becomes one."""
    assert_in_transaction("create_event")
    number = next_number_in_transaction("events.event", now=now, letter="K", digits=2)
    event = Event.objects.create(
        number=number,
        sheet_number=with_check_digit(next_serial_in_transaction("events.sheet")),
        slug=number.lower(),
        state=EventState.PUBLISHED if publish else EventState.DRAFT,
        copied_from=copied_from,
        deadline_uid=new_uid(settings.HOST),
        deadline_changed_at=now,
        created_by=actor,
        created_at=now,
        changed_at=now,
        **details,
    )
    for plan in sessions:
        _add_session(event, plan, now=now)
    attach_in_transaction(event, uploads)
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [event.pk])
    chain.record("events.event_created", actor=actor, subject=event, now=now, fields=details)
    return event


@transaction.atomic(durable=True)
def update_event(
    *,
    event: Event,
    details: Mapping[str, object],
    sessions: Sequence[SessionPlan],
    actor: User,
    now: datetime,
    publish: bool = False,
    uploads: Sequence[Upload] = (),
    removed_attachments: Collection[int] = (),
) -> Event:
    """Change an event; people with seats or in line learn of a new time or place by mail and calendar.

    `publish` makes a draft public in the same act; for an event that is none it changes nothing. Raises
    CapacityRefused when seats would fall below those taken, and AdmissionRefused for another way to decide
    once somebody has applied. Sessions left out of `sessions` stay.
    """
    return update_event_in_transaction(
        event=event,
        details=details,
        sessions=sessions,
        actor=actor,
        now=now,
        publish=publish,
        uploads=uploads,
        removed_attachments=removed_attachments,
    )


def update_event_in_transaction(
    *,
    event: Event,
    details: Mapping[str, object],
    sessions: Sequence[SessionPlan],
    actor: User,
    now: datetime,
    publish: bool = False,
    uploads: Sequence[Upload] = (),
    removed_attachments: Collection[int] = (),
) -> Event:
    """Change an event as a step of another act; whoever follows the calendar learns of a new deadline."""
    assert_in_transaction("update_event")
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    if details.get("admission", event.admission) != event.admission:
        _refuse_new_admission(event)
    if publish and event.state == EventState.DRAFT:
        details = {**details, "state": EventState.PUBLISHED}
    changed = [name for name, value in details.items() if getattr(event, name) != value]
    old_title, old_deadline = event.title, deadline_entry(event)
    for name in changed:
        setattr(event, name, details[name])
    state = revised_deadline(old_deadline, event, now=now)
    event.deadline_sequence, event.deadline_changed_at = state.sequence, state.last_modified
    event.changed_at = now
    event.save(update_fields=[*changed, *DEADLINE_VERSION, "changed_at"])
    for plan in sessions:
        if plan.session_id is None:
            _add_session(event, plan, now=now)
        else:
            _change_session(event, plan, old_title=old_title, now=now)
    attach_in_transaction(event, uploads)
    detach_in_transaction(event, removed_attachments)
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [event.pk])
    let_follow_in_transaction(event, actor=actor, now=now)
    chain.record("events.event_changed", actor=actor, subject=event, now=now, fields=changed)
    return event


def _refuse_new_admission(event: Event) -> None:
    """Whoever applies holds the session's row: none of them slips in between the look and the change."""
    for pk in event.sessions.order_by("id").values_list("pk", flat=True):
        lock_session_in_transaction(pk)
    if Application.objects.filter(session__event=event).exists():
        raise AdmissionRefused(ADMISSION_STANDS)


@transaction.atomic(durable=True)
def publish_event(*, event: Event, actor: User, now: datetime) -> None:
    """Make a draft public. Raises EventRefused for anything that is no draft or has no session."""
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    _refuse_move(event, "publish")
    if not event.sessions.exists():
        raise EventRefused("開催日を1つ以上書いてください。")
    event.state, event.changed_at = EventState.PUBLISHED, now
    event.save(update_fields=["state", "changed_at"])
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [event.pk])
    chain.record("events.event_published", actor=actor, subject=event, now=now)


@transaction.atomic(durable=True)
def cancel_event(*, event: Event, reason: str, actor: User, now: datetime) -> None:
    """Cancel a public event and tell everybody who holds or waits for a seat.

    Raises EventRefused, also where a date of it has been held.
    """
    cancel_event_in_transaction(event=event, reason=reason, actor=actor, now=now)


def cancel_event_in_transaction(
    *, event: Event, reason: str, actor: User | None, now: datetime, decided_on: date | None = None
) -> None:
    """Cancel an event as a step of another act, perhaps of whoever asked for it."""
    assert_in_transaction("cancel_event")
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    _refuse_move(event, "cancel")
    # What was held stays held; then the dates that are left are called off, and not the event.
    if any(was_held(each, now) for each in event.sessions.filter(state=DateState.PLANNED)):
        raise EventRefused(SOME_WERE_HELD)
    event.state, event.cancel_reason, event.cancelled_at, event.changed_at = (
        EventState.CANCELLED,
        reason,
        now,
        now,
    )
    event.save(update_fields=["state", "cancel_reason", "cancelled_at", "changed_at"])
    for session in _raise_sequences(event, now=now):
        if session.state == DateState.CANCELLED:
            continue
        for application in concerned_by(session):
            letter = letters.event_cancelled(
                application, link=links.address(application), centre=current_centre()
            )
            cause = f"event-cancelled-{session.calendar_sequence}"
            calendar = "CANCEL" if _calendar(application) else ""
            send_in_transaction(application, letter, cause=cause, now=now, calendar=calendar)
        write_change_in_transaction(
            session, ChangeKind.CANCELLED, reason, decided_on=decided_on, actor=actor, now=now
        )
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [event.pk])
    let_follow_in_transaction(event, actor=actor, now=now)
    chain.record("events.event_cancelled", actor=actor, subject=event, now=now, fields=["cancel_reason"])


@transaction.atomic(durable=True)
def reinstate_event(*, event: Event, actor: User, now: datetime) -> None:
    """Bring a cancelled event back; applications are as they were. Raises EventRefused."""
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    _refuse_move(event, "reinstate")
    event.state, event.cancel_reason, event.cancelled_at, event.changed_at = (
        EventState.PUBLISHED,
        "",
        None,
        now,
    )
    event.save(update_fields=["state", "cancel_reason", "cancelled_at", "changed_at"])
    for session in _raise_sequences(event, now=now):
        if session.state == DateState.CANCELLED:
            continue
        for application in concerned_by(session):
            letter = letters.event_reinstated(
                application, link=links.address(application), centre=current_centre()
            )
            cause = f"event-reinstated-{session.calendar_sequence}"
            send_in_transaction(application, letter, cause=cause, now=now, calendar=_calendar(application))
        write_change_in_transaction(session, ChangeKind.RESTORED, BACK, actor=actor, now=now)
        # Seats may have come free meanwhile: while an event was off, the line stood still.
        serve_line_in_transaction(session, now=now)
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [event.pk])
    let_follow_in_transaction(event, actor=actor, now=now)
    chain.record("events.event_reinstated", actor=actor, subject=event, now=now)


def let_follow_in_transaction(event: Event, *, actor: User | None, now: datetime) -> None:
    """Let the rooms go along with what became of an event."""
    assert_in_transaction("let_follow")
    for follow in event_followers:
        follow(event=event, actor=actor, now=now)


def _refuse_move(event: Event, move: str) -> None:
    decision = rules.may_move(event.state, move)
    if not decision.allowed:
        raise EventRefused(decision.reason)


def _add_session(event: Event, plan: SessionPlan, *, now: datetime) -> Session:
    session = Session.objects.create(
        event=event, calendar_uid=new_uid(settings.HOST), calendar_changed_at=now, **plan.values
    )
    _write_capacity(session, session.capacity, now=now)
    keep_seats_in_transaction(session, plan.kept)
    return session


def _change_session(event: Event, plan: SessionPlan, *, old_title: str, now: datetime) -> None:
    session = lock_session_in_transaction(plan.session_id or 0)
    if session.event_id != event.pk:
        raise EventRefused("この開催日は、別の研修・行事のものです。")
    session.event = event
    title, event.title = event.title, old_title
    before, seats_before = session_entry(session), dict(session.capacity)
    told_before = (letters.when(session), letters.where(session))
    event.title = title
    for name, value in plan.values.items():
        # When a series is, its parts say.
        if not (session.part_count and name in SPAN):
            setattr(session, name, value)
    decision = rules.may_set_capacity(session.capacity, queries.taken_seats(session))
    if not decision.allowed:
        raise CapacityRefused(decision.reason)
    state = revised(before, session_entry(session), now=now)
    session.calendar_sequence, session.calendar_changed_at = state.sequence, state.last_modified
    session.save()
    follow_session_in_transaction(session, was_sequence=before.sequence, now=now)
    has_new_seats = session.capacity != seats_before
    if has_new_seats:
        _write_capacity(session, session.capacity, now=now)
    # Seats that are kept no more are for whoever stands in the line.
    if keep_seats_in_transaction(session, plan.kept) or has_new_seats:
        serve_line_in_transaction(session, now=now)
    told_now = (letters.when(session), letters.where(session))
    is_to_come = queries.state_of(session) == EventState.PUBLISHED and now < session.ends_at
    if is_to_come and state.sequence > before.sequence:
        _tell_change(session, told_before, told_now, now=now)


def _tell_change(session: Session, before: tuple[str, str], after: tuple[str, str], *, now: datetime) -> None:
    words = zip(("日時", "場所"), before, after, strict=True)
    changes = [f"{name}　{old} → {new}" for name, old, new in words if old != new] or [
        "案内の内容が変わりました。"
    ]
    for application in concerned_by(session):
        letter = letters.event_changed(
            application, changes=changes, link=links.address(application), centre=current_centre()
        )
        cause = f"event-changed-{session.calendar_sequence}"
        send_in_transaction(application, letter, cause=cause, now=now, calendar=_calendar(application))


def _raise_sequences(event: Event, *, now: datetime) -> list[Session]:
    event.deadline_sequence += 1
    event.deadline_changed_at = now
    event.save(update_fields=DEADLINE_VERSION)
    sessions = list(event.sessions.select_for_update(no_key=True).order_by("id"))
    for session in sessions:
        session.event = event
        # What was off before stands in no calendar, and comes back into none.
        if session.state == DateState.PLANNED:
            session.calendar_sequence += 1
            session.calendar_changed_at = now
            session.save(update_fields=["calendar_sequence", "calendar_changed_at"])
            follow_session_in_transaction(session, was_sequence=session.calendar_sequence - 1, now=now)
    return sessions


def concerned_by(session: Session) -> list[Application]:
    """Return whoever has, wants or waits for seats of a date, and so hears of its changes."""
    # A letter says where its people go: they are read for all letters at once.
    concerned = Application.objects.filter(session=session, state__in=ACTIVE_STATES)
    applications = list(concerned.prefetch_related("participants"))
    for application in applications:
        application.session = session
    return applications


def _calendar(application: Application) -> str:
    """Return what a calendar is told: only those with a seat, and of a date that is not off."""
    takes_place = application.session.state == DateState.PLANNED
    return "REQUEST" if takes_place and application.state in SEATED_STATES else ""


def _write_capacity(session: Session, capacity: Mapping[str, int], *, now: datetime) -> None:
    SeatEntry.objects.bulk_create(
        SeatEntry(session=session, kind=EntryKind.CAPACITY, way=way, people=seats, at=now)
        for way, seats in capacity.items()
    )
