"""What waits on boards for the centre's staff: questions to the centre alone, and reported posts."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Todo
from outreach.study_groups.enums import GROUP_DESK_ROLES

from . import queries

QUESTIONS, REPORTS = (
    "会の掲示板で、センターだけにきいた質問に答える",
    "会の掲示板で、問題だと知らされた書きこみを見る",
)


def board_rows(request: HttpRequest) -> list[Todo]:
    """Return how many questions and reports wait, in two queries; each leads to its board, or to the list."""
    if not has_role(request.user, GROUP_DESK_ROLES):
        return []
    return [
        _todo(QUESTIONS, "group_board:topics", queries.boards_with_questions()),
        _todo(REPORTS, "group_board:reports", queries.boards_with_reports()),
    ]


def _todo(words: str, view: str, slugs: Iterable[str]) -> Todo:
    waiting = list(slugs)
    where = set(waiting)
    address = reverse(view, args=[waiting[0]]) if len(where) == 1 else reverse("study_groups:list")
    return Todo(len(waiting), words, address)
