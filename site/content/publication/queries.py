"""Reads of what waits to be published."""

from django.db.models import QuerySet
from wagtail.models import Page

from .models import PublicationRequest


def requests_waiting() -> QuerySet[PublicationRequest]:
    """Return what was asked and not answered yet, the oldest first, with pages and people."""
    waiting = PublicationRequest.objects.waiting().order_by("asked_at", "pk")
    return waiting.select_related("page", "asked_by__person")


def is_asked(page: Page) -> bool:
    """Return whether somebody asked to publish this page and it has not been published since."""
    return PublicationRequest.objects.waiting().filter(page_id=page.pk).exists()
