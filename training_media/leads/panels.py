"""What the desk of leads puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from foundation.centre.queries import current_centre

from . import queries
from .enums import LEAD_DESK_ROLES


def lead_rows(request: HttpRequest) -> list[Row]:
    """Return the leads that wait for somebody to call or to go on."""
    if not has_role(request.user, LEAD_DESK_ROLES):
        return []
    today = timezone.localdate()
    waiting = list(queries.waiting(today=today))
    if not waiting:
        return []
    rows = queries.lead_rows(waiting, today=today, closures=current_centre().hours.closures)
    late = sum(row.is_late for row in rows)
    note = f"{late}件は、約束の日か、次に連絡する日を過ぎています" if late else "研修動画を見た事業所から"
    address = f"{reverse('lead_desk:leads')}?tab=waiting"
    if len(waiting) == 1:
        address = reverse("lead_desk:lead", args=[waiting[0].pk])
    return [Todo(len(waiting), "「話を聞きたい」に連絡する", address, note, is_late=bool(late))]
