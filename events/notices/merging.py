"""What becomes of notices when two agencies become one: each got what it got, and a refusal stays one."""

from django.db.models import Model

from directory.models import Agency

from .models import Recipient, Refusal


def move_notices(kept: Model, merged: Model) -> None:
    """Let the kept agency stand where the merged one stood, once in each notice."""
    if not isinstance(kept, Agency):
        return
    got = Recipient.objects.filter(agency=kept).values("notice")
    Recipient.objects.filter(agency=merged, notice__in=got).delete()
    Recipient.objects.filter(agency=merged).update(agency=kept)
    if Refusal.objects.filter(agency=kept).exists():
        Refusal.objects.filter(agency=merged).delete()
    Refusal.objects.filter(agency=merged).update(agency=kept)
