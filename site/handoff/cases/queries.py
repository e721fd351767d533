"""Reads for the screens of cases; they take the querysets that `access` gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Person
from handoff.actors import CASEWORK, Actor
from handoff.disclosure.enums import BasisState
from handoff.endings import words_left
from handoff.enums import AGENCY_ROLES
from handoff.models import AgencyCopy, Enrolment
from handoff.queries import open_agencies, people_enrolled
from handoff.safeguards.models import Safeguard
from handoff.vault import store

from .models import Case, CaseWorker, EndingNotice, LegalBasis, StandIn, SupportedPerson
from .rules import TOLD_BEFORE

ROWS_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case in the list: who works on it, and whether a consent stands."""

    case: Case
    workers: str
    has_basis: bool
    basis_left: int | None
    today: date

    @property
    def is_released(self) -> bool:
        """Whether the day on which somebody was to be released is over."""
        return self.case.release_on is not None and self.case.release_on < self.today

    @property
    def is_this_year(self) -> bool:
        """Whether the day of release says enough without its year."""
        return self.case.release_on is not None and self.case.release_on.year == self.today.year

    @property
    def ends_soon(self) -> str:
        """Say when the last of its grounds ends, where that is soon."""
        left = self.basis_left
        return words_left(left) if left is not None and left <= max(TOLD_BEFORE) else ""


def case_page(cases: QuerySet[Case], *, number: str | None, show_closed: bool = False) -> Page[Case]:
    """Return a page of the cases that go on, those that leave soonest first, or of the closed, last first."""
    rows = (
        cases.exclude(closed_on=None).order_by("-closed_on", "reference")
        if show_closed
        else cases.filter(closed_on=None).order_by("release_on", "reference")
    )
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
    # The last one of a case stands behind the others.
    last = dict(standing.order_by("until").values_list("case_id", "until"))
    return [
        CaseLine(
            case=row,
            workers="、".join(named.get(row.pk, [])),
            today=today,
            has_basis=row.pk in last,
            basis_left=(last[row.pk] - today).days if row.pk in last else None,
        )
        for row in rows
    ]


def bases_ending(*, today: date) -> list[LegalBasis]:
    """Return the grounds of open cases that end soon and have none to follow. Two queries, for the clock."""
    active = LegalBasis.objects.filter(state=BasisState.ACTIVE, until__gte=today, case__closed_on=None)
    rows = list(active.select_related("case").prefetch_related("receivers").order_by("until", "pk"))
    return [
        row
        for row in rows
        if (row.until - today).days <= max(TOLD_BEFORE) and not any(_goes_on(other, row) for other in rows)
    ]


def _goes_on(other: LegalBasis, row: LegalBasis) -> bool:
    """Return whether another ground of the same case covers no less, for no fewer receivers, for longer."""
    return (
        other.case_id == row.case_id
        and other.until > row.until
        and set(row.covers) <= set(other.covers)
        and {each.agency_id for each in row.receivers.all()}
        <= {each.agency_id for each in other.receivers.all()}
    )


def told_of(bases: Iterable[LegalBasis]) -> set[tuple[object, int]]:
    """Return of which basis and which step somebody was told already. One query."""
    ids = [row.pk for row in bases]
    return set(EndingNotice.objects.filter(basis__in=ids).values_list("basis", "days_before"))


def workers_of(agency_id: int | None, *, today: date) -> QuerySet[Person]:
    """Return who may be named for a case of the centre, or of an agency."""
    standing = Enrolment.objects.valid(today=today).filter(agency=agency_id)
    return people_enrolled(standing.filter(role__in=CASEWORK if agency_id is None else AGENCY_ROLES))


def own_agencies(actor: Actor, *, today: date) -> QuerySet[AgencyCopy]:
    """Return the agencies at which this actor works, and for whose cases they may therefore begin."""
    own = [agency for agency in actor.agency_roles if actor.is_at(agency)]
    return open_agencies(today=today).filter(pk__in=own).order_by("name")


def possible_receivers(safeguards: QuerySet[Safeguard], *, today: date) -> QuerySet[AgencyCopy]:
    """Return the agencies that a consent may name: open ones for which something that binds was written."""
    bound = safeguards.filter(ended_on=None, agency__isnull=False).values("agency")
    return open_agencies(today=today).filter(pk__in=bound).order_by("name")


def unseen_stand_ins(cases: QuerySet[Case]) -> list[StandIn]:
    """Return what colleagues opened of these cases and whoever leads has not seen yet, the newest first."""
    found = StandIn.objects.filter(case__in=cases.values("pk"), seen_at=None)
    return list(found.select_related("case", "person").order_by("-opened_at"))


def is_destroyed_key(name: str) -> bool:
    """Return whether a key of this name was destroyed on purpose, with its case or person. Two queries.

    The key goes a moment before it is written that it is gone: whoever writes that is waited for.
    """
    if name == store.INDEX:
        return False
    rows = (Case.objects, SupportedPerson.objects)
    found = (each.select_for_update(no_key=True).filter(key=UUID(name)).first() for each in rows)
    return any(each.shredded_at is not None for each in found if each is not None)


def destroyed_among(case_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of these cases that were destroyed, as far as whoever asks sees cases. One query."""
    return set(Case.objects.filter(pk__in=case_ids).exclude(shredded_at=None).values_list("pk", flat=True))
