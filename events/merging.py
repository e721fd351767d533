"""What moves in events when two rows of a lower app become one."""

from django.db.models import Model

from directory.models import Agency

from .models import AgencyChoice, Application


def move_applications(kept: Model, merged: Model) -> None:
    """Let the applications of a merged agency be the kept one's; the name of their day stays as it was.

    Whether a manager sees them first is as the kept agency chose.
    """
    if isinstance(kept, Agency):
        Application.objects.filter(agency=merged).update(agency=kept)
        AgencyChoice.objects.filter(agency=merged).delete()
