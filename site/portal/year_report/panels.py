"""The desk's row on the start page of the admin."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Todo

from .enums import LEADING_ROLES
from .queries import reports_to_publish


def reports_on_the_desk(request: HttpRequest) -> list[Todo]:
    """Return how many reports wait for this manager as the second person."""
    if not has_role(request.user, LEADING_ROLES):
        return []
    waiting = reports_to_publish(user_id=request.user.pk or 0)
    return [Todo(waiting, "1年の報告を読みなおして、公開する", reverse("year_report_desk:list"))]
