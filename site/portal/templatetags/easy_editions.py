from typing import Any

from django import template
from wagtail.models import Page

from content.models import open_to_everybody
from portal.models import EasyPage

register = template.Library()


@register.inclusion_tag("portal/easy_editions.html")
def easy_editions(*, page: Page) -> dict[str, Any]:
    """Show the way from a normal page to its easy edition; nothing while there is none. Takes one query."""
    editions = open_to_everybody(EasyPage.objects.filter(twin__pk=page.pk)).order_by("path")
    return {"editions": list(editions.only("title", "url_path"))}
