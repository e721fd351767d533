from itertools import chain, count
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet

from content.blocks import BodyBlock
from content.models import BasePage, open_to_everybody
from content.structured_data import Data, article
from content.tags.queries import words_of_tags
from foundation.centre.queries import Centre
from foundation.choices import known_choice
from portal.enums import ConsentToNews, NewsCategory

NEWS_A_PAGE = 20


class NewsQuerySet(PageQuerySet):
    def newest_first(self) -> "NewsQuerySet":
        """Keep what everybody may read, the latest day first."""
        return open_to_everybody(self).order_by("-day", "-id")


class NewsPage(BasePage):
    """One piece of news: it has its day instead of a day to be checked again."""

    day = models.DateField("日付", null=True, default=timezone.localdate)
    category = models.CharField("種類", max_length=10, choices=NewsCategory)
    place = models.CharField("地域・場所", max_length=80, blank=True)
    host = models.CharField("開いたところ", max_length=80, blank=True)
    participant_count = models.PositiveSmallIntegerField("参加した人数", null=True, blank=True)
    body = StreamField(BodyBlock(), verbose_name="本文", blank=True)
    consent = models.CharField(
        "人のことばや、顔の写った写真",
        max_length=10,
        choices=ConsentToNews,
        help_text="載せるときは、本人と所属の了解を先に得てください。",
    )
    tags = ClusterTaggableManager(verbose_name="タグ", through="tags.TaggedPage", blank=True)
    reviewed_on = None
    review_due_on = None

    objects = PageManager.from_queryset(NewsQuerySet)()

    searched_with = ("tagged_items__tag",)
    parent_page_types: ClassVar = ["portal.NewsIndexPage"]
    subpage_types: ClassVar = []
    template = "portal/news_page.html"

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        indexes: ClassVar = [models.Index(fields=["-day"], name="portal_newspage_day")]
        constraints: ClassVar = [
            known_choice(
                table="portal_newspage",
                field="category",
                choices=NewsCategory,
                says="種類を選んでください。",
                # A draft may still lack it; the form asks for it before anybody reads the page.
                may_be_blank=True,
            )
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the tags and what machines read."""
        return super().get_context(request, *args, **kwargs) | {
            "page_tags": self.tags.all(),
            "og_type": "article",
            "structured_data": self.structured_data,
        }

    def full_clean(self, *args: Any, **options: Any) -> None:
        """Take the day as the address where there is none yet."""
        if not self.slug and self.day:
            self.slug = self.free_address(str(self.day), below=self.get_parent())
        super().full_clean(*args, **options)

    def free_address(self, wanted: str, *, below: Page | None) -> str:
        """Return the wanted address, with -2, -3 … behind it where other news below the same page have it."""
        taken = set(below.get_children().not_page(self).values_list("slug", flat=True)) if below else set()
        candidates = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
        return next(each for each in candidates if each not in taken)

    def searchable_texts(self) -> list[str]:
        """Return the page's own words and its tags with what means the same."""
        return [*super().searchable_texts(), *words_of_tags(self)]

    def structured_data(self, *, centre: Centre, address: str) -> list[Data]:
        return [
            article(
                title=self.title,
                summary=self.summary,
                day=self.day,
                centre=centre,
                url=address + self.address,
            )
        ]


class NewsIndexPage(BasePage):
    """The list of all news, 20 on a page, of one kind if the reader wants."""

    is_searched = False
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.NewsPage"]
    max_count = 1
    template = "portal/news_index.html"

    class Meta(BasePage.Meta):
        verbose_name = "お知らせの一覧"
        verbose_name_plural = "お知らせの一覧"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the news of the wanted page and kind; what is no kind and no page means the first of all."""
        wanted = request.GET.get("category", "")
        category = wanted if wanted in NewsCategory.values else ""
        news = NewsPage.objects.child_of(self).newest_first()
        if category:
            news = news.filter(category=category)
        return super().get_context(request, *args, **kwargs) | {
            "page_obj": Paginator(news, NEWS_A_PAGE).get_page(request.GET.get("page")),
            "categories": NewsCategory.choices,
            "category": category,
        }
