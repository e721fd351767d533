from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.fields import StreamField

from content.blocks import LaneBlock, StepBlock, lights
from content.models import BasePage
from events.queries import upcoming_public_events

from .news import NewsPage

EVENTS_SHOWN = 3
NEWS_SHOWN = 4


class HomePage(BasePage):
    """The door of the site: who helps, the phone, three entrances, what is next, how support goes."""

    headline = models.TextField(
        "いちばん大きなことば", max_length=120, help_text="1行が、ひとまとまりで折り返されます。"
    )
    who = models.CharField("だれのためのセンターか", max_length=200)
    call = models.CharField("電話への呼びかけ", max_length=40)
    promises = models.TextField(
        "電話の約束", max_length=120, blank=True, help_text="1行に一つずつ書いてください。"
    )
    lanes = StreamField([("lane", LaneBlock())], verbose_name="三つの入口", max_num=3, blank=True)
    flow_title = models.CharField("支援の流れの題", max_length=40)
    flow_note = models.CharField("支援の流れの説明", max_length=100, blank=True)
    flow = StreamField(
        [("step", StepBlock(label="段階"))], verbose_name="支援の流れ", min_num=2, max_num=7, blank=True
    )

    is_searched = False
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "portal.StandardPage",
        "portal.NewsIndexPage",
        "portal.LibraryIndexPage",
        "portal.AccessibilityPage",
        "portal.EasyIndexPage",
    ]
    max_count = 1
    template = "portal/home.html"

    class Meta(BasePage.Meta):
        verbose_name = "ホーム"
        verbose_name_plural = "ホーム"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the next events, the latest news and the light of each step."""
        return super().get_context(request, *args, **kwargs) | {
            "page_title": "",
            "event_rows": upcoming_public_events(now=timezone.now(), limit=EVENTS_SHOWN),
            "news": NewsPage.objects.newest_first()[:NEWS_SHOWN],
            "steps": list(zip(lights(len(self.flow)), self.flow, strict=True)),
        }
