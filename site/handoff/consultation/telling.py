"""Whom a consultation is told: by mail that says only that something waits."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Person
from handoff.access import opened
from handoff.actors import CASEWORK, CLOCK
from handoff.models import Enrolment
from handoff.waiting_mail import reachable, tell_in_transaction

from .models import ConsultationRequest


def tell(*, request_id: UUID, now: datetime) -> int:
    """Queue a mail to each person whom a new question or an answer concerns; again it queues nothing.

    Returns how many.
    """
    with opened(CLOCK, now=now):
        request = ConsultationRequest.objects.select_related("case", "asked_by__person").get(pk=request_id)
        people = people_told(request, now=now)
        for person in people:
            tell_in_transaction(person, cause=f"consultation.{request.state}:{request.pk}", now=now)
    return len(people)


def people_told(request: ConsultationRequest, *, now: datetime) -> list[Person]:
    """Return whoever asked once it is answered, else the people of the case or all who work on cases."""
    standing = Enrolment.objects.valid(today=timezone.localdate(now))
    if request.answered_at is not None:
        found = {request.asked_by.person_id}
        doer = request.answered_by
    else:
        doer = request.asked_by
        ids = (
            request.case.workers.filter(ended_on=None).values_list("person_id", flat=True)
            if request.case
            else standing.filter(agency=None, role__in=CASEWORK).values_list("person_id", flat=True)
        )
        found = set(ids)
    return reachable(found, now=now, but=doer)
