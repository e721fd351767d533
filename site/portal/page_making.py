"""How first pages get into the tree: blocks out of data, a page below another, published or as a draft."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from wagtail.models import Page

from content.models import BasePage

RESPONSIBLE = "センター"


def add_page(page: BasePage, *, below: Page, publish: bool) -> BasePage:
    """Add a page with its first revision; published pages are published from that."""
    page.live = False
    below.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    return page


def blocks_of(page_type: type[models.Model], name: str, blocks: Sequence[tuple[str, Any]]) -> Any:
    """Return the value of a page type's block field out of kinds and values."""
    field: Any = page_type._meta.get_field(name)
    return field.stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])
