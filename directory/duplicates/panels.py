"""What the start page of the staff says of duplicates."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from directory.access import agency_desk

from .queries import how_many


def duplicate_rows(request: HttpRequest) -> list[Row]:
    """Return how many pairs of agencies may be one."""
    if not has_role(request.user, agency_desk.roles):
        return []
    pairs = how_many(today=timezone.localdate())
    words = "同じ機関かもしれないものを、見くらべる"
    return [Todo(pairs, words, reverse("directory_duplicates_desk:pairs"), unit="組")]
