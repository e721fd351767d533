"""Who handles incidents today, and can be told by mail."""

from datetime import date

from accounts.models import Person
from handoff.incidents.access import HANDLING
from handoff.models import Enrolment
from handoff.queries import people_enrolled


def handlers(*, today: date) -> list[Person]:
    """Return the people who handle the centre's incidents and have an account with an address."""
    standing = Enrolment.objects.valid(today=today).filter(agency=None, role__in=HANDLING)
    reachable = people_enrolled(standing).filter(user__is_active=True).exclude(user__email="")
    return list(reachable.select_related("user"))
