from typing import ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks import BodyBlock
from content.models import BasePage


class StandardPage(BasePage):
    """A page that editors write with blocks; most pages are of this kind."""

    body = StreamField(BodyBlock(), verbose_name="本文", blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        *BasePage.duty_panels,
    ]
    parent_page_types: ClassVar = ["portal.HomePage", "portal.StandardPage"]
    subpage_types: ClassVar = ["portal.StandardPage"]
    template = "portal/standard_page.html"

    class Meta(BasePage.Meta):
        verbose_name = "ページ"
        verbose_name_plural = "ページ"
