"""The signed address by which an agency says that it wants no notices."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from directory.models import Agency
from events.links import LinkNotUsable

SIGNER = Signer(salt="events.notices.stop")


def token(agency: Agency) -> str:
    """Return the signed token; it holds the agency's number and nothing about anybody."""
    return SIGNER.sign(agency.public_id)


def path(agency: Agency) -> str:
    return reverse("notices:stop", args=[token(agency)])


def address(agency: Agency) -> str:
    """Return the full address, for mails."""
    return f"{settings.OWN_URL}{path(agency)}"


def stopped_in(signed: str) -> Agency:
    """Return the agency of a token, or what it was merged into. Raises LinkNotUsable."""
    try:
        public_id = SIGNER.unsign(signed)
    except BadSignature as error:
        raise LinkNotUsable from error
    agency = Agency.objects.select_related("merged_into").filter(public_id=public_id).first()
    if agency is None:
        raise LinkNotUsable
    return agency.merged_into or agency
