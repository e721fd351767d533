"""What this room puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from accounts.models import User
from content.start_page import Row, Todo

from . import queries
from .access import talks_for
from .enums import DESK_ROLES


def consultation_rows(request: HttpRequest) -> list[Row]:
    """Return how many talks wait for a next step."""
    if not has_role(request.user, DESK_ROLES):
        return []
    assert isinstance(request.user, User)
    waiting = queries.open_talks(talks_for(request.user)).count()
    return [Todo(waiting, "続きがある相談を進める", reverse("consultations_admin:waiting"))]
