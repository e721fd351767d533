"""The 取り決め書 of a standing agreement, to be signed before it is confirmed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404

from foundation.centre.queries import current_centre
from foundation.printing.pdf import render_pdf
from handoff.access import opened
from handoff.actors import CENTRE_WORK, Actor
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.papers.making import party_of
from handoff.safeguards.access import safeguards_for


def print_agreement(*, safeguard_id: UUID, actor: Actor, now: datetime) -> bytes:
    """Return the agreement with an agency as it was written down. Raises Http404."""
    with opened(actor, now=now) as opening:
        rows = safeguards_for(actor).select_related("agency").filter(kind=SafeguardKind.AGREEMENT)
        found = rows.filter(pk=safeguard_id, agency__isnull=False).first()
        if found is None or not actor.centre_roles & CENTRE_WORK:
            raise Http404
        centre = current_centre()
        context = {
            "centre": centre,
            "ours": party_of(None, centre),
            "theirs": party_of(found.agency, centre),
            "safeguard": found,
            "parts": [part for part in Part if part in found.covers],
            "sample_world": settings.DEMO,
        }
        pdf = render_pdf("papers/print/agreement.html", context, title="取り決め書", fits=1)
        opening.note("papers.agreement_printed", found)
    return pdf
