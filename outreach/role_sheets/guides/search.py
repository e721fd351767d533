"""What the site's search finds of questions, guides and practices: what everybody may read."""

from collections.abc import Collection, Iterator

from django.utils import timezone

from content.search import SearchDocument
from foundation.japanese.dates import long_date

from .models import Guide, Practice, QuestionAnswer

GUIDES, PRACTICES = "guides", "guide_practices"


def question_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the answer of today of every question, by its number; each night the index is made anew.

    One that ends on a day says so in its first words: it stays in the index when that day is over.
    """
    rows = QuestionAnswer.objects.counting(timezone.localdate())
    for row in rows if keys is None else rows.filter(number__in=keys):
        ends = f"（{long_date(row.valid_until)}までの答えです）" if row.valid_until else ""
        first, *rest = row.answer.split("\n")
        yield SearchDocument(
            key=str(row.number),
            kind="質問と答え",
            title=row.question,
            url=row.get_absolute_url(),
            summary=f"{ends}{first}",
            texts=[*rest, row.get_theme_display(), *row.audience_words],
        )


def guide_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the open guides with the words of all their parts."""
    rows = Guide.objects.filter(is_open=True).prefetch_related("parts")
    for row in rows if keys is None else rows.filter(pk__in=keys):
        words = [word for part in row.parts.all() for word in (part.heading, part.current_word, part.text)]
        yield SearchDocument(
            key=str(row.pk),
            kind="ガイド",
            title=row.title,
            url=row.get_absolute_url(),
            summary=row.lead,
            texts=[word for word in words if word],
        )


def practice_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the open practices."""
    rows = Practice.objects.filter(is_open=True)
    for row in rows if keys is None else rows.filter(pk__in=keys):
        yield SearchDocument(
            key=str(row.pk),
            kind="好取組",
            title=row.title,
            url=row.get_absolute_url(),
            summary=row.summary,
            texts=[row.background, row.done, row.result, row.materials, row.try_here, *row.kind_words],
        )
