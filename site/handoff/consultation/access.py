"""Which consultations somebody reads; absent and forbidden are the same 404."""

from datetime import date
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.machine.access import backup_stands, handoff_for, handoffs_for, hands_of
from handoff.machine.enums import Hand
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of

from .models import ConsultationRequest


def requests_for(actor: Actor, *, today: date) -> QuerySet[ConsultationRequest]:
    """Return the consultations of an actor: those of their agency and, at the centre, those that reach it.

    About a hand-off only its own people read it; a receiver while its back-up, the basis and the safeguard
    stand, which is asked of the database for all of them at once.
    """
    stands = Func(F("handoff"), function="tsunagu_backup_stands", output_field=BooleanField())
    agencies = list(actor.agency_roles)
    is_of_centre = actor.is_at(None) or PrivateRole.PRIVACY_OFFICER in actor.centre_roles
    general = Q(handoff=None) & (Q() if is_of_centre else Q(agency__in=agencies))
    own = Q(case__in=cases_for(actor, today=today).values("pk"))
    received = Q(
        agency__in=agencies, handoff__in=handoffs_for(actor, today=today).values("pk"), is_backed_up=True
    )
    rows = ConsultationRequest.objects.annotate(is_backed_up=stands)
    return rows.filter(general | own | received).select_related("agency", "handoff")


def request_for(actor: Actor, pk: UUID, *, today: date) -> ConsultationRequest:
    """Return a consultation that this actor reads. Raises Http404."""
    found = requests_for(actor, today=today).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def answers(actor: Actor, request: ConsultationRequest, *, today: date) -> bool:
    """Return whether this actor answers for the centre: its workers, about a hand-off those of the case."""
    if not actor.is_at(None):
        return False
    if request.case_id is None:
        return True
    return cases_for(actor, today=today).filter(pk=request.case_id).exists()


def asks(actor: Actor, request: ConsultationRequest) -> bool:
    """Return whether this actor belongs to whoever asked."""
    return actor.is_at(request.agency_id) if request.agency_id else actor.is_at(None)


def backed_up_handoff(actor: Actor, handoff_id: UUID, *, today: date) -> Handoff:
    """Return a hand-off about which this actor may ask the centre now. Raises Http404."""
    handoff = handoff_for(actor, handoff_id, today=today)
    is_receiver = Hand.RECEIVER in hands_of(actor, handoff, today=today) and handoff.performer_id is not None
    if not is_receiver or not backup_stands(handoff, facts_of(handoff), today=today):
        raise Http404
    return handoff
