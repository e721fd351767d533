"""What the start page of the staff says of readings."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Row, Todo

from .access import CONFIRMERS
from .queries import waiting_count


def readings_on_the_desk(request: HttpRequest) -> list[Row]:
    """Return how many sentences of the public site have no confirmed reading, for the start page."""
    if not has_role(request.user, CONFIRMERS):
        return []
    note = "確かめた文にだけ、ふりがなが付きます"
    return [
        Todo(waiting_count(), "ふりがなを確かめる", reverse("furigana_places"), note, unit="文", is_late=True)
    ]
