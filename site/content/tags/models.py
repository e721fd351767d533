from django.contrib.postgres.fields import ArrayField
from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.models import Page

# What `is_kana` takes once hiragana are katakana: at least one kana, besides only ー, ・ and spaces.
KANA = "^[ 　・ー]*[ぁ-ゖァ-ヺㇰ-ㇿ][ぁ-ゖァ-ヺㇰ-ㇿ 　・ー]*$"


class Tag(TagBase):
    """A word of the one vocabulary under which pages, files, videos and sheets are listed together.

    Editors choose from it and add nothing in passing: two spellings of one thing would be two lists.
    """

    free_tagging = False

    reading = models.CharField("読み", max_length=100, help_text="ひらがなで書きます。並び順に使います。")
    synonyms = ArrayField(
        models.CharField(max_length=100),
        verbose_name="同じ意味のことば",
        default=list,
        blank=True,
    )
    note = models.CharField("使い方のメモ", max_length=200, blank=True)
    merged_slugs = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        editable=False,
        help_text="統合されたタグのアドレスです。古いリンクから、このタグに来られます。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "タグ"
        ordering = ["reading"]
        constraints = [
            models.CheckConstraint(
                name="tags_tag_reading_is_kana",
                condition=models.Q(reading__regex=KANA),
                violation_error_message="読みを、ひらがなで書いてください。",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class TaggedPage(ItemBase):
    """A page that bears a tag; it travels with the page's drafts."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = verbose_name_plural = "タグの付いたページ"
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="tags_taggedpage_once"),
        ]
