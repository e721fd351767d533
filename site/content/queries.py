"""Reads of pages for screens."""

from datetime import date

from django.db.models import Q
from wagtail.models import get_page_models

from .models import BasePage


def overdue_pages(today: date) -> list[BasePage]:
    """Return live pages whose content should have been checked by now, first those that never say when."""
    due = Q(review_due_on__lte=today) | Q(review_due_on__isnull=True)
    models = [model for model in get_page_models() if issubclass(model, BasePage) and model.review_due_on]
    pages = [page for model in models for page in model.objects.live().filter(due)]
    return sorted(pages, key=lambda page: (page.review_due_on or date.min, page.pk))
