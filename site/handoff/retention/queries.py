"""What is due, soon due, held or not settled; a fixed number of queries, whatever there is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.decision import Decision
from handoff.cases.models import Case
from handoff.incidents.queries import cases_under_incident
from handoff.machine.enums import BEING_WRITTEN, ENDED, Provision, State
from handoff.machine.models import Handoff, ProvisionRecord
from handoff.models import AgencyCopy

from . import rules
from .enums import RecordClass
from .models import Destruction, DueNotice, Hold, RetentionPeriod

UNTAKEN = (State.DECLINED, State.EXPIRED, State.WITHDRAWN)
type Subject = tuple[str, UUID, UUID | None]


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """One thing that will have to be destroyed: since when it is kept, from which day it is due."""

    kind: RecordClass
    case_id: UUID
    handoff_id: UUID | None
    reference: str
    began_on: date
    due_on: date | None
    noticed_on: date | None
    is_held: bool
    is_running: bool
    proposal: Destruction | None

    @property
    def subject(self) -> Subject:
        return (self.kind, self.case_id, self.handoff_id)

    @property
    def record_id(self) -> UUID:
        return self.handoff_id or self.case_id

    @property
    def standing(self) -> rules.Standing:
        return rules.Standing(
            due_on=self.due_on,
            noticed_on=self.noticed_on,
            is_held=self.is_held,
            is_running=self.is_running,
            is_proposed=self.proposal is not None,
        )

    def first_day(self, today: date) -> date | None:
        """Return from which day it may be destroyed."""
        return self.due_on and rules.first_day(self.due_on, self.noticed_on, today=today)

    def may_be_proposed(self, today: date) -> Decision:
        return rules.may_propose(self.standing, today=today)


@dataclass(frozen=True, kw_only=True)
class Began:
    """One thing that is kept for a time, and since when."""

    kind: RecordClass
    case_id: UUID
    handoff_id: UUID | None
    reference: str
    on: date


def current_periods(periods: QuerySet[RetentionPeriod]) -> dict[RecordClass, RetentionPeriod]:
    """Return what counts today, by class; a class that nobody has settled is missing. One query."""
    oldest_first = periods.select_related("set_by__person").order_by("set_at")
    return {RecordClass(each.kind): each for each in oldest_first}


def due_lines(
    cases: QuerySet[Case], handoffs: QuerySet[Handoff], periods: QuerySet[RetentionPeriod]
) -> list[DueLine]:
    """Return everything that is kept for a time, what is due first before the rest. Eight queries."""
    known = {kind: each.period for kind, each in current_periods(periods).items()}
    notices = {
        (each.kind, each.case_id, each.handoff_id): each.noticed_on for each in DueNotice.objects.all()
    }
    held = set(Hold.objects.filter(released_at=None).values_list("case", flat=True)) | cases_under_incident()
    open_ones = Destruction.objects.filter(withdrawn_at=None, destroyed_at=None)
    proposals = {
        (each.kind, each.case_id, each.handoff_id): each
        for each in open_ones.select_related("proposed_by__person")
    }
    running = set(running_handoffs(handoffs).values_list("case", flat=True))
    lines = []
    for one in [*_closed_cases(cases), *_unsent(handoffs), *_untaken(handoffs)]:
        subject = (one.kind, one.case_id, one.handoff_id)
        lines.append(
            DueLine(
                kind=one.kind,
                case_id=one.case_id,
                handoff_id=one.handoff_id,
                reference=one.reference,
                began_on=one.on,
                due_on=rules.due_on(one.on, known.get(one.kind)),
                noticed_on=notices.get(subject),
                is_held=one.case_id in held,
                is_running=one.kind == RecordClass.CASE and one.case_id in running,
                proposal=proposals.get(subject),
            )
        )
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.reference))


def running_handoffs(handoffs: QuerySet[Handoff]) -> QuerySet[Handoff]:
    """Return the hand-offs that go on between two sides: with them a case is not over."""
    return handoffs.exclude(state__in=ENDED | BEING_WRITTEN)


def _closed_cases(cases: QuerySet[Case]) -> Iterator[Began]:
    for case in cases.filter(closed_on__isnull=False, shredded_at=None):
        assert case.closed_on is not None
        yield Began(
            kind=RecordClass.CASE,
            case_id=case.pk,
            handoff_id=None,
            reference=case.reference,
            on=case.closed_on,
        )


def _unsent(handoffs: QuerySet[Handoff]) -> Iterator[Began]:
    never_sent = Q(sent_at=None) & (Q(state__in=BEING_WRITTEN) | Q(state__in=(State.WITHDRAWN, State.VOID)))
    yield from _of_handoffs(RecordClass.DRAFT, handoffs.filter(never_sent, shredded_at=None))


def _untaken(handoffs: QuerySet[Handoff]) -> Iterator[Began]:
    rows = handoffs.filter(state__in=UNTAKEN, sent_at__isnull=False, shredded_at=None)
    yield from _of_handoffs(RecordClass.PACKAGE, rows)


def _of_handoffs(kind: RecordClass, rows: Iterable[Handoff]) -> Iterator[Began]:
    for row in rows:
        yield Began(
            kind=kind,
            case_id=row.case_id,
            handoff_id=row.pk,
            reference=row.reference,
            on=timezone.localdate(row.ended_at or row.changed_at),
        )


def partners_of(destruction: Destruction) -> list[AgencyCopy]:
    """Return the agencies that were given something of what was destroyed, as the ledger tells."""
    handoffs = Handoff.objects.filter(case=destruction.case_id)
    if destruction.handoff_id is not None:
        handoffs = handoffs.filter(pk=destruction.handoff_id)
    given = ProvisionRecord.objects.exclude(kind=Provision.CLOSED).filter(handoff__in=handoffs)
    told = handoffs.filter(pk__in=given.values("handoff"), performer__isnull=False)
    return list(AgencyCopy.objects.filter(pk__in=told.values("performer")).order_by("name", "id"))
