import hashlib
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from foundation.choices import known_choice
from foundation.japanese.readings import KANJI, Parts, notation

from .enums import ReadingState, Source, WordKind


def digest_of(sentence: str) -> str:
    """Return the key under which a sentence is kept: SHA-256 of its UTF-8 bytes, in hexadecimal digits."""
    return hashlib.sha256(sentence.encode()).hexdigest()


class SentenceDigest(Func):
    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.TextField()


class JoinedBases(Func):
    """The bases of a reading, joined; the function is made by the first migration."""

    function = "furigana_bases"
    output_field = models.TextField()


class ReadingQuerySet(models.QuerySet["Reading"]):
    def confirmed(self) -> "ReadingQuerySet":
        return self.filter(state=ReadingState.CONFIRMED)

    def of(self, sentences: Iterable[str]) -> "ReadingQuerySet":
        """Keep the readings of these sentences."""
        return self.filter(digest__in=[digest_of(sentence) for sentence in sentences])


class Reading(models.Model):
    """How one sentence is read, wherever on the site it stands. Readers see it once it is confirmed."""

    sentence = models.TextField("文")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    parts = models.JSONField("読み", help_text="もとの文を分けたものと、その読み")
    state = models.CharField(
        "状態", max_length=10, choices=ReadingState, default=ReadingState.PROPOSED, db_index=True
    )
    proposed_from = models.CharField("読みの出どころ", max_length=10, choices=Source)
    # As written, also while it is no reading yet: readers never see it.
    typed = models.TextField("書きかけの読み", blank=True, default="")
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("確かめた日時", null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "文の読み"
        verbose_name_plural = "文の読み"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="furigana_reading_bases_are_the_sentence",
                condition=Q(sentence=JoinedBases(F("parts"))) & ~Q(sentence=""),
                violation_error_message="読みを取ると、もとの文と同じになるようにしてください。",
            ),
            models.CheckConstraint(
                name="furigana_reading_digest_of_the_sentence",
                condition=Q(digest=SentenceDigest(F("sentence"))),
                violation_error_message="文の目印が、文と合っていません。",
            ),
            models.CheckConstraint(
                name="furigana_reading_confirmed_by_somebody",
                condition=Q(state=ReadingState.PROPOSED, confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(state=ReadingState.CONFIRMED, confirmed_at__isnull=False)
                    & (Q(confirmed_by__isnull=False) | Q(proposed_from=Source.SHIPPED))
                ),
                violation_error_message="確かめた読みには、確かめた人と日時が要ります。",
            ),
            known_choice(
                table="furigana_reading",
                field="proposed_from",
                choices=Source,
                says="読みの出どころを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return notation(self.reading)

    @property
    def reading(self) -> Parts:
        """Return the parts as rules take them."""
        return [(base, ruby) for base, ruby in self.parts]


class DictionaryWord(models.Model):
    """A word that the centre reads in one way; it wins over what a program would propose."""

    word = models.CharField(
        "ことば",
        max_length=60,
        unique=True,
        help_text="漢字のまま書いてください。文の中にこのことばがあると、いつもこの読みになります。",
    )
    reading = models.CharField("読み", max_length=120, help_text="ひらがなかカタカナで書いてください。")
    kind = models.CharField("種類", max_length=10, choices=WordKind, default=WordKind.TERM)
    note = models.CharField(
        "メモ", max_length=200, blank=True, help_text="読みの根拠や、まちがえやすい読みを書いておけます。"
    )

    class Meta:
        verbose_name = "読みの辞書のことば"
        verbose_name_plural = "読みの辞書"
        ordering: ClassVar = ["reading", "word"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="furigana_dictionaryword_word_has_kanji",
                condition=Q(word__regex=KANJI),
                violation_error_message="漢字のあることばを書いてください。",
            ),
            models.CheckConstraint(
                name="furigana_dictionaryword_reading_is_kana",
                condition=Q(reading__regex="^[ぁ-ゖァ-ヺー・]+$"),
                violation_error_message="読みは、ひらがなかカタカナだけで書いてください。",
            ),
            known_choice(
                table="furigana_dictionaryword",
                field="kind",
                choices=WordKind,
                says="ことばの種類を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word}（{self.reading}）"


class Shown(models.Model):
    """The sentences with kanji that one place showed when it was last looked at; no page means the frame."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+")
    sentences = ArrayField(models.TextField(), default=list)
    looked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="furigana_shown_once_a_place",
                fields=["page"],
                nulls_distinct=False,
                violation_error_message="一つの場所は、一度だけ記録します。",
            )
        ]

    @property
    def title(self) -> str:
        return self.page.title if self.page else "画面のことば"

    @property
    def url(self) -> str:
        """Return the address of the screen on which its readings are confirmed."""
        return reverse("furigana_page", args=[self.page_id]) if self.page_id else reverse("furigana_frame")
