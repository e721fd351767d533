"""What is next on rounds, on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from outreach.activities.enums import DESK_ROLES

from . import queries


def rows_of_the_desk(request: HttpRequest) -> list[Row]:
    """Return how many agencies of rounds wait for something whose day has come."""
    if not has_role(request.user, DESK_ROLES):
        return []
    waits = queries.waiting(today=timezone.localdate())
    return [Todo(waits, "巡回した機関と、次にすることをする", reverse("activity_rounds:rounds"))]
