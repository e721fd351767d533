"""A date becomes a series: its parts are written, moved, called off; everybody with a seat hears of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from content.search.services import index_in_transaction
from events import date_rules, letters, links, part_rules, queries
from events.entries import session_entries
from events.enums import SEATED_STATES, ChangeKind, DateState, EventState
from events.exceptions import EventRefused
from events.models import Event, Part, Session
from events.search import SOURCE
from events.series import forget_parts, parts_of, span_of_parts
from foundation.audit import chain
from foundation.calendar.entries import CalendarEntry, changed_fields, new_uid, revised
from foundation.centre.queries import current_centre
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .publishing import concerned_by, let_follow_in_transaction
from .rescheduling import first_starts, move_period_in_transaction, period_of
from .seats import lock_session_in_transaction
from .sending import Told, send_in_transaction

STATES = {
    ChangeKind.CANCELLED: DateState.CANCELLED,
    ChangeKind.POSTPONED: DateState.POSTPONED,
    ChangeKind.RESTORED: DateState.PLANNED,
}
OVER = "終わった回は、変えることも、外すこともできません。"


@dataclass(frozen=True)
class PartPlan:
    """What staff wrote about one part. `part_id` names the part that it changes; None adds one."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    venue: str = ""
    venue_address: str = ""
    part_id: int | None = None


@transaction.atomic(durable=True)
def write_parts(*, session: Session, plans: Sequence[PartPlan], actor: User, now: datetime) -> Session:
    """Let a date have these parts, numbered in the order of time; without any it is one meeting again.

    Whoever has or wants a seat hears of what has changed, calendars of each part. Raises EventRefused.
    """
    session = lock_session_in_transaction(session.pk)
    if queries.state_of(session) not in (EventState.DRAFT, EventState.PUBLISHED):
        raise EventRefused("中止・延期の日程です。先に、行う日を決めてください。")
    before, lines = session_entries(session), letters.part_lines(session)
    began_at = session.starts_at
    write_parts_in_transaction(session, plans, now=now)
    if session.starts_at < began_at and session.event.state == EventState.PUBLISHED:
        _insist_on_period(session, now=now)
    told = _revise(session, before, now=now)
    if told and session.event.state == EventState.PUBLISHED:
        _tell_written(session, told, lines, now=now)
    _close(session, actor=actor, now=now)
    chain.record("events.parts_written", actor=actor, subject=session, now=now, fields=["parts"])
    return session


def write_parts_in_transaction(session: Session, plans: Sequence[PartPlan], *, now: datetime) -> None:
    """Write the parts of a locked date; nobody is told."""
    assert_in_transaction("write_parts")
    known = {part.pk: part for part in parts_of(session)}
    _refuse(session, plans, known, now=now)
    kept = {plan.part_id for plan in plans}
    Part.objects.filter(pk__in=[pk for pk in known if pk not in kept]).delete()
    for number, plan in enumerate(sorted(plans, key=lambda plan: plan.starts_at), start=1):
        part = known.get(plan.part_id or 0) or Part(
            session=session, calendar_uid=new_uid(settings.HOST), calendar_changed_at=now
        )
        part.number, part.title = number, plan.title
        part.starts_at, part.ends_at = plan.starts_at, plan.ends_at
        part.venue, part.venue_address = plan.venue, plan.venue_address
        part.save()
    first = min(plans, key=lambda plan: plan.starts_at, default=None)
    if first is None and known:
        earliest = min(known.values(), key=lambda part: part.starts_at)
        session.starts_at, session.ends_at = earliest.starts_at, earliest.ends_at
    session.part_count = len(plans)
    forget_parts(session)
    _keep_span(session)


