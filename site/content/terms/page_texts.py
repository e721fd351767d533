"""What a page says, piece by piece, each with the place at which its editor finds it."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from content.models import BasePage

from .queries import Text

OF_EVERY_PAGE = ("title", "seo_title", "search_description")
TEXT_FIELDS = (models.CharField, models.TextField)


def page_texts(page: Page) -> Iterator[Text]:
    """Return the texts of a page that readers see, in the order of its fields."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _stream_texts(str(field.verbose_name), getattr(page, field.name))
        elif isinstance(field, TEXT_FIELDS) and _is_written(field):
            yield str(field.verbose_name), str(getattr(page, field.name) or "")


def _is_written(field: Any) -> bool:
    own = issubclass(field.model, BasePage) or field.name in OF_EVERY_PAGE
    return own and field.editable and not field.choices


def _stream_texts(name: str, stream: StreamValue) -> Iterator[Text]:
    for number, child in enumerate(stream, start=1):
        place = f"{name}の{number}番目「{child.block.label}」"
        for text in child.block.get_searchable_content(child.value):
            yield place, str(text)
