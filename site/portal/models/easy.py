from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Page

from content.easy.models import EasyEdition
from content.models import address, open_to_everybody


class EasyIndexPage(EasyEdition):
    """The first page of the easy edition; the home page is the normal one beside it."""

    headline = models.CharField(
        "いちばん大きなことば", max_length=60, help_text="何をするところかを、1つの文で書いてください。"
    )

    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.EasyPage"]
    max_count = 1
    template = "portal/easy_index.html"

    class Meta(EasyEdition.Meta):
        verbose_name = "わかりやすい版のはじめのページ"
        verbose_name_plural = "わかりやすい版のはじめのページ"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the pages below."""
        pages = open_to_everybody(self.get_children()).order_by("path").only("title", "url_path")
        return super().get_context(request, *args, **kwargs) | {"easy_pages": list(pages)}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a page below with one query instead of Wagtail's two: all of them are of one kind."""
        if not path_components:
            return super().route(request, path_components)
        self.note_the_way(request)
        below = EasyPage.objects.child_of(self).filter(slug=path_components[0]).first()
        if below is None:
            raise Http404
        return below.route(request, path_components[1:])

    def in_full(self) -> str:
        """Return the home page's address, or that of the page that somebody chose instead."""
        return super().in_full() or "/"


class EasyPage(EasyEdition):
    """One page of the easy edition."""

    parent_page_types: ClassVar = ["portal.EasyIndexPage"]
    subpage_types: ClassVar = []
    template = "portal/easy_page.html"

    class Meta(EasyEdition.Meta):
        verbose_name = "わかりやすい版"
        verbose_name_plural = "わかりやすい版"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the other pages of the easy edition, and its first one."""
        return super().get_context(request, *args, **kwargs) | {
            "easy_pages": [page for page in self.around if page.depth == self.depth],
            "first_page": address(self.url_path.removesuffix(f"{self.slug}/")),
        }

    @cached_property
    def around(self) -> list[Page]:
        """Every other page that this one leads to, read at once: the first one, those beside it, its twin."""
        edition = Q(path__startswith=self.path[: -self.steplen], depth__lte=self.depth)
        pages = Page.objects.filter(edition | Q(pk=self.twin_id)).exclude(pk=self.pk).order_by("path")
        return list(open_to_everybody(pages).only("title", "url_path", "depth"))

    def in_full(self) -> str:
        """Return the address of the normal page, nothing while there is none to read."""
        return next((address(page.url_path) for page in self.around if page.pk == self.twin_id), "")

    def way_down(self, request: HttpRequest) -> list[tuple[str, str]]:  # noqa: ARG002 -- knows its way
        """Return the home page and the first easy page with their addresses, then this one."""
        above = [page for page in self.around if self.url_path == f"{page.url_path}{self.slug}/"]
        return [("ホーム", "/"), *((page.title, address(page.url_path)) for page in above), (self.title, "")]
