"""What becomes of certificates when two agencies become one: the words of their day stay."""

from django.db.models import Model

from directory.models import Agency

from .models import Certificate


def move_certificates(kept: Model, merged: Model) -> None:
    """Let the kept agency read the certificates of the merged one's people."""
    if isinstance(kept, Agency):
        Certificate.objects.filter(agency=merged).update(agency=kept)
