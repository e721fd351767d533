"""What this room puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from accounts.models import User
from content.start_page import Row, Shortcut, Todo
from foundation.limits.queries import limit

from . import queries
from .access import contacts_for, may_write
from .enums import READING_ROLES
from .limits import ACCEPTANCE_HOLDS


def contact_rows(request: HttpRequest) -> list[Row]:
    """Return how many agencies wait for the next step that is due, and whose wish is to be confirmed."""
    if not has_role(request.user, READING_ROLES):
        return []
    assert isinstance(request.user, User)
    today = timezone.localdate()
    due = queries.next_contacts(contacts_for(request.user)).filter(next_on__lte=today)
    old = queries.to_be_confirmed(today=today, holds_days=limit(ACCEPTANCE_HOLDS, on=today))
    memo = Shortcut("電話メモ", reverse("centre_only_desk:memo"), "phone", "どこから、何のこと、次にすること")
    return [
        *([memo] if may_write(request.user) else []),
        Todo(due.count(), "関係機関と、次にすることをする", reverse("centre_only_desk:next_contacts")),
        Todo(old.count(), "受け入れの意向を確かめる", reverse("centre_only_desk:to_confirm")),
    ]
