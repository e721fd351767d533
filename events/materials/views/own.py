"""Materials for a participant by their link, and for an agency on its own pages; nobody else finds any."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.access import as_partner
from directory.models import Membership
from directory.views.own import show_own
from events.materials.access import materials_for, materials_of_agency, the_one
from events.models import Participant
from events.views.participant import by_participant_link

from .serving import served

TITLE = "研修の資料"


@require_safe
@by_participant_link
def by_link(request: HttpRequest, participant: Participant, pk: int, name: str) -> FileResponse:  # noqa: ARG001 -- a view
    """Give a participant a material of their event. Raises Http404."""
    return served(the_one(materials_for(participant, today=timezone.localdate()), pk, name))


@as_partner()
def of_agency(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List the materials of the events in which one's own agency took part."""
    found = list(materials_of_agency(membership, request.user, today=timezone.localdate()))
    return show_own(request, "materials/of_agency.html", TITLE, membership, trail=[], materials=found)


@as_partner()
def file_of_agency(request: HttpRequest, membership: Membership, pk: int, name: str) -> FileResponse:
    """Give one of these. Raises Http404."""
    return served(
        the_one(materials_of_agency(membership, request.user, today=timezone.localdate()), pk, name)
    )
