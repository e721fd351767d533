"""The invitation on paper, for people whose only address is shared by a whole office."""

from django.conf import settings
from django.urls import reverse

from foundation.centre.queries import current_centre
from foundation.printing.pdf import render_pdf

from .models import Invitation
from .services import invitation_link


def invitation_pdf(invitation: Invitation, code: str) -> bytes:
    """Return the A4 sheet to hand over: QR code, the code in large letters, what to do, until when."""
    context = {
        "invitation": invitation,
        "code": code.split("-"),
        "link": invitation_link(code),
        "entry": settings.OWN_URL + reverse("accounts:enter_code"),
        "door": settings.DOOR,
        "centre": current_centre(),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
    return render_pdf("accounts/paper/invitation.html", context, title="ログインの招待状", fits=1)
