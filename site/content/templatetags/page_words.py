from typing import Any

from django import template
from django.template import Context
from wagtail.models import Page

from content.models import address

register = template.Library()


@register.filter
def page_address(url_path: str) -> str:
    """Return the address of a page from its place in the tree."""
    return address(url_path)


@register.filter
def kind_word(model: type[Page]) -> str:
    """Return what readers call this kind of page."""
    return str(model._meta.verbose_name)


@register.simple_tag(takes_context=True)
def leads_somewhere(context: Context, link: Any) -> bool:
    """Return whether a link block leads to something everybody may read; the frame knows what is published.

    First pages link to each other while some are still drafts: such a link appears with its page.
    """
    frame, page = context.get("frame"), link.get("page")
    url = address(page.url_path) if page else link.get("address") or ""
    return frame is None or bool(frame.leads_somewhere(url))
