"""What is written on each page and each copy: who reads it, when, of which hand-off or case."""

from datetime import datetime

from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.dates import clock_time, long_date
from handoff.actors import Actor
from handoff.models import AgencyCopy

from .access import Access
from .models import Document


def mark_of(found: Access, actor: Actor, *, now: datetime, number: int | None = None) -> list[str]:
    """Return the lines of the mark; a copy of the receiving side says which number it has."""
    assert actor.user is not None
    agency = current_centre().name or "センター"
    if found.agency_id is not None:
        agency = AgencyCopy.objects.get(pk=found.agency_id).name
    local = timezone.localtime(now)
    reference = reference_of(found.document)
    return [
        f"{actor.user.person.name}（{agency}）",
        f"{long_date(local.date())} {clock_time(local.time())}",
        reference if number is None else f"{reference}　写し{number}",
    ]


def reference_of(document: Document) -> str:
    """Return the number of the hand-off to which a document belongs, or else of its case."""
    return document.handoff.reference if document.handoff else document.case.reference
