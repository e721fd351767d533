from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.html import strip_tags
from wagtail.fields import StreamField

from content.blocks import BodyBlock
from content.models import HOME_DEPTH, BasePage
from content.search.documents import ANSWER, SMALL_PRINT, USUAL
from content.structured_data import Data, questions
from foundation.centre.queries import Centre
from portal.places import ANSWERING


class StandardPage(BasePage):
    """A page that editors write with blocks; most pages are of this kind."""

    body = StreamField(BodyBlock(), verbose_name="本文", blank=True)

    parent_page_types: ClassVar = ["portal.HomePage", "portal.StandardPage"]
    subpage_types: ClassVar = [
        "portal.StandardPage",
        "portal.DutyIndexPage",
        "portal.FlowPage",
        "portal.NetworkPage",
    ]
    template = "portal/standard_page.html"

    @property
    def search_rank(self) -> int:
        """Let pages that answer most questions come first, those of the last line of the frame last."""
        if self.address in ANSWERING:
            return ANSWER
        return SMALL_PRINT if self.show_in_menus and self.depth == HOME_DEPTH + 1 else USUAL

    class Meta(BasePage.Meta):
        verbose_name = "ページ"
        verbose_name_plural = "ページ"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"structured_data": self.structured_data}

    def structured_data(self, *, centre: Centre, address: str) -> list[Data]:  # noqa: ARG002 -- one signature
        """Return the page's questions and answers for machines."""
        pairs = [
            (each["question"], strip_tags(each["answer"].source))
            for block in self.body
            if block.block_type == "questions"
            for each in block.value
        ]
        return [questions(pairs)] if pairs else []
