"""Puts the first pages of the easy edition below the home page, once."""

from typing import Any

from wagtail.models import Page

from . import easy_pages
from .easy_pages import EasyDraft
from .models import EasyIndexPage, EasyPage, HomePage
from .page_making import RESPONSIBLE, add_page, blocks_of


def make_easy_pages(home: HomePage, *, publish: bool) -> None:
    """Add the easy pages that are not there yet, published or as drafts; what is there stays as it is.

    Call it after the normal pages are made: each easy page is joined to the one that says the same in full.
    """
    index = EasyIndexPage.objects.child_of(home).first()
    if index is None:
        index = EasyIndexPage(headline=easy_pages.INDEX.headline, **_fields(easy_pages.INDEX, home))
        add_page(index, below=home, publish=publish)
    for draft in easy_pages.PAGES:
        if not index.get_children().filter(slug=draft.slug).exists():
            add_page(EasyPage(**_fields(draft, home)), below=index, publish=publish)


def _fields(draft: EasyDraft, home: HomePage) -> dict[str, Any]:
    return {
        "title": draft.title,
        "slug": draft.slug,
        "summary": draft.summary,
        "responsible": RESPONSIBLE,
        "body": blocks_of(EasyPage, "body", draft.body),
        "twin": _at(draft.twin, home) if draft.twin else None,
    }


def _at(address: str, home: HomePage) -> Page | None:
    return home.get_descendants().filter(url_path=home.url_path + address.removeprefix("/")).first()
