"""Holding a 合同支援会議: its minutes, what it decided, the other side's word for them, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from foundation import jobs
from foundation.japanese.dates import short_date
from foundation.transactions import assert_in_transaction
from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.exceptions import Refused, obey
from handoff.machine.enums import Side
from handoff.machine.models import JointMeeting
from handoff.machine.services.running import confirm_meeting_in_transaction, write_meeting_in_transaction
from handoff.meetings.access import Standing
from handoff.meetings.enums import MeetingKind, MeetingState, News
from handoff.meetings.models import Decision, SupportMeeting
from handoff.meetings.queries import decisions_of
from handoff.meetings.rules import (
    NOTHING_DECIDED,
    SAID,
    USUAL_LENGTH,
    is_for_paper,
    may_confirm,
    may_send_back,
    may_tick,
    may_write_minutes,
    other_side,
)

from .calling import TELL, calendar_uid
from .standing import changed_in_transaction, locked_meeting, locked_standing

NOON = time(12)
FROM_WHOM = "相手のだれから、いつ、どのように聞いたかを書いてください。"


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """One line of what was decided, at its place in the minutes."""

    position: int
    what: str
    owner: str
    side: Side
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """What is written of a meeting: when it was held, who came and what was said, decided, and comes next."""

    held_on: date
    texts: Mapping[str, str]
    decisions: Sequence[NewDecision] = ()
    next_on: date | None = None


def write_minutes(*, meeting_id: UUID, minutes: Minutes, seen: int, actor: Actor, now: datetime) -> None:
    """Write the minutes of a meeting, or write them anew until they are confirmed.

    From the first time on it is held; gates count it once the other side, which is told each time, has
    confirmed it. What was done already stays as it is. Raises Http404, Refused, ChangedMeanwhile.
    """
    with opened(actor, now=now) as opening:
        meeting, standing = locked_meeting(meeting_id, actor, now, opening, seen=seen)
        _minute_in_transaction(meeting, minutes, standing, opening)


def write_uncalled(
    *, handoff_id: UUID, kind: MeetingKind, minutes: Minutes, form_key: UUID, actor: Actor, now: datetime
) -> SupportMeeting:
    """Write the minutes of a meeting that was held without a call.

    The same form sent again gives the meeting of the first time. Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        standing = locked_standing(handoff_id, actor, now, opening)
        beside = SupportMeeting.objects.filter(handoff=standing.handoff)
        if known := beside.filter(form_key=form_key).first():
            return known
        meeting = SupportMeeting(
            handoff=standing.handoff,
            kind=kind,
            starts_at=_moment_of(minutes.held_on, None, now),
            lasts=USUAL_LENGTH,
            version=0,
            changed_at=now,
            calendar_uid=calendar_uid(),
            form_key=form_key,
        )
        _minute_in_transaction(meeting, minutes, standing, opening)
    return meeting


def confirm_minutes(*, meeting_id: UUID, seen: int, actor: Actor, now: datetime, told_by: str = "") -> None:
    """Confirm minutes for the other side than wrote them, once; after that they are not changed.

    On paper the asking side writes who of the receiver said so. Raises Http404, Refused, ChangedMeanwhile.
    """
    with opened(actor, now=now) as opening:
        meeting, standing = locked_meeting(meeting_id, actor, now, opening, seen=seen)
        side, sides, on_paper = meeting.minuted_side, standing.sides, standing.is_on_paper
        is_writer = meeting.minuted_by == actor.user
        obey(
            may_confirm(
                state=meeting.state, minuted_side=side, sides=sides, is_writer=is_writer, is_on_paper=on_paper
            )
        )
        if is_for_paper(minuted_side=side, sides=sides, is_on_paper=on_paper):
            if not told_by.strip():
                raise Refused(FROM_WHOM)
            meeting.seal(told_by=told_by)
        meeting.state, meeting.confirmed_at, meeting.confirmed_by = MeetingState.CONFIRMED, now, actor.user
        meeting.confirmed_side = other_side(Side(side))
        assert meeting.held is not None, "what has minutes was held"
        confirm_meeting_in_transaction(meeting.held, opening=opening)
        changed_in_transaction(meeting, now=now)
        opening.note("meetings.confirmed", meeting, ["state"])


def send_back(*, meeting_id: UUID, why: str, seen: int, actor: Actor, now: datetime) -> None:
    """Give minutes back to the side that wrote them, saying what is to be mended; it is told.

    Raises Http404, Refused, ChangedMeanwhile.
    """
    if not why.strip():
        raise Refused("直してほしいところを書いてください。")
    with opened(actor, now=now) as opening:
        meeting, standing = locked_meeting(meeting_id, actor, now, opening, seen=seen)
        obey(
            may_send_back(
                state=meeting.state,
                minuted_side=meeting.minuted_side,
                sides=standing.sides,
                is_writer=meeting.minuted_by == actor.user,
            )
        )
        meeting.state, meeting.back_by = MeetingState.SENT_BACK, actor.user
        meeting.seal(why_back=why)
        changed_in_transaction(meeting, now=now)
        opening.note("meetings.sent_back", meeting, ["state"])
        jobs.defer(TELL, meeting_id=str(meeting.pk), news=News.SENT_BACK.value, version=meeting.version)


