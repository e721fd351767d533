"""What somebody at the centre has left on their own paths, on the start page."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import is_centre_staff
from accounts.models import User
from content.start_page import Row, Todo

from .queries import left_for


def left_rows(request: HttpRequest) -> list[Row]:
    """Return how many items are left for this member of staff; nothing without a path."""
    if not isinstance(request.user, User) or not is_centre_staff(request.user):
        return []
    left = left_for(request.user.person_id, None)
    return [Todo(left, "はじめての道すじで、残っていることをする", reverse("paths:list"), unit="項目")]
