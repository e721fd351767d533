"""What the register has for the manager's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from accounts.enums import PublicRole
from content.start_page import Row, Todo
from foundation.japanese.dates import short_date

from .models import PrivacyRequest


def requests_on_the_desk(request: HttpRequest) -> list[Row]:
    """Return how many requests wait for an answer, and until when the nearest one may."""
    if not has_role(request.user, {PublicRole.MANAGER}):
        return []
    waiting = list(PrivacyRequest.objects.open().order_by("due_on"))
    if not waiting:
        return []
    nearest = waiting[0]
    note = f"いちばん近い期限は{short_date(nearest.due_on)}です"
    address = reverse("privacy_requests:index")
    is_late = nearest.is_late(timezone.localdate())
    return [Todo(len(waiting), "個人情報の請求に答える", address, note, is_late=is_late)]
