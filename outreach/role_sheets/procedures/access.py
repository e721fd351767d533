"""The doors: keepers write guides, a municipality ticks its own copy, gaps are for it and the centre."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, has_role
from content.desk import Door
from content.reviewed import Reviewed
from content.services import RecordIsGone
from directory.access import memberships_to_choose
from directory.coverage.access import speaks_for_a_municipality
from directory.coverage.queries import own_municipalities as municipalities_here
from directory.models import Municipality

from .enums import GAP_ROLES, KEEPERS
from .models import FirstSteps, Gap, ModelClause, PreventionPlan, ProcedureStep, StartUpStep

procedures_desk = Door(KEEPERS)
KEPT = ("procedurestep", "startupstep", "modelclause", "firststeps")
PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(
    KEEPERS, tuple(f"procedures.{act}_{model}" for model in KEPT for act in ("view", "add", "change"))
)

BY_KIND: dict[str, type[Reviewed]] = {
    "steps": ProcedureStep,
    "start-up": StartUpStep,
    "clauses": ModelClause,
    "first-steps": FirstSteps,
}


def kept_record(kind: str, pk: int) -> Reviewed:
    """Return a record that keepers check, by the word of its kind. Raises RecordIsGone."""
    found = BY_KIND[kind]._default_manager.filter(pk=pk).first()
    if found is None:
        raise RecordIsGone
    return found


def is_of_the_centre(visitor: Visitor) -> bool:
    """Return whether this visitor works on the gaps of every municipality."""
    return has_role(visitor, GAP_ROLES)


def own_municipalities(visitor: Visitor, *, today: date) -> set[int]:
    """Return the municipalities for whose own agency this visitor acts today."""
    memberships = memberships_to_choose(visitor, today=today)
    return {
        each.agency.municipality_id
        for each in memberships
        if speaks_for_a_municipality(each) and each.agency.municipality_id is not None
    }


def municipalities_for(visitor: Visitor, *, today: date) -> QuerySet[Municipality]:
    """Return the municipalities whose gaps this visitor reads; a municipality reads its own.

    The centre reads those of its prefecture, and all of which something was written, merged ones too.
    """
    if is_of_the_centre(visitor):
        here = municipalities_here(day=today).values("pk")
        written = Q(pk__in=Gap.objects.values("municipality"))
        written |= Q(pk__in=PreventionPlan.objects.values("municipality"))
        return Municipality.objects.filter(Q(pk__in=here) | written)
    return Municipality.objects.filter(pk__in=own_municipalities(visitor, today=today))


def municipality_for(visitor: Visitor, code: str, *, today: date) -> Municipality:
    """Return a municipality whose gaps this visitor reads and writes. Raises Http404 for all others."""
    return get_object_or_404(municipalities_for(visitor, today=today), code=code)


def knows_gaps(visitor: Visitor, *, today: date) -> None:
    """Let in whoever reads gaps at all. Raises Http404 for everybody else."""
    if not is_of_the_centre(visitor) and not own_municipalities(visitor, today=today):
        raise Http404


def gap_of(municipality: Municipality, pk: int) -> Gap:
    """Return a gap of this municipality. Raises Http404."""
    return get_object_or_404(
        Gap.objects.select_related("municipality", "plan"), pk=pk, municipality=municipality
    )


def plan_of(municipality: Municipality, pk: int) -> PreventionPlan:
    """Return a plan of this municipality. Raises Http404."""
    return get_object_or_404(
        PreventionPlan.objects.select_related("municipality"), pk=pk, municipality=municipality
    )
