"""Reading a hand-off: what is shown, and the event without which nothing is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.disclosure.enums import Part
from handoff.machine.access import (
    backup_stands,
    calls_shown,
    emergencies_shown,
    handoff_for,
    hands_of,
    is_told,
    readable_now,
    readable_parts,
    turns_shown,
    words_shown,
)
from handoff.machine.enums import Hand
from handoff.machine.inbox import Line, line_of
from handoff.machine.models import (
    Call,
    Confirmation,
    Emergency,
    Handoff,
    JointMeeting,
    Receiver,
    RoleItem,
    Turn,
)
from handoff.machine.queries import facts_of
from handoff.machine.rules import HandoffFacts


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A hand-off as somebody sees it: what it asks, whose hands they have, what is open to them."""

    handoff: Handoff
    facts: HandoffFacts
    hands: frozenset[Hand]
    line: Line
    open_parts: frozenset[Part]
    open_to_receiver: frozenset[Part]
    ask: str
    turns: Sequence[Turn]
    words: Sequence[Confirmation]
    items: Sequence[tuple[RoleItem, str]]
    meetings: Sequence[tuple[JointMeeting, str]]
    receivers: Sequence[Receiver]
    calls: Sequence[tuple[Call, str]]
    emergencies: Sequence[Emergency]
    is_backed_up: bool

    @property
    def is_receiver_only(self) -> bool:
        return Hand.RECEIVER in self.hands and Hand.GIVER not in self.hands

    @property
    def may_read_parts(self) -> bool:
        """Whether parts can be opened at all: whoever only watches over the data sees which there are."""
        return bool(self.hands & {Hand.GIVER, Hand.RECEIVER})


def read_handoff(*, handoff_id: UUID, actor: Actor, now: datetime) -> Reading:
    """Return a hand-off with what this actor may know of it; its first reading by the receiver is kept.

    No part is read by this, only which there are. Raises Http404.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        facts, hands = facts_of(handoff), hands_of(actor, handoff, today=today)
        is_only_receiver = Hand.RECEIVER in hands and Hand.GIVER not in hands
        if handoff.opened_at is None and is_only_receiver:
            Handoff.objects.filter(pk=handoff.pk, opened_at=None).update(opened_at=now)
        opening.note("machine.read", handoff)
        shows = not is_only_receiver or is_told(handoff, facts, today=today)
        open_to_receiver = readable_now(handoff, facts, today=today)
        return Reading(
            handoff=handoff,
            facts=facts,
            hands=hands,
            line=line_of(actor, handoff, today=today),
            open_parts=facts.parts if Hand.GIVER in hands else open_to_receiver,
            open_to_receiver=open_to_receiver,
            ask=handoff.unseal("ask") if shows and handoff.ask is not None else "",
            turns=list(turns_shown(handoff, hands).select_related("user__person")),
            words=list(words_shown(handoff, hands).select_related("user__person")),
            items=_opened(handoff, handoff.items.all(), "what") if shows else [],
            meetings=_opened(handoff, handoff.meetings.all(), "decided") if shows else [],
            receivers=list(handoff.receivers.filter(ended_on=None).select_related("person")),
            calls=_opened(handoff, calls_shown(handoff, hands).select_related("user__person"), "words"),
            emergencies=list(emergencies_shown(handoff, hands).select_related("by__person")),
            is_backed_up=backup_stands(handoff, facts, today=today),
        )


def _opened[Row: (RoleItem, JointMeeting, Call)](
    handoff: Handoff, rows: Iterable[Row], column: str
) -> list[tuple[Row, str]]:
    """Give rows with their words; they know their hand-off, whose key they need, without asking for each."""
    found = []
    for row in rows:
        row.handoff = handoff
        found.append((row, row.unseal(column)))
    return found


def read_part(*, handoff_id: UUID, part: Part, actor: Actor, now: datetime) -> str:
    """Return the text of one part, if it is open to this actor now. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        parts = readable_parts(actor, handoff, facts_of(handoff), today=today)
        found = parts.select_related("handoff").filter(part=part, contents__isnull=False).first()
        if found is None:
            raise Http404
        opening.note("machine.part_read", found, [part])
        return found.unseal("contents")
