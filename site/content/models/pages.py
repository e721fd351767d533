from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from content.streams import without_choices

# Below Wagtail's root there is one home page, and every page of the site lies below it.
HOME_DEPTH = 2


def address(url_path: str) -> str:
    """Return the address of a page from its place in the tree of pages: /home/news/ is /news/."""
    return f"/{url_path.split('/', HOME_DEPTH)[HOME_DEPTH]}"


def open_to_everybody[Pages: QuerySet[Any]](pages: Pages) -> Pages:
    """Keep live pages that nobody has closed, themselves or with a page above them.

    It asks in the same query; Wagtail's own `public()` needs one more each time.
    """
    mine = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    closed = PageViewRestriction.objects.alias(mine=mine).filter(mine__startswith=F("page__path"))
    return pages.filter(~Exists(closed), live=True)


class BasePage(Page):
    """A page that somebody answers for: who looks after it, when it was checked, when it is due again."""

    # What `searchable_texts` reads of other rows, as `prefetch_related` names it: read once for many pages.
    searched_with: ClassVar[tuple[str, ...]] = ()

    summary = models.CharField(
        "ひとことで言うと",
        max_length=120,
        blank=True,
        help_text="見出しの下、検索の結果、ほかのサイトからのリンクに出ます。",
    )
    responsible = models.CharField(
        "担当", max_length=40, help_text="このページに答えられる係や人の名前です。"
    )
    reviewed_on = models.DateField("内容を確かめた日", null=True, blank=True)
    review_due_on = models.DateField(
        "次に確かめる日",
        null=True,
        blank=True,
        help_text="この日がきたら、はじめの画面で知らせます。",
    )

    show_in_menus_default = False
    # Whether readers find pages of this kind by searching.
    is_searched: ClassVar[bool] = True

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_review_due_later",
                condition=Q(review_due_on__isnull=True)
                | Q(reviewed_on__isnull=True)
                | Q(review_due_on__gt=F("reviewed_on")),
                violation_error_message="次に確かめる日は、確かめた日よりあとにしてください。",
            )
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the frame the page's title, description and the way down to it."""
        return super().get_context(request, *args, **kwargs) | {
            "page_title": self.seo_title or self.title,
            "page_description": self.search_description or self.summary,
            "breadcrumb_items": self.way_down(request),
        }

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Remember the pages on the way down: the breadcrumb then needs no query of its own."""
        self.note_the_way(request)
        return super().route(request, path_components)

    def note_the_way(self, request: HttpRequest) -> None:
        """Add this page to those that the request has come down through."""
        request.pages_above = [*getattr(request, "pages_above", []), self]  # type: ignore[attr-defined]  # -- ours

    @property
    def address(self) -> str:
        return address(self.url_path)

    def way_down(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return the pages above with their addresses, then this one; nothing for the home page itself."""
        if self.depth <= HOME_DEPTH:
            return []
        above = getattr(request, "pages_above", None) or self.get_ancestors()
        between = [page for page in above if page.depth > HOME_DEPTH and page.pk != self.pk]
        return [
            ("ホーム", "/"),
            *((page.title, address(page.url_path)) for page in between),
            (self.title, ""),
        ]

    def searchable_texts(self) -> list[str]:
        """Return everything that a reader can see of this page, the most telling first."""
        texts = [self.title, self.summary]
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                stream = without_choices(getattr(self, field.name))
                texts += field.stream_block.get_searchable_content(stream)
        return texts
