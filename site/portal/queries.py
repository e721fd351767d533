"""Reads of the portal's pages for screens and papers."""

from django.db.models import QuerySet
from wagtail.models import Page

from content.duties.models import Duty
from content.models import HOME_DEPTH, BasePage, open_to_everybody

from .models import NewsPage
from .models.news import NewsQuerySet


def open_page[Kind: BasePage](kind: type[Kind], **like: str) -> Kind | None:
    """Return the one page of a kind, or the first that is like this, as far as everybody may read it."""
    page: Kind | None = open_to_everybody(kind.objects.filter(**like)).first()
    return page


def pages_of_the_site() -> QuerySet[Page]:
    """Return every page that everybody may read, in the order of the tree."""
    pages: QuerySet[Page] = open_to_everybody(Page.objects.filter(depth__gte=HOME_DEPTH)).order_by("path")
    return pages


def latest_news() -> NewsQuerySet:
    """Return the news that everybody may read, the latest day first."""
    news: NewsQuerySet = NewsPage.objects.newest_first()
    return news


def all_duties() -> list[Duty]:
    """Return what the centre does, in its order."""
    return list(Duty.objects.all())
