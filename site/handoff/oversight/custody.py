"""What a key custodian finds on their first page: nothing of any case, but what is theirs to keep."""

from datetime import date

from django.urls import reverse

from accounts.enums import PrivateRole
from handoff.actors import Actor
from handoff.machine.rooms import Panel, PanelLine


def for_custodians(actor: Actor, today: date) -> Panel | None:  # noqa: ARG001 -- as every panel
    """Return the way to what a key custodian does, for them alone."""
    if PrivateRole.KEY_CUSTODIAN not in actor.centre_roles:
        return None
    line = PanelLine(words="鍵の管理者がすること", address=reverse("handoff:custody"))
    return Panel(title="鍵の管理者の方へ", lines=[line])
