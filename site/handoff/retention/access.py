"""Who keeps and destroys: those who answer for the centre. Absent and forbidden are the same 404."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.actors import LEADING, Actor
from handoff.cases.access import cases_for
from handoff.cases.models import Case
from handoff.machine.access import handoffs_for
from handoff.machine.models import Handoff

from .models import ClosingCount, Destruction, Hold, PartnerReply, RetentionPeriod

KEEPERS = LEADING | {PrivateRole.PRIVACY_OFFICER}


def keeps_records(actor: Actor) -> bool:
    """Return whether this actor proposes and confirms, holds and lets go."""
    return bool(actor.centre_roles & KEEPERS)


def kept_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases whose end this actor decides with another: all of the centre's own."""
    if actor.is_clock or keeps_records(actor):
        return Case.objects.filter(agency=None)
    return Case.objects.none()


def kept_case(actor: Actor, case_id: UUID) -> Case:
    """Return one of these cases, locked: holding and destroying wait for each other. Raises Http404."""
    found = kept_cases(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def kept_handoffs(actor: Actor) -> QuerySet[Handoff]:
    """Return the hand-offs of the cases whose end this actor decides."""
    return Handoff.objects.filter(case__in=kept_cases(actor).values("pk"))


def periods_for(actor: Actor) -> QuerySet[RetentionPeriod]:
    """Return how long things are kept, and were."""
    everything = RetentionPeriod.objects.all()
    return everything if actor.is_clock or actor.centre_roles else everything.none()


def holds_for(actor: Actor) -> QuerySet[Hold]:
    """Return the holds that this actor decides on."""
    return Hold.objects.filter(case__in=kept_cases(actor).values("pk"))


def hold_for(actor: Actor, hold_id: UUID) -> Hold:
    """Return one of these holds, its case locked. Raises Http404."""
    found = holds_for(actor).filter(pk=hold_id).values_list("case", flat=True).first()
    if found is None:
        raise Http404
    kept_case(actor, found)
    return Hold.objects.select_for_update(of=("self",)).select_related("case").get(pk=hold_id)


def destructions_for(actor: Actor) -> QuerySet[Destruction]:
    """Return what was proposed and destroyed, for those who decide it and for whoever audits."""
    if actor.is_clock or actor.centre_roles & (KEEPERS | {PrivateRole.AUDITOR}):
        return Destruction.objects.all()
    return Destruction.objects.none()


def destruction_for(actor: Actor, destruction_id: UUID) -> Destruction:
    """Return one of them. Raises Http404."""
    people = ("proposed_by__person", "confirmed_by__person", "withdrawn_by__person")
    found = destructions_for(actor).select_related(*people).filter(pk=destruction_id).first()
    if found is None:
        raise Http404
    return found


def destruction_of(actor: Actor, record_id: UUID, *, today: date) -> Destruction:
    """Return what became of a case or of a hand-off, for both its sides. Raises Http404."""
    case_ids = {record_id} if cases_for(actor, today=today).filter(pk=record_id).exists() else set[UUID]()
    own = Q(handoff=record_id)
    handoff = handoffs_for(actor, today=today).filter(pk=record_id).first()
    if handoff is not None:
        case_ids.add(handoff.case_id)
    done = Destruction.objects.exclude(destroyed_at=None).select_related(
        "proposed_by__person", "confirmed_by__person"
    )
    found = done.filter(Q(case__in=case_ids) & (own | Q(handoff=None))).order_by("handoff").first()
    if found is None:
        raise Http404
    return found


def replies_for(actor: Actor) -> QuerySet[PartnerReply]:
    """Return what partners told of what they hold."""
    everything = PartnerReply.objects.select_related("agency")
    return everything.filter(destruction__in=destructions_for(actor).values("pk"))


def counts_for(actor: Actor) -> QuerySet[ClosingCount]:
    """Return the counts that stay when cases are gone."""
    everything = ClosingCount.objects.all()
    return everything if actor.centre_roles & (KEEPERS | {PrivateRole.AUDITOR}) else everything.none()