@transaction.atomic(durable=True)
def change_part(
    *,
    part: Part,
    kind: ChangeKind,
    reason: str,
    actor: User,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    deadline_at: datetime | None = None,
) -> Part:
    """Call one part off, put it off, or bring it back; the others stay. Raises EventRefused.

    With `starts_at` and `ends_at` a part that is put off takes place then; without them it has no day yet.
    `deadline_at` is until when people may apply for the event from now on; None leaves it.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=part.session.event_id)
    session = lock_session_in_transaction(part.session_id)
    session.event = event
    if queries.state_of(session) != EventState.PUBLISHED:
        raise EventRefused("変えられるのは、公開していて、行うことになっている日程の回だけです。")
    before, parts = session_entries(session), parts_of(session)
    part = next(each for each in parts if each.pk == part.pk)
    was = letters.part_when(part)
    new = part_rules.PartFacts(starts_at, ends_at) if starts_at and ends_at else None
    facts = [part_rules.PartFacts(each.starts_at, each.ends_at, each.state) for each in parts]
    decision = part_rules.may_become(facts, parts.index(part), kind, now, new=new)
    if not decision.allowed:
        raise EventRefused(decision.reason)
    began_at = session.starts_at
    _apply(part, kind, reason, new)
    _keep_span(session)
    if deadline_at not in (None, event.deadline_at):
        move_period_in_transaction(event, now=now, deadline_at=deadline_at)
        _insist_on_period(session, now=now)
    elif session.starts_at < began_at:
        _insist_on_period(session, now=now)
    told = _revise(session, before, now=now)
    _tell_one(part, kind, was, told, now=now)
    _close(session, actor=actor, now=now)
    fields = [kind.value, f"part:{part.pk}"]
    chain.record("events.part_changed", actor=actor, subject=session, now=now, fields=fields)
    return part


def _refuse(session: Session, plans: Sequence[PartPlan], known: Mapping[int, Part], *, now: datetime) -> None:
    if any(plan.part_id is not None and plan.part_id not in known for plan in plans):
        raise EventRefused("この回は、ほかの人が外したか、別の日程のものです。画面を開きなおしてください。")
    facts = [part_rules.PartFacts(plan.starts_at, plan.ends_at, _state_of(plan, known)) for plan in plans]
    decision = part_rules.may_write(facts)
    if not decision.allowed:
        raise EventRefused(decision.reason)
    if session.event.state != EventState.PUBLISHED:
        return
    times = {plan.part_id: (plan.starts_at, plan.ends_at) for plan in plans}
    over = [part for part in known.values() if part.takes_place and part.ends_at <= now]
    if any(times.get(part.pk) != (part.starts_at, part.ends_at) for part in over):
        raise EventRefused(OVER)


def _insist_on_period(session: Session, *, now: datetime) -> None:
    """Refuse a date that begins before the deadline of its event, as for dates that are put off."""
    _, first = first_starts(session, session.starts_at, now=now)
    decision = date_rules.may_have_period(period_of(session.event), first)
    if not decision.allowed:
        raise EventRefused(decision.reason)


def _state_of(plan: PartPlan, known: Mapping[int, Part]) -> str:
    part = known.get(plan.part_id or 0)
    return part.state if part else DateState.PLANNED


def _apply(part: Part, kind: ChangeKind, reason: str, new: part_rules.PartFacts | None) -> None:
    part.state, part.reason = STATES[kind], reason
    if kind == ChangeKind.POSTPONED:
        part.planned_starts_at = part.planned_starts_at or part.starts_at
    if new is not None:
        part.starts_at, part.ends_at, part.state = new.starts_at, new.ends_at, DateState.PLANNED
    part.save()


def _keep_span(session: Session) -> None:
    """Let a series begin with its first part and end with its last one."""
    parts = parts_of(session)
    if parts:
        starts_at, ends_at = span_of_parts(parts)
        if session.online_opens_at is not None:
            session.online_opens_at += starts_at - session.starts_at
        session.starts_at, session.ends_at = starts_at, ends_at
    session.save()


def _revise(session: Session, before: Iterable[CalendarEntry], *, now: datetime) -> list[Told]:
    """Store the next versions, and return what calendars have to be told of them."""
    old = {entry.uid: entry for entry in before}
    becomes_series = session.calendar_uid in old and bool(session.part_count)
    comes_back = session.calendar_uid not in old and not session.part_count
    if becomes_series or comes_back:
        session.calendar_sequence, session.calendar_changed_at = session.calendar_sequence + 1, now
        session.save(update_fields=["calendar_sequence", "calendar_changed_at"])
    told: list[Told] = []
    parts = {part.calendar_uid: part for part in parts_of(session)}
    for entry in session_entries(session):
        was, part = old.pop(entry.uid, None), parts.get(entry.uid)
        if part is not None and was is not None:
            state = revised(was, entry, now=now)
            part.calendar_sequence, part.calendar_changed_at = state.sequence, state.last_modified
            part.save(update_fields=["calendar_sequence", "calendar_changed_at"])
            told += _told(was, entry, raised=state.sequence > was.sequence)
        elif not entry.cancelled:
            told.append(("REQUEST", entry))
    now_told = {entry.uid: entry for entry in session_entries(session)}
    told = [(method, now_told[entry.uid]) for method, entry in told]
    gone = [_next_version(entry, session, now=now) for entry in old.values() if not entry.cancelled]
    return [*told, *(("CANCEL", entry) for entry in gone)]


def _told(was: CalendarEntry, entry: CalendarEntry, *, raised: bool) -> list[Told]:
    if entry.cancelled:
        return [("CANCEL", entry)] if "cancelled" in changed_fields(was, entry) else []
    return [("REQUEST", entry)] if raised else []


def _next_version(entry: CalendarEntry, session: Session, *, now: datetime) -> CalendarEntry:
    """Return the last version of what stands in calendars no more; the session's own is stored."""
    own = entry.uid == session.calendar_uid
    sequence = session.calendar_sequence if own else entry.sequence + 1
    return replace(entry, sequence=sequence, last_modified=now)


def _tell_written(session: Session, told: Sequence[Told], before: Sequence[str], *, now: datetime) -> None:
    if now >= session.ends_at:
        return
    after = letters.part_lines(session) or [letters.when(session)]
    changes = [f"変わったこと　{line}" for line in after if line not in before] or ["回が減りました。"]
    versions = "-".join(f"{part.pk}.{part.calendar_sequence}" for part in parts_of(session))
    cause = f"parts-written-{session.calendar_sequence}-{versions}"
    for application in concerned_by(session):
        letter = letters.event_changed(
            application, changes=changes, link=links.address(application), centre=current_centre()
        )
        has_seat = application.state in SEATED_STATES
        send_in_transaction(application, letter, cause=cause, now=now, calendar=told if has_seat else "")


def _tell_one(part: Part, kind: ChangeKind, was: str, told: Sequence[Told], *, now: datetime) -> None:
    subject, first = letters.part_news(part, kind, was=was)
    for application in concerned_by(part.session):
        letter = letters.part_changed(
            application,
            subject=subject,
            first=first,
            link=links.address(application),
            centre=current_centre(),
        )
        has_seat = application.state in SEATED_STATES
        cause = f"part-changed-{part.pk}-{part.calendar_sequence}-{part.state}-{part.starts_at:%Y%m%d%H%M}"
        send_in_transaction(application, letter, cause=cause, now=now, calendar=told if has_seat else "")


def _close(session: Session, *, actor: User, now: datetime) -> None:
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [session.event_id])
    let_follow_in_transaction(session.event, actor=actor, now=now)
