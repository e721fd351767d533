"""What the contact desk puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit

from . import queries
from .enums import DESK_ROLES, NAMING_ROLES, MessageState
from .limits import ANSWERED_WITHIN
from .models import ContactMessage


def contact_rows(request: HttpRequest) -> list[Row]:
    """Return the messages that wait, those that wait too long, and a desk without readers."""
    if not has_role(request.user, DESK_ROLES):
        return []
    now = timezone.now()
    queue = reverse("contact_desk_admin:queue")
    today = timezone.localdate(now)
    late = queries.late_ones(today=today, closures=current_centre().hours.closures)
    new = list(ContactMessage.objects.filter(state=MessageState.NEW).values_list("pk", flat=True))
    rows: list[Row] = [
        Todo(
            len(late),
            "約束の日をすぎた問い合わせに返事をする",
            _the_one(late) or queue,
            f"{limit(ANSWERED_WITHIN, on=today)}営業日までに返事をする約束です",
            is_late=True,
        ),
        Todo(len(new), "新しい問い合わせの担当を決める", _the_one(new) or queue),
    ]
    if has_role(request.user, NAMING_ROLES) and not queries.current_readers(now).exists():
        rows.append(
            Todo(
                1,
                "問い合わせを読む人を決める",
                reverse("contact_desk_admin:readers"),
                "いまは、届いてもだれも読めません",
                is_late=True,
            )
        )
    return rows


def _the_one(keys: list[int]) -> str:
    """Return the address of the message if there is one alone, otherwise nothing."""
    return reverse("contact_desk_admin:message", args=keys) if len(keys) == 1 else ""
