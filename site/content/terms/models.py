from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from .enums import Kind, Level
from .rules import sort_key

SOMETHING = r"\S"
HIRAGANA = r"^[ぁ-ゖー・ ]+$"


class Term(models.Model):
    """A word as this site writes it, with its reading, its older forms and what it means in easy words.

    The old words are what the check of texts looks for; `level` says what their writer is told. How 障害 is
    spelt is a term, too: whoever wants another house spelling changes that row.
    """

    word = models.CharField(
        "ことば",
        max_length=60,
        unique=True,
        error_messages={"unique": "このことばは、もうあります。一覧からさがしてください。"},
    )
    reading = models.CharField(
        "読みかた",
        max_length=100,
        validators=[RegexValidator(HIRAGANA, "ひらがなで書いてください。")],
        help_text="ひらがなで書きます。",
    )
    old_words = ArrayField(
        models.CharField(max_length=60), verbose_name="使わないことば", default=list, blank=True
    )
    plain = models.CharField("やさしく言うと", max_length=120, blank=True)
    explanation = models.TextField("説明", max_length=300, blank=True)
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.WELFARE)
    level = models.CharField("使わないことばを書いた人に", max_length=10, choices=Level, default=Level.NONE)
    note = models.CharField("気をつけること", max_length=200, blank=True)
    source = models.CharField("もとにした資料", max_length=200, blank=True)
    is_in_glossary = models.BooleanField("「ことばの説明」に出す", default=True)
    # Bytes, not a language, order it: every reader and every machine sees one order.
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")

    class Meta:
        verbose_name = verbose_name_plural = "ことば"
        ordering: ClassVar = ["sort_key", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="terms_term_has_a_word",
                condition=Q(word__regex=SOMETHING),
                violation_error_message="ことばを書いてください。",
            ),
            models.CheckConstraint(
                name="terms_term_is_read_in_hiragana",
                condition=Q(reading__regex=HIRAGANA),
                violation_error_message="読みかたは、ひらがなで書いてください。",
            ),
            models.CheckConstraint(
                name="terms_term_kind_is_known",
                condition=Q(kind__in=Kind.values),
                violation_error_message="知らない種類です。",
            ),
            models.CheckConstraint(
                name="terms_term_level_is_known",
                condition=Q(level__in=Level.values),
                violation_error_message="知らない知らせかたです。",
            ),
            models.CheckConstraint(
                name="terms_term_warns_about_something",
                condition=Q(level=Level.NONE) | Q(old_words__len__gt=0),
                violation_error_message="知らせるには、使わないことばを1つ以上書いてください。",
            ),
            models.CheckConstraint(
                name="terms_term_is_explained",
                condition=Q(is_in_glossary=False)
                | Q(plain__regex=SOMETHING)
                | Q(explanation__regex=SOMETHING),
                violation_error_message="「ことばの説明」に出すことばには、説明を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.word

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Store the word together with its place in the order of readings."""
        self.sort_key = sort_key(self.reading)
        if update_fields is not None and "reading" in update_fields:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **options)
