"""What waits in the register, on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from foundation.japanese.dates import short_date

from . import queries
from .enums import DESK_ROLES, LOCKING_ROLES


def rows_of_the_desk(request: HttpRequest) -> list[Row]:
    """Return activities to complete, and to the manager those to check."""
    if not has_role(request.user, DESK_ROLES):
        return []
    waits = queries.waiting(today=timezone.localdate())
    note = f"いちばん古いものは{short_date(waits.oldest)}" if waits.oldest else ""
    rows: list[Row] = [
        Todo(waits.to_record, "活動の記録を書く", reverse("activity_desk:register") + "?state=held", note)
    ]
    if has_role(request.user, LOCKING_ROLES):
        rows.append(
            Todo(
                waits.to_check,
                "活動の記録を確かめる",
                reverse("activity_desk:register") + "?state=recorded",
                "確かめると、年度を確定できます",
            )
        )
    return rows
