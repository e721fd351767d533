"""Reading a case: what is shown, and the event without which nothing is shown. Who it is stays shut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for, relations
from handoff.cases.models import Case, CaseWorker, LegalBasis
from handoff.cases.rules import Act, Relation, allows
from handoff.disclosure.enums import Part

from .cases import CASE_TEXTS


@dataclass(frozen=True, kw_only=True)
class BasisRead:
    """A legal basis with its sealed words, whom it names, and what may be told them."""

    basis: LegalBasis
    purpose: str
    receivers: Sequence[str]
    told: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class CaseRead:
    """A case as somebody sees it."""

    case: Case
    texts: dict[str, str]
    workers: Sequence[CaseWorker]
    bases: Sequence[BasisRead]
    relations: frozenset[Relation]

    def may(self, act: Act) -> bool:
        """Return whether a button for this is shown; the service asks again."""
        return allows(act, self.relations, is_closed=self.case.closed_on is not None)


def read_case(*, case_id: UUID, actor: Actor, now: datetime) -> CaseRead:
    """Return a case without who it is about. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.READ, today=today)
        opening.note("cases.read", case)
        bases = case.bases.prefetch_related("receivers__agency").order_by("-written_at")
        return CaseRead(
            case=case,
            texts={name: case.unseal(name) for name in CASE_TEXTS if getattr(case, name) is not None},
            workers=list(case.workers.filter(ended_on=None).select_related("person").order_by("place")),
            bases=[_read(case, each) for each in bases],
            relations=relations(actor, case, today=today),
        )


def read_workers(*, case_id: UUID, actor: Actor, now: datetime) -> tuple[Case, list[CaseWorker]]:
    """Return a case with who works on it, for whoever may name others. Raises Http404."""
    with opened(actor, now=now):
        case = case_for(actor, case_id, Act.NAME_WORKERS, today=timezone.localdate(now))
        return case, list(case.workers.filter(ended_on=None))


def _read(case: Case, basis: LegalBasis) -> BasisRead:
    basis.case = case
    names = [str(each) for each in basis.receivers.all()]
    told = [part.label for part in Part if part in basis.covers]
    return BasisRead(basis=basis, purpose=basis.unseal("purpose"), receivers=names, told=told)
