from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.fields import StreamField

from content.blocks import BodyBlock
from content.duties.models import Duty
from content.models import BasePage, open_to_everybody


class DutyIndexPage(BasePage):
    """All duties of the centre, one after the other, each leading to its own page."""

    body = StreamField(BodyBlock(), verbose_name="そのほかの説明", blank=True)

    parent_page_types: ClassVar = ["portal.StandardPage"]
    subpage_types: ClassVar = ["portal.DutyPage"]
    max_count = 1
    template = "portal/duty_index.html"

    class Meta(BasePage.Meta):
        verbose_name = "業務の一覧"
        verbose_name_plural = "業務の一覧"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the published pages of the duties in their order."""
        pages = open_to_everybody(DutyPage.objects.child_of(self)).select_related("duty")
        return super().get_context(request, *args, **kwargs) | {"duty_pages": pages.order_by("duty__number")}


class DutyPage(BasePage):
    """The page of one duty: its facts stand in the list of duties, here editors add what readers ask."""

    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, verbose_name="業務", related_name="page")
    body = StreamField(BodyBlock(), verbose_name="そのほかの説明", blank=True)

    searched_with = ("duty",)
    parent_page_types: ClassVar = ["portal.DutyIndexPage"]
    subpage_types: ClassVar = []
    template = "portal/duty_page.html"

    class Meta(BasePage.Meta):
        verbose_name = "業務のページ"
        verbose_name_plural = "業務のページ"

    def searchable_texts(self) -> list[str]:
        """Return the duty's own words as well as the page's."""
        duty = self.duty
        return [
            *super().searchable_texts(),
            duty.name,
            duty.plain_name,
            duty.summary,
            *duty.acts,
            *duty.forms,
        ]
