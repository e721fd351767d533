"""Who asked for a lecture is forgotten some time after it; what was held stays as figures."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.lectures import queries
from events.lectures.enums import OPEN, RequestState
from events.lectures.limits import REQUEST_KEPT
from events.lectures.models.request import CONTACT
from foundation.audit import chain
from foundation.limits.queries import limit

from .slots import release_in_transaction

NEVER_DECIDED = OPEN - {RequestState.AGREED}
ALSO = ("counter_text", "state", "reason", "erased_at", "changed_at")


@transaction.atomic(durable=True)
def forget_requesters(*, now: datetime) -> int:
    """Erase contact and words of requests that ended so long ago; returns how many."""
    today = timezone.localdate(now)
    until = now - timedelta(days=limit(REQUEST_KEPT, on=today))
    # Locked by their keys: a request has several rows where its event has several dates.
    found = queries.requests().filter(pk__in=queries.forgettable(until).values("pk"))
    forgotten = list(found.select_for_update(of=("self",)))
    for request in forgotten:
        if request.state in NEVER_DECIDED:
            release_in_transaction(request, now=now)
            request.state, request.reason = (
                RequestState.CANCELLED,
                "長いあいだ動きがなかったため、閉じました。",
            )
        for name in (*CONTACT, "counter_text"):
            setattr(request, name, "")
        request.erased_at = request.changed_at = now
        request.save(update_fields=[*CONTACT, *ALSO])
        chain.record(
            "events.lecture_requester_forgotten", actor=None, subject=request, now=now, fields=CONTACT
        )
    return len(forgotten)
