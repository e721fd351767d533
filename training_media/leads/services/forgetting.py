"""Who asked is forgotten some time after the result; which facility, what about and what came of it stay."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from training_media.leads import queries
from training_media.leads.enums import LeadState, Outcome
from training_media.leads.limits import CONTACT_KEPT
from training_media.leads.models import PERSONAL, Lead, LeadNote


@transaction.atomic(durable=True)
def forget_contacts(*, now: datetime) -> int:
    """Erase contact and words of leads that ended, or that nobody touched, so long ago; returns how many.

    Those that nobody touched are closed by it. Words beside reasons go as long after they were said.
    """
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(CONTACT_KEPT, on=today))
    found = list(queries.forgettable(until).select_for_update(of=("self",)).order_by("pk"))
    for lead in found:
        _forget(lead, now)
    queries.words_to_forget(until).update(words="")
    return len(found)


def _forget(lead: Lead, now: datetime) -> None:
    if lead.state != LeadState.RESULT:
        lead.state, lead.outcome, lead.result_on = LeadState.RESULT, Outcome.SILENT, timezone.localdate(now)
    for name in PERSONAL:
        setattr(lead, name, "")
    lead.next_on, lead.erased_at, lead.changed_at = None, now, now
    lead.save()
    LeadNote.objects.filter(lead=lead).update(words="")
    chain.record("leads.contact_forgotten", actor=None, subject=lead, now=now, fields=PERSONAL)
