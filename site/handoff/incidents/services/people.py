"""Who handles incidents today, and can be told by mail."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Person
from handoff.actors import KEEPING
from handoff.models import Enrolment
from handoff.waiting_mail import reachable


def handlers(*, now: datetime) -> list[Person]:
    """Return the people who handle the centre's incidents and have an account with an address."""
    standing = Enrolment.objects.valid(today=timezone.localdate(now))
    handling = standing.filter(agency=None, role__in=KEEPING)
    return reachable(handling.values_list("person_id", flat=True), now=now)
