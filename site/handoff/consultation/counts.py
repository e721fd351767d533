"""Reads of consultations: what waits, and counts by topic, by time to the answer, by direction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.cases.enums import OriginKind
from handoff.machine.access import handoffs_for
from handoff.machine.enums import Kind
from handoff.waiting import Waiting

from .access import requests_for
from .enums import RequestState, Topic
from .models import ConsultationRequest
from .rules import OPEN


@dataclass(frozen=True, kw_only=True)
class TopicLine:
    """How many asked about a topic and were answered; means are minutes, the first within opening hours."""

    label: str
    asked: int
    answered: int
    mean_to_answer: int | None
    mean_spent: int | None


@dataclass(frozen=True, kw_only=True)
class Directions:
    """How many requests to cooperate (支援業務協力依頼書) went to and came from other centres in a year."""

    sent: int
    received: int


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return what the centre's people have to answer, and to whoever asked what was answered. One query."""
    rows = requests_for(actor, today=today)
    due = Q(state__in=OPEN, due_on__lte=today) if actor.is_at(None) else Q(pk=None)
    answered = Q(state=RequestState.ANSWERED, agency__in=list(actor.agency_roles))
    return [
        Waiting(
            day=timezone.localdate(each.answered_at) if each.answered_at else each.due_on,
            what="相談の答えが届いています" if each.answered_at else "相談に、答えてください",
            reference=each.reference,
            address=reverse("handoff:consultation", args=[each.pk]),
        )
        for each in rows.filter(due | answered)
    ]


def asked_in(rows: Iterable[ConsultationRequest]) -> list[TopicLine]:
    """Return the table of topics for these consultations, the most asked first; nothing is kept of it."""
    by_topic: dict[str, list[ConsultationRequest]] = {}
    for row in rows:
        by_topic.setdefault(row.words_of("contents")["topic"], []).append(row)
    counts = Counter({topic: len(found) for topic, found in by_topic.items()})
    return [_line(Topic(topic), by_topic[topic]) for topic, _ in counts.most_common()]


def _line(topic: Topic, rows: Sequence[ConsultationRequest]) -> TopicLine:
    answered = [row for row in rows if row.answered_at is not None]
    return TopicLine(
        label=topic.label,
        asked=len(rows),
        answered=len(answered),
        mean_to_answer=_mean([row.worked_minutes or 0 for row in answered]),
        mean_spent=_mean([row.minutes_spent or 0 for row in answered]),
    )


def _mean(values: Sequence[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def in_year(actor: Actor, span: tuple[datetime, datetime], *, today: date) -> list[ConsultationRequest]:
    """Return what was asked within a fiscal year, of all that this actor reads and that was not destroyed."""
    rows = requests_for(actor, today=today).filter(Q(case=None) | Q(case__shredded_at=None))
    return list(rows.filter(asked_at__gte=span[0], asked_at__lt=span[1]))


def directions(actor: Actor, span: tuple[datetime, datetime], *, today: date) -> Directions:
    """Return how many requests to cooperate went out and came in, as this actor reads them. Two queries."""
    cases = cases_for(actor, today=today).filter(origin_kind=OriginKind.CENTRE_COOPERATION_REQUEST)
    handoffs = handoffs_for(actor, today=today).filter(kind=Kind.CENTRE_COOPERATION)
    first, last = (timezone.localdate(moment) for moment in span)
    return Directions(
        sent=handoffs.filter(sent_at__gte=span[0], sent_at__lt=span[1]).count(),
        received=cases.filter(origin_on__gte=first, origin_on__lt=last).count(),
    )
