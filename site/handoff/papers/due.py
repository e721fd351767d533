"""What waits for somebody of the parcels they sent: signed receipts whose day has come."""

from datetime import date

from django.urls import reverse

from handoff.actors import Actor
from handoff.waiting import Waiting

from .access import dispatches_for
from .queries import dispatch_lines


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return the receipts that are due and not back. Three queries, one where nothing is on its way."""
    if not actor.is_at(None) and not actor.agency_roles:
        # Whoever only watches over the data writes no receipt down.
        return []
    rows = dispatches_for(actor, today=today).filter(received_on=None)
    return [
        Waiting(
            day=line.due.day,
            what="受領書が、まだもどりません",
            reference=line.dispatch.handoff.reference,
            address=reverse("handoff:receipt", args=[line.dispatch.pk]),
        )
        for line in dispatch_lines(rows, today=today)
        if line.due is not None and line.due.day <= today
    ]
