"""Reads for the screens of cases; they take the querysets that `access` gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Person
from handoff.actors import CASEWORK
from handoff.disclosure.enums import BasisState
from handoff.models import AgencyCopy, Enrolment
from handoff.queries import open_agencies, people_enrolled
from handoff.safeguards.models import Safeguard

from .models import Case, CaseWorker, LegalBasis, StandIn

ROWS_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case in the list: who works on it, and whether a consent stands."""

    case: Case
    workers: str
    has_basis: bool


def case_page(cases: QuerySet[Case], *, number: str | None) -> Page[Case]:
    """Return a page of the cases that go on, those that leave soonest first."""
    rows = cases.filter(closed_on=None).order_by("release_on", "reference")
    return Paginator(rows, ROWS_A_PAGE).get_page(number)


def case_lines(rows: Sequence[Case], *, today: date) -> list[CaseLine]:
    """Return what the list says of these cases. Two queries, whatever there is."""
    named: dict[object, list[str]] = {}
    workers = CaseWorker.objects.filter(case__in=rows, ended_on=None).select_related("person")
    for worker in workers.order_by("place"):
        named.setdefault(worker.case_id, []).append(worker.person.name)
    standing = LegalBasis.objects.filter(
        case__in=rows, state=BasisState.ACTIVE, since__lte=today, until__gte=today
    )
    with_basis = set(standing.values_list("case_id", flat=True))
    return [
        CaseLine(case=row, workers="、".join(named.get(row.pk, [])), has_basis=row.pk in with_basis)
        for row in rows
    ]


def workers_of(agency_id: int | None, *, today: date) -> QuerySet[Person]:
    """Return who may be named for a case of the centre, or of an agency."""
    standing = Enrolment.objects.valid(today=today).filter(agency=agency_id)
    return people_enrolled(standing.filter(role__in=CASEWORK) if agency_id is None else standing)


def possible_receivers(safeguards: QuerySet[Safeguard], *, today: date) -> QuerySet[AgencyCopy]:
    """Return the agencies that a consent may name: open ones for which something that binds was written."""
    bound = safeguards.filter(ended_on=None, agency__isnull=False).values("agency")
    return open_agencies(today=today).filter(pk__in=bound).order_by("name")


def unseen_stand_ins(cases: QuerySet[Case]) -> list[StandIn]:
    """Return what colleagues opened of these cases and whoever leads has not seen yet, the newest first."""
    found = StandIn.objects.filter(case__in=cases.values("pk"), seen_at=None)
    return list(found.select_related("case", "person").order_by("-opened_at"))
