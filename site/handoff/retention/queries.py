"""What is due, soon due, held or not settled; a fixed number of queries, whatever there is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from foundation.decision import Decision
from handoff.incidents.queries import cases_under_incident
from handoff.machine.enums import BEING_WRITTEN, ENDED, Provision
from handoff.machine.models import Handoff, ProvisionRecord
from handoff.models import AgencyCopy

from . import rules
from .classes import Began, Scope, all_began
from .enums import CASES, RecordClass
from .models import Destruction, DueNotice, Hold, RetentionPeriod


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """One thing that will have to be destroyed: since when it is kept, from which day it is due."""

    one: Began
    due_on: date | None
    noticed_on: date | None
    is_held: bool
    is_running: bool
    proposal: Destruction | None

    @property
    def kind(self) -> RecordClass:
        return self.one.kind

    @property
    def record(self) -> str:
        return self.one.record

    @property
    def reference(self) -> str:
        return self.one.reference

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


def current_periods(periods: QuerySet[RetentionPeriod]) -> dict[RecordClass, RetentionPeriod]:
    """Return what counts today, by class; a class that nobody has settled is missing. One query."""
    oldest_first = periods.select_related("set_by__person").order_by("set_at")
    return {RecordClass(each.kind): each for each in oldest_first}


def due_lines(scope: Scope, periods: QuerySet[RetentionPeriod]) -> list[DueLine]:
    """Return everything that is kept for a time, what is due first before the rest.

    Six queries, and one for each class.
    """
    known = {kind: each.period for kind, each in current_periods(periods).items()}
    notices = {(each.kind, each.record): each.noticed_on for each in DueNotice.objects.all()}
    held = set(Hold.objects.filter(released_at=None).values_list("case", flat=True)) | cases_under_incident()
    open_ones = Destruction.objects.filter(withdrawn_at=None, destroyed_at=None)
    proposals = {(each.kind, each.record): each for each in open_ones.select_related("proposed_by__person")}
    running = set(running_handoffs(scope.handoffs).values_list("case", flat=True))
    lines = [
        DueLine(
            one=one,
            due_on=rules.due_on(one.on, known.get(one.kind)),
            noticed_on=notices.get(one.subject),
            is_held=one.case_id in held,
            is_running=one.kind in CASES and one.case_id in running,
            proposal=proposals.get(one.subject),
        )
        for one in all_began(scope)
    ]
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.reference))


def running_handoffs(handoffs: QuerySet[Handoff]) -> QuerySet[Handoff]:
    """Return the hand-offs that go on between two sides: with them a case is not over."""
    return handoffs.exclude(state__in=ENDED | BEING_WRITTEN)


def partners_of(destruction: Destruction) -> list[AgencyCopy]:
    """Return the agencies that were given something of what was destroyed, as the ledger tells."""
    if destruction.case_id is None:
        return []
    handoffs = Handoff.objects.filter(case=destruction.case_id)
    if destruction.handoff_id is not None:
        handoffs = handoffs.filter(pk=destruction.handoff_id)
    given = ProvisionRecord.objects.exclude(kind=Provision.CLOSED).filter(handoff__in=handoffs)
    told = handoffs.filter(pk__in=given.values("handoff"), performer__isnull=False)
    return list(AgencyCopy.objects.filter(pk__in=told.values("performer")).order_by("name", "id"))
