"""Who applied and who took part is forgotten some years after the event; seats, marks and counts stay."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import applicant_queries, on_paper
from events.followers import forgetting_followers
from events.limits import APPLICANTS_KEPT
from events.models import Application, Correction, Participant
from events.models.application import NOTHING_OF_A_PARTICIPANT, NOTHING_OF_AN_APPLICANT
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.mail.services import take_back_in_transaction

from .seats import lock_session_in_transaction

FIELDS = (*NOTHING_OF_AN_APPLICANT, *NOTHING_OF_A_PARTICIPANT, "reason")


def forget_applicants(*, now: datetime) -> int:
    """Erase whose the applications of events were that ended so long ago; returns of how many dates.

    Each date is an act of its own: whatever stops the work, a later run goes on where it ended.
    """
    until = now - timedelta(days=limit(APPLICANTS_KEPT, on=timezone.localdate(now)))
    dates = list(applicant_queries.forgettable(until).values_list("pk", flat=True))
    return sum(_forget_date(pk, until, now=now) for pk in dates)


@transaction.atomic(durable=True)
def _forget_date(session_id: int, until: datetime, *, now: datetime) -> bool:
    session = lock_session_in_transaction(session_id)
    # The event may have got another date meanwhile.
    if not applicant_queries.forgettable(until).filter(pk=session.pk).exists():
        return False
    known = Application.objects.filter(session=session, erased_at__isnull=True)
    applications = list(known.order_by("pk"))
    keys = [application.pk for application in applications]
    people = Participant.objects.filter(application__in=keys)
    people.update(erased_at=now, **NOTHING_OF_A_PARTICIPANT)
    Application.objects.filter(pk__in=keys).update(erased_at=now, **NOTHING_OF_AN_APPLICANT)
    reasons = Correction.objects.filter(application__session=session, erased_at__isnull=True)
    reasons.update(erased_at=now, reason="")
    for application in applications:
        take_back_in_transaction(on_paper.causes_of(application), now=now)
    for follow in forgetting_followers:
        follow(keys, now)
    chain.record("events.applicants_forgotten", actor=None, subject=session, now=now, fields=FIELDS)
    return True
