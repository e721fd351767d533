"""What the video desk puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Row, Shortcut, Todo

from .access import may_open_courses
from .enums import VIDEO_DESK_ROLES
from .queries import checked_courses


def course_rows(request: HttpRequest) -> list[Row]:
    """Return what waits for the manager, and the way to make a course."""
    if not has_role(request.user, VIDEO_DESK_ROLES):
        return []
    address = reverse("video_desk:list")
    waiting = checked_courses().count() if may_open_courses(request.user) else 0
    return [
        Todo(waiting, "確認ずみの研修動画を公開する", address, "公開できるのは、センター長です"),
        Shortcut("研修動画", reverse("video_desk:create"), "film", "部、章、字幕、数字をまとめたページ"),
    ]
