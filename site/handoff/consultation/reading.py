"""Reading consultations: the list, one of them, the counts of a year; and the event of reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from foundation.japanese.dates import fiscal_year_span
from handoff.access import opened
from handoff.actors import Actor
from handoff.machine.access import handoffs_for
from handoff.machine.models import Handoff
from handoff.machine.replies import Replies, replies
from handoff.records.rules import said

from .access import answers, asks, backed_up_handoff, request_for, requests_for
from .counts import Directions, TopicLine, asked_in, directions, in_year
from .enums import RequestDeed, Source, Topic
from .models import ConsultationRequest
from .rules import ANSWER_WORDS, OPEN, QUESTION_WORDS, SOURCE_WORDS, STEPS

MINUTES_OF_AN_HOUR = 60


@dataclass(frozen=True, kw_only=True)
class RequestRead:
    """A consultation as somebody sees it."""

    request: ConsultationRequest
    question: dict[str, str]
    reply: dict[str, str]
    deeds: Sequence[RequestDeed]

    @property
    def topic(self) -> str:
        return Topic(self.question["topic"]).label

    @property
    def source(self) -> str:
        return Source(self.question["source"]).label

    @property
    def facts(self) -> list[tuple[str, str]]:
        return said((*QUESTION_WORDS, *SOURCE_WORDS), self.question)

    @property
    def answer(self) -> list[tuple[str, str]]:
        return said(ANSWER_WORDS, self.reply)

    @property
    def time_to_answer(self) -> str:
        """Return how long it took in opening hours, in words."""
        hours, minutes = divmod(self.request.worked_minutes or 0, MINUTES_OF_AN_HOUR)
        return f"{hours}時間{minutes}分" if hours else f"{minutes}分"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The counts of a fiscal year."""

    topics: Sequence[TopicLine]
    directions: Directions
    replies: Replies


def list_requests(
    *, actor: Actor, now: datetime
) -> tuple[list[ConsultationRequest], list[ConsultationRequest]]:
    """Return what is still open, by its day, and what is over, without any words."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        rows = requests_for(actor, today=today)
        return (
            list(rows.filter(state__in=OPEN).order_by("due_on", "asked_at")),
            list(rows.exclude(state__in=OPEN).order_by("-asked_at")),
        )


def read_request(*, request_id: UUID, actor: Actor, now: datetime, is_shown: bool = True) -> RequestRead:
    """Return a consultation with its words; the reading is written down. Raises Http404.

    `is_shown=False` where a form was sent, whose answer shows nothing of it: nobody reads then.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        request = request_for(actor, request_id, today=today)
        if is_shown:
            opening.note("consultation.read", request)
        is_of_centre, is_of_asker = answers(actor, request, today=today), asks(actor, request)
        deeds = [
            deed
            for deed, step in STEPS.items()
            if request.state in step.sources and (is_of_centre or (is_of_asker and deed == RequestDeed.CLOSE))
        ]
        return RequestRead(
            request=request,
            question=request.words_of("contents"),
            reply=request.words_of("reply") if request.reply is not None else {},
            deeds=deeds,
        )


def read_figures(*, year: int, actor: Actor, now: datetime) -> Figures:
    """Return the counts of a fiscal year, of all that this actor reads; each reading is written down."""
    today, span = timezone.localdate(now), fiscal_year_span(year)
    with opened(actor, now=now) as opening:
        rows = in_year(actor, span, today=today)
        for row in rows:
            opening.note("consultation.counted", row, ["topic"])
        asked = handoffs_for(actor, today=today).filter(requester=None)
        return Figures(
            topics=asked_in(rows),
            directions=directions(actor, span, today=today),
            replies=replies(asked, span),
        )


def handoff_to_ask_about(*, handoff_id: UUID, actor: Actor, now: datetime) -> Handoff:
    """Return a hand-off about which this actor may ask. Raises Http404."""
    with opened(actor, now=now):
        return backed_up_handoff(actor, handoff_id, today=timezone.localdate(now))
