"""What becomes of cards and names when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import Invitation, RosterName


def move_cards(kept: Model, merged: Model) -> None:
    """Let the kept agency have the cards and names of the merged one; of two its own stays."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    own = Invitation.objects.filter(agency=kept).values("campaign")
    Invitation.objects.filter(agency=merged, campaign__in=own).delete()
    Invitation.objects.filter(agency=merged).update(agency=kept)
    named = RosterName.objects.filter(agency=kept).values("folded_name")
    RosterName.objects.filter(agency=merged, folded_name__in=named).delete()
    RosterName.objects.filter(agency=merged).update(agency=kept)
