"""Reads of pages for screens."""

from datetime import date

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from wagtail.models import Page, get_page_models

from .models import BasePage, open_to_everybody
from .search import SearchHit


def page_hits(query_folded: str, limit: int) -> list[SearchHit]:
    """Return live pages that everybody may read and that hold every word, the earliest mention first."""
    words = query_folded.split()
    mentioned = Q(*(Q(folded_text__contains=word) for word in words))
    readable = open_to_everybody(Page.objects.all()).values("pk")
    hits = []
    for model in get_page_models():
        if issubclass(model, BasePage) and model.is_searched:
            pages = model.objects.filter(mentioned, pk__in=readable)
            nearest = pages.order_by(StrIndex("folded_text", Value(words[0])), "-last_published_at", "pk")
            kind = str(model._meta.verbose_name)  # noqa: SLF001 -- Django's public-by-habit name
            hits += [
                SearchHit(kind, page.title, page.address, page.summary)
                for page in nearest.only("title", "url_path", "summary")[:limit]
            ]
    return hits


def overdue_pages(today: date) -> list[BasePage]:
    """Return live pages whose content should have been checked by now, first those that never say when."""
    due = Q(review_due_on__lte=today) | Q(review_due_on__isnull=True)
    models = [model for model in get_page_models() if issubclass(model, BasePage) and model.review_due_on]
    pages = [page for model in models for page in model.objects.live().filter(due)]
    return sorted(pages, key=lambda page: (page.review_due_on or date.min, page.pk))
