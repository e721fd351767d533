"""What waits of meetings of others and of kits, on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo

from . import host_queries, queries
from .enums import OUTSIDE_DESK_ROLES


def rows_of_the_desk(request: HttpRequest) -> list[Row]:
    """Return visits to write down, what was promised there, and questions of offices."""
    if not has_role(request.user, OUTSIDE_DESK_ROLES):
        return []
    waits = queries.waiting(today=timezone.localdate())
    address = reverse("outside_desk:meetings")
    note = f"{waits.late}件は、約束の日を過ぎています" if waits.late else "約束した日までに"
    return [
        Todo(waits.to_write, "外の会議への出席を書く", address, "説明したこと、できたつながり", is_late=True),
        Todo(waits.to_follow_up, "外の会議のあとですることをする", address, note, is_late=bool(waits.late)),
        Todo(
            host_queries.open_questions(),
            "はじめて受け入れる事業所の質問に答える",
            reverse("outside_desk:hosts"),
            "答えは、事業所のページに出ます",
        ),
    ]
