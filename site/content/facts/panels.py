"""What the start page of the staff says of figures."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo

from .access import KEEPERS
from .queries import overdue


def facts_on_the_desk(request: HttpRequest) -> list[Row]:
    """Return how many figures should be checked, with the name of the first."""
    if not has_role(request.user, KEEPERS):
        return []
    due = list(overdue(timezone.localdate()).only("name"))
    note = f"「{due[0].name}」{'ほか' if len(due) > 1 else ''}" if due else ""
    return [Todo(len(due), "ページに出る数字を確かめる", reverse("facts_to_check"), note, is_late=True)]
