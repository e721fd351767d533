"""Who oversees: provision records for both sides, readings and requests for whoever leads the centre."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.actors import LEADING, Actor
from handoff.cases.models import Case
from handoff.exceptions import Shredded
from handoff.machine.access import handoffs_for
from handoff.machine.models import ProvisionRecord

from .models import MonthlyReview, PersonRequest

OVERSEEING = LEADING | {PrivateRole.PRIVACY_OFFICER}
AUDITING = OVERSEEING | {PrivateRole.AUDITOR}


def oversees(actor: Actor) -> bool:
    """Return whether this actor goes through readings, and answers what people ask for."""
    return bool(actor.centre_roles & OVERSEEING)


def provisions_for(actor: Actor, *, today: date) -> QuerySet[ProvisionRecord]:
    """Return the provision records that this actor may read: all at the centre, an agency its own."""
    if actor.centre_roles & AUDITING:
        return ProvisionRecord.objects.all()
    agencies = list(actor.agency_roles)
    theirs = handoffs_for(actor, today=today).filter(Q(requester__in=agencies) | Q(performer__in=agencies))
    return ProvisionRecord.objects.filter(handoff__in=theirs.values("pk"))


def overseen_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases of the centre, for whoever oversees their readings."""
    return Case.objects.filter(agency=None) if oversees(actor) else Case.objects.none()


def overseen_case(actor: Actor, reference: str) -> Case:
    """Return a case by its whole number. Raises Http404, and Shredded for one that is gone."""
    found = overseen_cases(actor).select_related("person").filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    if found.shredded_at is not None:
        raise Shredded(found.pk)
    return found


def reviews_for(actor: Actor) -> QuerySet[MonthlyReview]:
    """Return the months that somebody has gone through."""
    everything = MonthlyReview.objects.select_related("ticked_by__person")
    return everything if oversees(actor) else everything.none()


def requests_for(actor: Actor) -> QuerySet[PersonRequest]:
    """Return what people asked for."""
    found = PersonRequest.objects.filter(case__in=overseen_cases(actor).values("pk"))
    people = ("entered_by__person", "masked_by__person", "approved_by__person", "answered_by__person")
    return found.select_related("case__person", *people)


def request_for(actor: Actor, request_id: UUID) -> PersonRequest:
    """Return one of them. Raises Http404, and Shredded when its case is gone."""
    found = requests_for(actor).filter(pk=request_id).first()
    if found is None:
        raise Http404
    if found.case.shredded_at is not None:
        raise Shredded(found.case_id)
    return found
