"""Reads for the lists of papers: what is ready, which receipts are late, who was told what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.business_days import add_business_days
from foundation.limits.queries import limits
from handoff.disclosure.enums import Part
from handoff.machine.due_rules import Due, due_on
from handoff.machine.enums import Provision, Side
from handoff.machine.models import ProvisionRecord
from handoff.models import AgencyCopy

from .enums import Paper
from .limits import RECEIPT
from .models import PaperDispatch
from .rules import PaperFacts, is_offered, may_print


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One paper in the list of a hand-off: ready, or what it waits for."""

    paper: Paper
    is_ready: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class DispatchLine:
    """One parcel: until when its receipt is due, unless it is back."""

    dispatch: PaperDispatch
    due: Due | None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due.is_over


@dataclass(kw_only=True)
class Span:
    """How long a part was known: from a day until a day, or still."""

    since: date
    until: date | None = None
    is_on_paper: bool = False


@dataclass(kw_only=True)
class Told:
    """What one receiver was told of somebody, part by part."""

    name: str
    spans: dict[Part, list[Span]] = field(default_factory=dict)


def paper_lines(facts: PaperFacts, *, sides: frozenset[Side]) -> list[PaperLine]:
    """Return the papers of a hand-off for whoever acts for these sides."""
    offered = [paper for paper in Paper if is_offered(paper, facts, sides=sides)]
    decisions = [(paper, may_print(paper, facts)) for paper in offered]
    return [
        PaperLine(paper=paper, is_ready=decision.allowed, words=decision.reason)
        for paper, decision in decisions
    ]


def dispatch_lines(dispatches: QuerySet[PaperDispatch], *, today: date) -> list[DispatchLine]:
    """Return parcels, the longest overdue receipt first, what is back last. Three queries."""
    rows = list(dispatches)
    if not rows:
        return []
    days, closures = limits(RECEIPT, on=today)[RECEIPT], current_centre().hours.closures
    lines = []
    for row in rows:
        day = add_business_days(row.sent_on, days, closures)
        due = due_on(day, closures=closures, today=today)
        lines.append(DispatchLine(dispatch=row, due=None if row.received_on else due))
    return sorted(lines, key=lambda line: line.due.day if line.due else date.max)


def told(records: Iterable[ProvisionRecord]) -> Sequence[Told]:
    """Return who was told what, since when and until when, from records in the order of their hand-offs."""
    found: dict[str, Told] = {}
    running: dict[tuple[object, str], Span] = {}
    for record in records:
        one = found.setdefault(record.receiver_name, Told(name=record.receiver_name))
        day, place = timezone.localdate(record.at), (record.handoff_id, record.part)
        if record.kind == Provision.OPENED:
            running[place] = Span(since=day)
            one.spans.setdefault(Part(record.part), []).append(running[place])
        elif record.kind == Provision.CLOSED and place in running:
            running.pop(place).until = day
        elif record.kind == Provision.TOLD:
            # In an emergency, once.
            one.spans.setdefault(Part(record.part), []).append(Span(since=day, until=day))
        elif record.kind == Provision.PRINTED:
            span = running.get(place)
            if span is None:
                span = Span(since=day)
                one.spans.setdefault(Part(record.part), []).append(span)
            span.is_on_paper = True
    return list(found.values())


def known_readings(names: Iterable[str]) -> dict[str, str]:
    """Return how these names of agencies, or of the centre, are read, where that is known. Two queries."""
    wanted = list(names)
    rows = AgencyCopy.objects.filter(name__in=wanted).exclude(name_kana="").order_by("-closed_on", "id")
    centre = current_centre()
    own = {centre.name: centre.name_kana} if centre.name in wanted and centre.name_kana else {}
    return dict(rows.values_list("name", "name_kana")) | own
