"""The certificate as a file: for its holder by their link, and for the agency whose people took part."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.desk import actor
from directory.access import as_partner
from directory.models import Membership
from events.certificates.access import certificate_for, own_certificate
from events.certificates.services.handing_out import record_agency_took
from events.models import Participant
from events.views.participant import by_participant_link

from .files import certificate_file


@require_safe
@by_participant_link
def by_link(request: HttpRequest, participant: Participant) -> HttpResponse:  # noqa: ARG001 -- a view
    """Give the holder their certificate. Raises Http404 before it is issued."""
    found = certificate_for(participant, now=timezone.now())
    return certificate_file(found, inline=True)


@as_partner()
def of_agency(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Give an agency the certificate of one of its people. Raises Http404."""
    found = own_certificate(membership, pk)
    record_agency_took(agency=membership.agency, number_of=1, actor=actor(request), now=timezone.now())
    return certificate_file(found)
