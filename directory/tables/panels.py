"""What the start page of the staff says of tables."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from directory.access import agency_desk
from foundation.limits.queries import limit

from .desk_queries import waiting_tables
from .limits import WAITING_KEPT


def table_rows(request: HttpRequest) -> list[Row]:
    """Return how many tables came and are not taken in: they go in time."""
    if not has_role(request.user, agency_desk.roles):
        return []
    days = limit(WAITING_KEPT, on=timezone.localdate())
    address = reverse("directory_tables_desk:tables")
    return [Todo(waiting_tables().count(), "送った表を取り込むか、消す", address, f"{days}日たつと消えます")]
