"""Hears of changes in Wagtail's pages and files and brings the index up to date, in the same transaction."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, post_page_move

from .models import SearchEntry
from .pages import SOURCE, file_part
from .services import index_in_transaction

UID = "content.search"
# What Wagtail writes of a page when only a draft of it was saved.
DRAFTED = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}
)


def watch_pages() -> None:
    """Listen to what changes what may be found. A deleted page takes its entries along by itself."""
    post_save.connect(_page_saved, dispatch_uid=UID)
    page_published.connect(_page_published, dispatch_uid=UID)
    for moved in (post_page_move, page_slug_changed):
        moved.connect(_page_moved, dispatch_uid=UID)
    for changed in (post_save, post_delete):
        changed.connect(_closed_or_opened, sender=PageViewRestriction, dispatch_uid=f"{UID}.pages")
        changed.connect(
            _files_closed_or_opened, sender=CollectionViewRestriction, dispatch_uid=f"{UID}.files"
        )
        changed.connect(_file_changed, sender=get_document_model(), dispatch_uid=f"{UID}.file")


def _index(pages: Iterable[object]) -> None:
    with transaction.atomic():
        index_in_transaction(SOURCE, pages)


def _index_below(page: Page) -> None:
    _index(Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True))


def _page_saved(
    *, instance: object, raw: bool = False, update_fields: Collection[str] | None = None, **_: Any
) -> None:
    only_drafted = update_fields is not None and DRAFTED.issuperset(update_fields)
    if isinstance(instance, Page) and not raw and not only_drafted:
        _index([instance.pk])


def _page_published(*, instance: Page, **_: Any) -> None:
    # Tags and other rows that travel with drafts are written after the page, whose saving did not see them.
    _index([instance.pk])


def _page_moved(*, instance: Page, **_: Any) -> None:
    _index_below(instance)


def _closed_or_opened(*, instance: PageViewRestriction, **_: Any) -> None:
    _index_below(instance.page)


def _files_closed_or_opened(**_: Any) -> None:
    _index(Page.objects.values_list("pk", flat=True))


def _file_changed(*, instance: Any, **_: Any) -> None:
    placed = SearchEntry.objects.filter(source=SOURCE, part=file_part(instance.pk))
    _index(list(placed.values_list("key", flat=True)))
