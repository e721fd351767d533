"""What becomes of notices when two agencies become one: each got what it got, and a refusal stays one."""

from django.db.models import Model

from directory.models import Agency

from .enums import Outcome
from .models import Recipient, Refusal


def move_notices(kept: Model, merged: Model) -> None:
    """Let the kept agency stand where the merged one stood, once in each notice."""
    if not isinstance(kept, Agency):
        return
    # Who only stood by for another one's address gives way to who was told.
    told = Recipient.objects.filter(agency=merged).exclude(outcome=Outcome.SAME).values("notice")
    Recipient.objects.filter(agency=kept, outcome=Outcome.SAME, notice__in=told).delete()
    got = Recipient.objects.filter(agency=kept).values("notice")
    Recipient.objects.filter(agency=merged, notice__in=got).delete()
    Recipient.objects.filter(agency=merged).update(agency=kept)
    # Of two refusals the one that staff wrote down stays: no link takes it back.
    both = Refusal.objects.filter(agency__in=[kept, merged]).order_by("heard_by", "pk")
    Refusal.objects.filter(pk__in=[each.pk for each in both[1:]]).delete()
    Refusal.objects.filter(agency=merged).update(agency=kept)
