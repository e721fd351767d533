"""Which safeguards somebody sees: the centre all of them, an agency its own and those of the centre."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.enums import PrivateRole
from handoff.actors import CENTRE_WORK, Actor

from .models import Safeguard

READING = CENTRE_WORK | {PrivateRole.AUDITOR}


def safeguards_for(actor: Actor) -> QuerySet[Safeguard]:
    """Return the safeguards that this actor reads."""
    if actor.is_clock or actor.centre_roles & READING:
        return Safeguard.objects.all()
    return Safeguard.objects.filter(Q(agency__in=list(actor.agency_roles)) | Q(agency=None))


def safeguard_for(actor: Actor, safeguard_id: UUID) -> Safeguard:
    """Return a safeguard that this actor reads. Raises Http404."""
    found = safeguards_for(actor).select_related("agency").filter(pk=safeguard_id).first()
    if found is None:
        raise Http404
    return found


def writable_safeguard(actor: Actor, safeguard_id: UUID) -> Safeguard:
    """Return a safeguard for the centre to change, locked. Raises Http404."""
    rows = safeguards_for(actor).select_for_update(of=("self",)).filter(pk=safeguard_id)
    found = rows.first() if actor.centre_roles & CENTRE_WORK else None
    if found is None:
        raise Http404
    return found


def standing_safeguards(actor: Actor, *, for_centre: bool, today: date) -> QuerySet[Safeguard]:
    """Return what binds somebody today: of agencies, or of the centre where an agency asks it."""
    rows = safeguards_for(actor).filter(
        Q(until__isnull=True) | Q(until__gte=today),
        Q(ended_on__isnull=True) | Q(ended_on__gt=today),
        agency__isnull=for_centre,
        confirmed_at__isnull=False,
        suspended_at=None,
        since__lte=today,
    )
    return rows.select_related("agency").order_by("agency__name", "since")
