"""The diary after a hand-off: every how many days, what was done, what was not and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foundation.transactions import lock_name_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.aftercare.access import locked_entry, rhythm_on
from handoff.aftercare.enums import EntryState
from handoff.aftercare.limits import LONGEST_RHYTHM
from handoff.aftercare.models import FollowUpEntry, FollowUpRhythm
from handoff.aftercare.rules import DIARY, REASON, RHYTHMS, WRITTEN, next_contact
from handoff.days import may_be_planned, may_have_been
from handoff.exceptions import Refused, obey
from handoff.records.access import Ground, ground_for, records_on
from handoff.records.enums import Use

STOPPED = "記録の予定をやめました。"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What somebody writes of one contact: its day and the texts, how and what about among them."""

    done_on: date
    texts: Mapping[str, str]


def set_rhythm(
    *,
    every_days: int,
    first_on: date,
    actor: Actor,
    now: datetime,
    case_id: UUID | None = None,
    handoff_id: UUID | None = None,
) -> FollowUpRhythm:
    """Say every how many days somebody gets in touch, from which day on. Raises Http404, Refused."""
    today = timezone.localdate(now)
    if not 1 <= every_days <= LONGEST_RHYTHM:
        raise Refused(f"1日から{LONGEST_RHYTHM}日のあいだで決めてください。")
    obey(may_be_planned(first_on, today=today, what="はじめの日"))
    with opened(actor, now=now) as opening:
        ground = _rhythm_ground(actor, case_id, handoff_id, today)
        _ended(ground, today)
        rhythm = FollowUpRhythm(
            case_id=ground.case_id,
            handoff=ground.handoff,
            every_days=every_days,
            since=first_on,
            set_by=actor.user,
            set_at=now,
        )
        rhythm.save(force_insert=True)
        due = _due(ground)
        if due is None:
            _make_due(ground, first_on, actor, now)
        else:
            due.due_on, due.changed_at = first_on, now
            due.save(update_fields=["due_on", "changed_at"])
        opening.note("aftercare.rhythm_set", rhythm, ["every_days"])
    return rhythm


def stop_rhythm(
    *, actor: Actor, now: datetime, case_id: UUID | None = None, handoff_id: UUID | None = None
) -> None:
    """Let nothing fall due any more; what is due is written down as not done. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        ground = _rhythm_ground(actor, case_id, handoff_id, today)
        rhythm = rhythm_on(ground)
        if rhythm is None:
            raise Refused("記録の予定は、決まっていません。")
        _ended(ground, today)
        due = _due(ground)
        if due is not None:
            _settle(due, EntryState.SKIPPED, today, {REASON.name: STOPPED}, actor, now)
        opening.note("aftercare.rhythm_stopped", rhythm)


def write_contact(
    *,
    contact: Contact,
    actor: Actor,
    now: datetime,
    case_id: UUID | None = None,
    handoff_id: UUID | None = None,
) -> FollowUpEntry:
    """Write down a contact that no rhythm asked for. Raises Http404, Refused."""
    today = timezone.localdate(now)
    obey(may_have_been(contact.done_on, today=today, what="した日"))
    with opened(actor, now=now) as opening:
        ground = ground_for(actor, case_id=case_id, handoff_id=handoff_id, today=today)
        if not ground.opens(Use.WRITE, DIARY, state=EntryState.DONE):
            raise Refused("この記録は、いま書けません。")
        entry = _entry(ground, actor, now)
        _settle(entry, EntryState.DONE, contact.done_on, contact.texts, actor, now)
        opening.note("aftercare.contact_written", entry, contact.texts)
    return entry


def settle_contact(*, entry_id: UUID, contact: Contact, actor: Actor, now: datetime) -> None:
    """Write down the contact that was due; the next one follows by the rhythm. Raises Http404, Refused."""
    obey(may_have_been(contact.done_on, today=timezone.localdate(now), what="した日"))
    with opened(actor, now=now) as opening:
        entry, ground = _due_for(entry_id, actor, now)
        _settle(entry, EntryState.DONE, contact.done_on, contact.texts, actor, now)
        _follow(ground, contact.done_on, actor, now)
        opening.note("aftercare.contact_written", entry, contact.texts)


def skip_contact(*, entry_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Write down why a contact that was due did not happen; the next follows. Raises Http404, Refused."""
    today = timezone.localdate(now)
    if not reason.strip():
        raise Refused("しなかったわけを書いてください。")
    with opened(actor, now=now) as opening:
        entry, ground = _due_for(entry_id, actor, now)
        _settle(entry, EntryState.SKIPPED, today, {REASON.name: reason}, actor, now)
        _follow(ground, today, actor, now)
        opening.note("aftercare.contact_skipped", entry)


def _rhythm_ground(actor: Actor, case_id: UUID | None, handoff_id: UUID | None, today: date) -> Ground:
    """Return the ground whose rhythm this actor sets, with nobody else setting it until the end."""
    ground = ground_for(actor, case_id=case_id, handoff_id=handoff_id, today=today)
    if not ground.opens(Use.WRITE, RHYTHMS, state=WRITTEN):
        raise Refused("記録の予定は、依頼した側の担当が決めます。")
    lock_name_in_transaction(f"aftercare.rhythm:{handoff_id or case_id}")
    return ground


def _ended(ground: Ground, today: date) -> None:
    rows = FollowUpRhythm.objects.filter(case_id=ground.case_id, handoff=ground.handoff, ended_on=None)
    rows.update(ended_on=today)


def _due(ground: Ground) -> FollowUpEntry | None:
    rows = records_on(FollowUpEntry.objects.select_for_update(of=("self",)), ground)
    return rows.filter(state=EntryState.DUE).first()


def _due_for(entry_id: UUID, actor: Actor, now: datetime) -> tuple[FollowUpEntry, Ground]:
    entry, ground = locked_entry(actor, entry_id, Use.WRITE, today=timezone.localdate(now))
    if entry.state != EntryState.DUE:
        raise Refused("この記録は、もう書かれています。")
    return entry, ground


def _entry(ground: Ground, actor: Actor, now: datetime) -> FollowUpEntry:
    return FollowUpEntry(
        case_id=ground.case_id,
        handoff=ground.handoff,
        key=ground.key,
        written_by=actor.user,
        written_at=now,
        changed_at=now,
    )


def _make_due(ground: Ground, day: date, actor: Actor, now: datetime) -> None:
    entry = _entry(ground, actor, now)
    entry.due_on = day
    entry.save(force_insert=True)


def _follow(ground: Ground, day: date, actor: Actor, now: datetime) -> None:
    rhythm = rhythm_on(ground)
    if rhythm is not None:
        next_on = next_contact(done_on=day, every=rhythm.every_days, today=timezone.localdate(now))
        _make_due(ground, next_on, actor, now)


def _settle(
    entry: FollowUpEntry,
    state: EntryState,
    day: date,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> None:
    entry.state, entry.done_on, entry.done_by, entry.changed_at = state, day, actor.user, now
    entry.seal(contents=dict(texts))
    entry.save()
