"""What the screens for agencies and people share: their records, and the way on."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation
from accounts.paper import invitation_pdf
from content import desk
from content.desk import SEE_OTHER, Link
from directory.models import Agency, Membership
from directory.queries import SignIn, agencies, running_memberships, staff


def show(
    request: HttpRequest,
    name: str,
    title: str,
    *,
    trail: Sequence[Link] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a screen of the desk; `trail` leads down to it."""
    template = f"directory/desk/{name}.html"
    return desk.show(request, template, title, trail=trail, status=status, **context)


def to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of the desk after an act."""
    return HttpResponseRedirect(reverse(f"directory_desk:{name}", args=args), status=SEE_OTHER)


def to_list() -> Link:
    return "関係機関", reverse("directory_desk:agencies")


def to_agency(agency: Agency) -> Link:
    return agency.name, reverse("directory_desk:agency", args=[agency.public_id])


def to_staff() -> Link:
    return "職員", reverse("directory_desk:staff")


def find_agency(public_id: str) -> Agency:
    """Return an agency with what stands around it. Raises Http404."""
    return get_object_or_404(agencies(), public_id=public_id)


def find_membership(pk: int) -> Membership:
    """Return a membership that has not ended, with person and agency. Raises Http404."""
    return get_object_or_404(running_memberships(today=timezone.localdate()), pk=pk)


def find_colleague(pk: int) -> SignIn:
    """Return somebody from the list of staff. Raises Http404 for everybody else, partners among them."""
    found = next((each for each in staff(now=timezone.now()) if each.person.pk == pk), None)
    if found is None:
        raise Http404
    return found


def invited(
    request: HttpRequest, invitation: Invitation, code: str, *, way_on: HttpResponseRedirect
) -> HttpResponse:
    """Return the paper of an invitation, or go on when it went by mail.

    The code of a paper stands nowhere else: whoever loses it invites once more.
    """
    if not code:
        messages.success(request, f"{invitation.person.name}さんに、招待のメールを送りました。")
        return way_on
    pdf = invitation_pdf(invitation, code)
    return desk.file(pdf, name="招待状.pdf", content_type="application/pdf", inline=True)
