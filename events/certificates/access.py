"""The desk's door to certificates, and which of them an agency may read."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Membership
from events.enums import EVENT_DESK_ROLES
from events.models import Participant

from .enums import CertificateState
from .models import Certificate
from .queries import holder_of, rule_of

certificate_desk = Door(EVENT_DESK_ROLES)


def certificate_at_the_desk(pk: int) -> Certificate:
    """Return a certificate for the desk. Raises Http404."""
    known = Certificate.objects.select_related("event", "participant", "replaced_by")
    return get_object_or_404(known, pk=pk)


def certificates_of_agency(membership: Membership) -> QuerySet[Certificate]:
    """Return the certificates that hold of people who took part or watched for this member's agency."""
    return Certificate.objects.filter(agency=membership.agency, state=CertificateState.ISSUED)


def own_certificate(membership: Membership, pk: int) -> Certificate:
    """Return one of these. Raises Http404."""
    return get_object_or_404(certificates_of_agency(membership), pk=pk)


def certificate_for(participant: Participant, *, now: datetime) -> Certificate:
    """Return the certificate of whoever holds a participant's link. Raises Http404."""
    rule = rule_of(participant.session.event)
    holder = holder_of(participant, rule, now=now) if rule else None
    if holder is None or holder.certificate is None:
        raise Http404
    return holder.certificate