def tick_decision(*, meeting_id: UUID, decision_id: UUID, is_done: bool, actor: Actor, now: datetime) -> None:
    """Tick what was decided as done today, or take the tick away; the same press again writes nothing.

    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        meeting, standing = locked_meeting(meeting_id, actor, now, opening)
        row = meeting.decisions.filter(pk=decision_id, dropped_at=None).first()
        if row is None:
            raise Http404
        obey(
            may_tick(
                state=meeting.state, side=row.side, sides=standing.sides, is_on_paper=standing.is_on_paper
            )
        )
        if (row.done_on is not None) == is_done:
            return
        row.done_on, row.done_by = (timezone.localdate(now), actor.user) if is_done else (None, None)
        row.save(update_fields=["done_on", "done_by"])
        opening.note("meetings.decision_ticked", row, ["done" if is_done else "undone"])


def _minute_in_transaction(
    meeting: SupportMeeting, minutes: Minutes, standing: Standing, opening: Opening
) -> None:
    assert_in_transaction("minute")
    actor, now = opening.actor, opening.now
    obey(
        may_write_minutes(
            state=meeting.state,
            minuted_side=meeting.minuted_side,
            sides=standing.sides,
            called_for=timezone.localdate(meeting.starts_at),
            held_on=minutes.held_on,
            today=timezone.localdate(now),
        )
    )
    held = meeting.held or JointMeeting(handoff=meeting.handoff, written_by=actor.user, written_at=now)
    known_at = meeting.held.held_at if meeting.held else meeting.starts_at
    write_meeting_in_transaction(
        held,
        held_at=_moment_of(minutes.held_on, known_at, now),
        who=minutes.texts["who"],
        decided=_in_words(minutes.decisions, meeting),
        next_on=minutes.next_on,
        opening=opening,
    )
    meeting.held, meeting.state = held, MeetingState.HELD
    meeting.minuted_by, meeting.minuted_at, meeting.minuted_side = actor.user, now, standing.side
    meeting.back_by = None
    meeting.seal(minutes={SAID.name: minutes.texts[SAID.name]}, why_back=None)
    changed_in_transaction(meeting, now=now)
    _write_decisions_in_transaction(meeting, minutes.decisions, now=now)
    opening.note("meetings.minuted", meeting, minutes.texts)
    # Each time: what the other side read before does not stand there any more.
    jobs.defer(TELL, meeting_id=str(meeting.pk), news=News.MINUTED.value, version=meeting.version)


def _write_decisions_in_transaction(
    meeting: SupportMeeting, decisions: Sequence[NewDecision], *, now: datetime
) -> None:
    """Bring the lines up to what was written; what was done already is no more touched."""
    assert_in_transaction("write_decisions")
    known = {row.position: row for row in meeting.decisions.filter(dropped_at=None)}
    done = {place for place, row in known.items() if row.done_on is not None}
    written = {new.position: new for new in decisions if new.position not in done}
    for place, row in known.items():
        if place not in done and place not in written:
            row.dropped_at = now
            row.save(update_fields=["dropped_at"])
    for place, new in written.items():
        row = known.get(place) or Decision(position=place)
        row.meeting, row.side, row.due_on = meeting, new.side, new.due_on
        row.seal(contents={"what": new.what, "owner": new.owner})
        row.save()


def _in_words(decisions: Sequence[NewDecision], meeting: SupportMeeting) -> str:
    """Return what was decided as the hand-off shows it: what was done already, and what is written now."""
    done = [] if meeting.held is None else [line for line in decisions_of([meeting]) if line.row.done_on]
    places = {line.row.position for line in done}
    lines = [(line.row.position, line.what, line.owner, line.row.due_on) for line in done]
    lines += [
        (new.position, new.what, new.owner, new.due_on) for new in decisions if new.position not in places
    ]
    said = []
    for _, what, owner, due_on in sorted(lines, key=lambda line: line[0]):
        more = "、".join(filter(None, (owner, f"{short_date(due_on)}まで" if due_on else "")))
        said.append(f"{what}（{more}）" if more else what)
    return "\n".join(said) or NOTHING_DECIDED


def _moment_of(day: date, known_at: datetime | None, now: datetime) -> datetime:
    """Return the moment of a meeting held on this day: as it was called, now if it is today, else noon."""
    if known_at is not None and known_at <= now and timezone.localdate(known_at) == day:
        return known_at
    if day >= timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(day, NOON))
