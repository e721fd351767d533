"""Reading 合同支援会議: what their pages and papers say, and the event of reading them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from foundation.centre.queries import current_centre
from handoff.access import opened
from handoff.actors import Actor
from handoff.machine.enums import Side
from handoff.papers.making import Party, party_of
from handoff.records.rules import said

from .access import Standing, meeting_for, meetings_of, standing_for
from .enums import MeetingState
from .models import SupportMeeting
from .queries import DecisionLine, decisions_of, next_day_of
from .rules import (
    CALL_WORDS,
    MINUTED,
    MOST_DECISIONS,
    is_for_paper,
    may_call_off,
    may_change_call,
    may_confirm,
    may_minute,
    may_send_back,
    may_tick,
)

CALLED = frozenset({MeetingState.CALLED, MeetingState.CALLED_OFF})
HELD = MINUTED | {MeetingState.CONFIRMED}


@dataclass(frozen=True, kw_only=True)
class MeetingList:
    """The meetings of a hand-off by day and state, and what was decided in all of them."""

    standing: Standing
    meetings: Sequence[SupportMeeting]
    decisions: Sequence[DecisionLine]
    next_on: date | None
    parties: dict[str, Party]
    today: date

    @property
    def open_decisions(self) -> list[DecisionLine]:
        return [line for line in self.decisions if line.row.done_on is None]

    @property
    def by_meeting(self) -> list[tuple[SupportMeeting, list[DecisionLine]]]:
        """Return what each meeting decided, the latest first; those that decided nothing are left out."""
        found = [
            (meeting, [line for line in self.decisions if line.row.meeting_id == meeting.pk])
            for meeting in self.meetings
        ]
        return [(meeting, lines) for meeting, lines in found if lines]


@dataclass(frozen=True, kw_only=True)
class MeetingRead:
    """A meeting as somebody sees it."""

    meeting: SupportMeeting
    standing: Standing
    texts: dict[str, str]
    who: str
    said: str
    decisions: Sequence[DecisionLine]
    why_off: str
    why_back: str
    told_by: str
    is_writer: bool
    parties: dict[str, Party]
    today: date

    @property
    def reference(self) -> str:
        return self.standing.handoff.reference

    @property
    def call_facts(self) -> list[tuple[str, str]]:
        return said(CALL_WORDS, self.texts)

    @property
    def may_change(self) -> bool:
        return (
            self.standing.may_write
            and may_change_call(
                state=self.meeting.state, called_side=self.meeting.called_side, sides=self.standing.sides
            ).allowed
        )

    @property
    def may_call_off(self) -> bool:
        return self.standing.may_write and may_call_off(state=self.meeting.state).allowed

    @property
    def may_minute(self) -> bool:
        return (
            self.standing.may_write
            and may_minute(
                state=self.meeting.state,
                minuted_side=self.meeting.minuted_side,
                sides=self.standing.sides,
                called_for=timezone.localdate(self.meeting.starts_at),
                today=self.today,
            ).allowed
        )

    @property
    def is_due(self) -> bool:
        """Whether the day of the call has come, so that the minutes are to be written next."""
        return self.meeting.state == MeetingState.CALLED and self.may_minute

    @property
    def is_to_mend(self) -> bool:
        """Whether the other side gave the minutes back, so that this reader's side mends them next."""
        return self.meeting.state == MeetingState.SENT_BACK and self.may_minute

    @property
    def may_confirm(self) -> bool:
        return (
            self.standing.may_write
            and may_confirm(
                state=self.meeting.state,
                minuted_side=self.meeting.minuted_side,
                sides=self.standing.sides,
                is_writer=self.is_writer,
                is_on_paper=self.standing.is_on_paper,
            ).allowed
        )

    @property
    def may_send_back(self) -> bool:
        return (
            self.standing.may_write
            and may_send_back(
                state=self.meeting.state,
                minuted_side=self.meeting.minuted_side,
                sides=self.standing.sides,
                is_writer=self.is_writer,
            ).allowed
        )

    @property
    def is_for_paper(self) -> bool:
        return is_for_paper(
            minuted_side=self.meeting.minuted_side,
            sides=self.standing.sides,
            is_on_paper=self.standing.is_on_paper,
        )

    @property
    def is_in_calendars(self) -> bool:
        """Whether its day is still to be put into a calendar, or taken out of it."""
        return self.meeting.state in CALLED

    @property
    def lines(self) -> list[tuple[DecisionLine, bool]]:
        """Return what was decided, each with whether this reader ticks it."""
        return [
            (
                line,
                self.standing.may_write
                and may_tick(
                    state=self.meeting.state,
                    side=line.row.side,
                    sides=self.standing.sides,
                    is_on_paper=self.standing.is_on_paper,
                ).allowed,
            )
            for line in self.decisions
        ]

    @property
    def places(self) -> list[int]:
        """Return the places of the minutes that may still be written: what was done already stays."""
        done = {line.row.position for line in self.decisions if line.row.done_on is not None}
        return [place for place in range(1, MOST_DECISIONS + 1) if place not in done]


