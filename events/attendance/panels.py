"""What the day puts on the staff's start page: the way to the door of today."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Shortcut
from events.enums import EVENT_DESK_ROLES
from events.series import next_start
from foundation.japanese.dates import clock_time

from .queries import sessions_of_today


def door_rows_of_today(request: HttpRequest) -> list[Row]:
    """Return a way to the door of each date of today."""
    if not has_role(request.user, EVENT_DESK_ROLES):
        return []
    now = timezone.now()
    return [
        Shortcut(
            f"今日の受付「{session.event.title}」",
            reverse("day_desk:door", args=[session.pk]),
            "user-group",
            f"{clock_time(next_start(session, now).time())}から。QRコードと一覧で受け付けます",
        )
        for session in sessions_of_today(now)
    ]
