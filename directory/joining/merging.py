"""What becomes of applications and questions when an agency is merged."""

from directory.models import Agency

from .enums import FINAL
from .models import AccountApplication, PeopleConfirmation, TurnQuestion


def move_applications(kept: Agency, merged: Agency) -> None:
    """Let applications go on at the kept agency; what nobody has answered for the merged one goes.

    Its people have moved: that its list was true says nothing of the kept agency's.
    """
    AccountApplication.objects.filter(agency=merged).update(agency=kept)
    TurnQuestion.objects.filter(agency=merged).exclude(answer__in=FINAL).delete()
    PeopleConfirmation.objects.filter(agency=merged).delete()
