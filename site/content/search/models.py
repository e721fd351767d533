from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from content.models import open_to_everybody

from .documents import RANKS, USUAL


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def readable(self) -> "SearchEntryQuerySet":
        """Leave out what belongs to a page that is not open to everybody, whatever the index says."""
        page = open_to_everybody(Page.objects.filter(pk=OuterRef("page")))
        return self.filter(Q(page=None) | Exists(page))


class SearchEntry(models.Model):
    """One public thing as the search knows it: copied from a source, made anew whenever that changes.

    `text` is what is shown of it, a text on each line; `folded` the same in the one spelling that is
    compared, with `title_folded` (title, then reading) at its head; `tokens` the pieces that are indexed.
    """

    source = models.CharField(max_length=30)
    key = models.CharField(max_length=60)
    part = models.CharField(max_length=60, blank=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    title = models.TextField()
    # The name of a Japanese file takes nine characters a sign in an address.
    url = models.TextField()
    summary = models.TextField(blank=True)
    day = models.DateField(null=True)
    rank = models.PositiveSmallIntegerField(default=USUAL)
    text = models.TextField(blank=True)
    title_folded = models.TextField()
    folded = models.TextField()
    tokens = SearchVectorField()
    fingerprint = models.CharField(max_length=64)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "検索の索引"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="site_search_searchentry_once",
                fields=["source", "key", "part"],
                violation_error_message="同じものは、索引に一つだけ入ります。",
            ),
            models.CheckConstraint(
                name="site_search_searchentry_stays_here",
                condition=Q(url__regex=r"^/([^/\\]|$)"),
                violation_error_message="行き先は「/」で始まる、このサイトのアドレスにしてください。",
            ),
            models.CheckConstraint(
                name="site_search_searchentry_rank_is_known",
                condition=Q(rank__in=RANKS),
                violation_error_message="並べる順は、決まった値から選んでください。",
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["tokens"], name="site_search_tokens")]

    def __str__(self) -> str:
        return self.title


class SynonymGroup(models.Model):
    """Words that mean the same to whoever searches; staff keep them."""

    note = models.CharField("メモ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "同じ意味のことば"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return " ＝ ".join(each.word for each in self.words.all())


class SynonymWord(models.Model):
    """One word of a group; `spelt` is how the search compares it."""

    group = models.ForeignKey(SynonymGroup, on_delete=models.CASCADE, related_name="words")
    word = models.CharField("ことば", max_length=40)
    spelt = models.CharField(max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "ことば"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="site_search_synonymword_once",
                fields=["spelt"],
                violation_error_message="このことばは、もう別の組に入っています。",
            ),
            models.CheckConstraint(
                name="site_search_synonymword_says_something",
                condition=~Q(spelt=""),
                violation_error_message="ことばを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.word


class ZeroResult(models.Model):
    """How often some words found nothing on one day. Nobody who looked for them is known.

    `words` is the one spelling in which they are counted; `said` is how they were first written that day.
    """

    day = models.DateField("日付")
    words = models.CharField(max_length=60)
    said = models.CharField("ことば", max_length=60)
    count = models.PositiveIntegerField("回数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "見つからなかったことば"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="site_search_zeroresult_once",
                fields=["day", "words"],
                violation_error_message="同じ日の同じことばは、一つにまとめて数えます。",
            ),
            models.CheckConstraint(
                name="site_search_zeroresult_counts",
                condition=Q(count__gte=1) & ~Q(words=""),
                violation_error_message="ことばと、1以上の回数が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.said
