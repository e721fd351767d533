"""What the lecture desk puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Shortcut, Todo
from events.enums import EVENT_DESK_ROLES
from events.registries import Link

from . import queries


def lecture_rows(request: HttpRequest) -> list[Row]:
    """Return the requests that wait for an answer, and the lectures whose end nobody has written down."""
    if not has_role(request.user, EVENT_DESK_ROLES):
        return []
    now = timezone.now()
    waiting, late = queries.counts_to_answer(timezone.localdate(now))
    held = queries.to_be_marked(now).count()
    address = reverse("lecture_desk:requests")
    note = f"{late}件は、お約束の日を過ぎています" if late else "希望の日と、講師のあいている日を見くらべます"
    return [
        Todo(waiting, "出前講座の依頼に返事をする", f"{address}?group=waiting", note, is_late=bool(late)),
        Todo(held, "行った出前講座の人数を書く", f"{address}?group=agreed", "来た人数と、どうだったか"),
        Shortcut("出前講座の日程", reverse("lecture_desk:board"), "calendar", "講師・部屋・機材の1週間"),
    ]


def from_a_call() -> Link:
    """Return where a request that came by telephone is typed in."""
    return "出前講座の申し込みを書く", reverse("lecture_desk:entry")


def list_link() -> Link:
    """Return the way from the list of seminars to lectures that come to one's own place."""
    return "職員に来てもらう（出前講座）", reverse("lectures:menu")
