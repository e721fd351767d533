"""What becomes of hosts when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .enums import HostRole
from .models import Host


def move_hosts(kept: Model, merged: Model) -> None:
    """Let the kept agency stand where the merged one did, once an event.

    What was agreed ends with the agency with which it was agreed: applicants were told its name and no
    other. Staff write it down again for the kept one.
    """
    if not isinstance(kept, Agency):
        return
    theirs = Host.objects.filter(agency=merged)
    theirs.update(agreed_at=None, agreed_by=None, had_opened=None)
    twice = theirs.filter(event__in=Host.objects.filter(agency=kept).values("event"))
    counting = list(twice.filter(counts_event=True).values_list("event", flat=True))
    twice.delete()
    # A supporter cannot count; then the centre does.
    own = Host.objects.filter(agency=kept, event__in=counting).exclude(role=HostRole.SUPPORTER)
    own.update(counts_event=True)
    Host.objects.filter(agency=merged).update(agency=kept)
