from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.fields import StreamField

from content.blocks import BodyBlock
from content.models import BasePage
from content.search.documents import SMALL_PRINT
from portal.accessibility import last_result


class AccessibilityPage(BasePage):
    """What the site promises to every reader, and what the last whole test found."""

    body = StreamField(BodyBlock(), verbose_name="本文", blank=True)
    search_rank = SMALL_PRINT

    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = []
    max_count = 1
    template = "portal/accessibility_page.html"

    class Meta(BasePage.Meta):
        verbose_name = "ウェブアクセシビリティ"
        verbose_name_plural = "ウェブアクセシビリティ"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"result": last_result()}
