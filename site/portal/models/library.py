from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Orderable

from content.blocks import BodyBlock
from content.models import BasePage, open_to_everybody
from content.tags.queries import words_of_tags
from foundation.japanese.dates import fiscal_year_label
from portal.enums import LanguageLevel, LibraryKind

PAPERS_A_PAGE = 20


class LibraryPage(BasePage):
    """One paper for the public: what it says as a page, its file, and the versions before this one.

    A form that others issue has no file here: its page says what it is for and whose it is.
    """

    kind = models.CharField("種類", max_length=10, choices=LibraryKind)
    fiscal_year = models.PositiveSmallIntegerField(
        "年度", null=True, blank=True, help_text="西暦で書きます。"
    )
    language_level = models.CharField(
        "ことば", max_length=10, choices=LanguageLevel, default=LanguageLevel.NORMAL
    )
    origin = models.CharField("作ったところ", max_length=80, help_text="この資料や様式の、出どころです。")
    body = StreamField(BodyBlock(), verbose_name="書いてあること", blank=True)
    is_archived = models.BooleanField(
        "いまは使われていない", default=False, help_text="一覧の終わりに、保存のために残します。"
    )
    tags = ClusterTaggableManager(verbose_name="タグ", through="tags.TaggedPage", blank=True)

    searched_with = ("tagged_items__tag",)
    parent_page_types: ClassVar = ["portal.LibraryIndexPage"]
    subpage_types: ClassVar = []
    template = "portal/library_page.html"

    class Meta(BasePage.Meta):
        verbose_name = "資料"
        verbose_name_plural = "資料"
        constraints: ClassVar = [
            *BasePage.Meta.constraints,
            models.CheckConstraint(
                name="portal_librarypage_has_an_origin",
                condition=~models.Q(origin=""),
                violation_error_message="作ったところを書いてください。",
            ),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the newest version and those before it."""
        return super().get_context(request, *args, **kwargs) | {
            "versions": self.newest_first(),
            "page_tags": self.tags.all(),
        }

    def searchable_texts(self) -> list[str]:
        """Return the page's own words and its tags with what means the same."""
        return [*super().searchable_texts(), self.origin, *words_of_tags(self)]

    def newest_first(self) -> list["LibraryVersion"]:
        return sorted(self.versions.all(), key=lambda version: version.issued_on, reverse=True)

    @property
    def newest(self) -> "LibraryVersion | None":
        return next(iter(self.newest_first()), None)


class LibraryVersion(Orderable):
    """One edition of a paper; the one issued last is the present one."""

    page = ParentalKey(LibraryPage, on_delete=models.CASCADE, related_name="versions")
    label = models.CharField("版の名前", max_length=40, help_text="例　令和8年度版")
    issued_on = models.DateField("出した日")
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        verbose_name="ファイル",
        null=True,
        blank=True,
        related_name="+",
    )
    page_count = models.PositiveSmallIntegerField("ページ数", null=True, blank=True)
    note = models.CharField("前の版から変わったこと", max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "版"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "label"],
                name="portal_libraryversion_label_once",
                violation_error_message="同じ名前の版があります。",
            )
        ]


class LibraryIndexPage(BasePage):
    """Everything the centre gives to the public on paper, by kind and fiscal year."""

    is_searched = False
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.LibraryPage"]
    max_count = 1
    template = "portal/library_index.html"

    class Meta(BasePage.Meta):
        verbose_name = "資料の一覧"
        verbose_name_plural = "資料の一覧"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the papers of the wanted kind and year; what is no kind and no year means all.

        A library holds some dozen papers, so they are read at once and chosen here.
        """
        papers = open_to_everybody(LibraryPage.objects.child_of(self))
        every = list(papers.order_by("is_archived", "-fiscal_year", "title"))
        years = sorted({paper.fiscal_year for paper in every if paper.fiscal_year}, reverse=True)
        known_years = {str(year): fiscal_year_label(year) for year in years}
        kind = _known(request.GET.get("kind", ""), LibraryKind.values)
        year = _known(request.GET.get("year", ""), known_years)
        wanted = [
            paper for paper in every if kind in ("", paper.kind) and year in ("", str(paper.fiscal_year))
        ]
        page = Paginator(wanted, PAPERS_A_PAGE).get_page(request.GET.get("page"))
        prefetch_related_objects(page.object_list, "versions__document")
        return super().get_context(request, *args, **kwargs) | {
            "page_obj": page,
            "kinds": LibraryKind.choices,
            "kind": kind,
            "years": known_years,
            "year": year,
        }


def _known(wanted: str, known: Any) -> str:
    return wanted if wanted in known else ""
