"""Reading the thread of a hand-off, and which threads a case has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q
from django.http import Http404
from django.utils import timezone

from foundation.centre.queries import current_centre
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for
from handoff.cases.models import Case
from handoff.cases.rules import Act
from handoff.machine.access import handoff_for, handoffs_for
from handoff.machine.enums import ENDED, Side
from handoff.machine.models import Handoff
from handoff.machine.rules import ON_BEHALF
from handoff.talk.access import hears, messages_for, voice_of
from handoff.talk.enums import Audience
from handoff.talk.models import Message


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message with its sealed words."""

    message: Message
    words: str
    told_by: str


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The messages of a hand-off as one side reads them, and what that side may write."""

    handoff: Handoff
    voice: Side
    centre: str
    lines: Sequence[Line]
    may_write: bool
    may_share: bool
    may_note_heard: bool

    @property
    def is_receiver(self) -> bool:
        return self.voice == Side.RECEIVER

    @property
    def other_side(self) -> str:
        """Return who reads what is shared, by name."""
        agency = self.handoff.requester if self.is_receiver else self.handoff.performer
        return agency.name if agency else self.centre

    @property
    def other_address(self) -> str:
        agency = self.handoff.requester if self.is_receiver else self.handoff.performer
        return agency.address if agency else ""


def read_thread(*, handoff_id: UUID, actor: Actor, now: datetime, is_shown: bool = True) -> Thread:
    """Return the thread of a hand-off, the oldest message first; the reading is written down. Raises Http404.

    Once it has ended, or nothing binds the receiver any more, the receiver finds an empty page.
    `is_shown=False` where what is answered shows no message: nobody reads then.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        voice = voice_of(actor, handoff, today=today)
        if voice is None:
            raise Http404
        rows = messages_for(voice, handoff, today=today).select_related("author__person")
        if is_shown:
            opening.note("talk.read", handoff, [voice])
        goes_on, is_heard = handoff.state not in ENDED, hears(handoff, today=today)
        is_giver = voice == Side.GIVER
        return Thread(
            handoff=handoff,
            voice=voice,
            centre=current_centre().name or "センター",
            lines=[_line(each, handoff) for each in rows],
            may_write=goes_on and (is_giver or is_heard),
            may_share=is_heard,
            may_note_heard=is_giver
            and goes_on
            and handoff.sent_at is not None
            and handoff.way_of in ON_BEHALF,
        )


def _line(message: Message, handoff: Handoff) -> Line:
    message.handoff = handoff
    told_by = message.unseal("told_by") if message.told_by is not None else ""
    return Line(message=message, words=message.unseal("words"), told_by=told_by)


def read_threads_of_case(*, case_id: UUID, actor: Actor, now: datetime) -> tuple[Case, Sequence[Handoff]]:
    """Return a case and its hand-offs with how much was said in each (`inside`, `shared`, `last_at`).

    Raises Http404.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.READ_IDENTITY, today=today)
        opening.note("talk.listed", case)
        counted = handoffs_for(actor, today=today).filter(case=case)
        counted = counted.annotate(
            inside=Count("messages", filter=Q(messages__audience=Audience.INSIDE)),
            shared=Count("messages", filter=Q(messages__audience=Audience.SHARED)),
            last_at=Max("messages__at"),
        )
        return case, list(counted.order_by("-made_at"))