def read_meeting(
    *,
    meeting_id: UUID,
    actor: Actor,
    now: datetime,
    verb: str = "meetings.read",
    is_shown: bool = True,
    states: Collection[str] = MeetingState.values,
) -> MeetingRead:
    """Return a meeting in one of these states as this actor may read it; it is noted. Raises Http404.

    `is_shown=False` where a form was sent, whose answer shows nothing of it: nobody reads then.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        meeting, standing = meeting_for(actor, meeting_id, today=today)
        if meeting.state not in states:
            raise Http404
        if is_shown:
            opening.note(verb, meeting)
        held = meeting.held
        if held is not None:
            held.handoff = standing.handoff
        return MeetingRead(
            meeting=meeting,
            standing=standing,
            texts=_dict(meeting, "contents"),
            who=held.unseal("who") if held else "",
            said=_dict(meeting, "minutes").get("said", ""),
            decisions=decisions_of([meeting]),
            why_off=_word(meeting, "why_off"),
            why_back=_word(meeting, "why_back"),
            told_by=_word(meeting, "told_by"),
            is_writer=meeting.minuted_by == actor.user,
            parties=_parties(standing),
            today=today,
        )


def list_meetings(
    *, handoff_id: UUID, actor: Actor, now: datetime, verb: str = "meetings.list_read", is_kept: bool = False
) -> MeetingList:
    """Return the meetings of a hand-off and what they decided; the reading or printing is written down.

    Without its footing the receiver finds none, and no paper that `is_kept`. Raises Http404.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        standing = standing_for(actor, handoff_id, today=today)
        if is_kept and not standing.sides:
            raise Http404
        meetings = list(meetings_of(standing))
        for meeting in meetings:
            meeting.handoff = standing.handoff
        opening.note(verb, standing.handoff)
        return MeetingList(
            standing=standing,
            meetings=meetings,
            decisions=decisions_of(meetings),
            next_on=next_day_of(standing.handoff, today=today) if standing.sides else None,
            parties=_parties(standing),
            today=today,
        )


def may_write_on(*, handoff_id: UUID, actor: Actor, now: datetime) -> tuple[Standing, date | None]:
    """Return how somebody stands to the meetings of a hand-off, and the next day that was agreed.

    Nothing of them is read by this. Raises Http404.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now):
        standing = standing_for(actor, handoff_id, today=today)
        return standing, next_day_of(standing.handoff, today=today) if standing.sides else None


def _parties(standing: Standing) -> dict[str, Party]:
    """Return how the two sides are called on screens and papers."""
    centre, handoff = current_centre(), standing.handoff
    return {
        Side.GIVER: party_of(handoff.requester, centre),
        Side.RECEIVER: party_of(handoff.performer, centre),
    }


def _word(meeting: SupportMeeting, column: str) -> str:
    return meeting.unseal(column) if getattr(meeting, column) is not None else ""


def _dict(meeting: SupportMeeting, column: str) -> dict[str, str]:
    found = meeting.unseal_data(column) if getattr(meeting, column) is not None else {}
    assert isinstance(found, dict), "texts lie under names"
    return found
