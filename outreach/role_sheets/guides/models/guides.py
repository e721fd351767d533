from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from content.reviewed import Reviewed
from foundation.choices import known_choice
from outreach.role_sheets.guides.enums import PartKind

from .sources import SOMETHING, Sourced, says_something

GUIDE, PART = "guides_guide", "guides_guidepart"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# Guides that have an address of their own, right below /guides/.
ENTRY, EXIT = "entry", "exit"


class Guide(Reviewed):
    """A page that leads through one kind of support, such as 入口支援; its parts stand in their order.

    Its name in addresses stays for ever: other pages and papers lead to it.
    """

    slug = models.CharField(
        "アドレスの名前",
        max_length=40,
        unique=True,
        validators=[RegexValidator(SLUG, "小文字の英字と数字と「-」だけで書いてください。例：host-first")],
        error_messages={"unique": "この名前のガイドは、もうあります。"},
        help_text="小文字の英字と数字です。あとで変えられません。",
    )
    title = models.CharField("題", max_length=60)
    lead = models.CharField("はじめのことば", max_length=200, help_text="だれの、何のためのガイドか。")
    place = models.PositiveSmallIntegerField("並び順", default=10, help_text="小さい数から並びます。")
    is_open = models.BooleanField("公開する", default=False)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "ガイド"
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            says_something(GUIDE, "title", "lead", says="題と、はじめのことばを書いてください。"),
            models.CheckConstraint(
                name=f"{GUIDE}_slug_fits_an_address",
                condition=Q(slug__regex=SLUG),
                violation_error_message="小文字の英字と数字と「-」だけで書いてください。例：host-first",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address; entry and exit support stand right below /guides/."""
        if self.slug in (ENTRY, EXIT):
            return reverse(f"guides:{self.slug}")
        return reverse("guides:guide", args=[self.slug])


class GuidePart(Sourced):
    """One part of a guide: a text, a step, words of a source with its year, or an old word with the new one.

    A quotation stays as the source says it, old words too; what readers should say instead stands beside it.
    """

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="parts", verbose_name="ガイド")
    place = models.PositiveSmallIntegerField("並び順", default=10, help_text="小さい数から並びます。")
    kind = models.CharField("種類", max_length=5, choices=PartKind)
    heading = models.CharField(
        "見出し",
        max_length=60,
        blank=True,
        help_text="文章では見出し、手順ではすること、古いことばではそのことばです。",
    )
    current_word = models.CharField("いまの言い方", max_length=60, blank=True)
    text = models.TextField("内容", max_length=2000)
    # A text of our own may do without a source.
    source_title = models.CharField("出典", max_length=200, blank=True)
    source_year = models.CharField(
        "いつの資料か", max_length=40, blank=True, help_text="例：令和元年12月、令和5年3月"
    )

    class Meta:
        verbose_name = verbose_name_plural = "ガイドの部分"
        ordering: ClassVar = ["guide", "place", "id"]
        constraints: ClassVar = [
            known_choice(table=PART, field="kind", choices=PartKind, says="種類を選んでください。"),
            says_something(PART, "text", says="内容を書いてください。"),
            models.CheckConstraint(
                name=f"{PART}_quotation_says_its_source",
                condition=~Q(kind=PartKind.QUOTE)
                | Q(source_title__regex=SOMETHING, source_year__regex=SOMETHING),
                violation_error_message="資料のことばには、出典と、いつの資料かを書いてください。",
            ),
            models.CheckConstraint(
                name=f"{PART}_source_says_its_year",
                condition=Q(source_title="", source_year="")
                | Q(source_title__regex=SOMETHING, source_year__regex=SOMETHING),
                violation_error_message="出典と、いつの資料かは、いっしょに書いてください。",
            ),
            models.CheckConstraint(
                name=f"{PART}_old_word_has_a_current_one",
                condition=Q(kind=PartKind.WORD, heading__regex=SOMETHING, current_word__regex=SOMETHING)
                | ~Q(kind=PartKind.WORD) & Q(current_word=""),
                violation_error_message="古いことばには、そのことばと、いまの言い方を書いてください。",
            ),
            models.CheckConstraint(
                name=f"{PART}_step_has_a_name",
                condition=~Q(kind=PartKind.STEP) | Q(heading__regex=SOMETHING),
                violation_error_message="手順には、すること（見出し）を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:20]
