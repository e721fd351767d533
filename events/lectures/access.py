"""The door of the lecture desk, and the requests of one's own agency."""

from django.db.models import QuerySet

from content.desk import Door
from directory.models import Membership
from events.enums import EVENT_DESK_ROLES

from .models import LectureRequest

lecture_desk = Door(EVENT_DESK_ROLES)


def requests_of(membership: Membership) -> QuerySet[LectureRequest]:
    """Return the requests of the agency in whose name this member acts, and of no other."""
    return LectureRequest.objects.filter(agency=membership.agency)
