"""Reads of the index: what a question finds, and what it did not find."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, auto
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber, StrIndex

from .documents import ANSWER, SMALL_PRINT, Found, HitsOfKind, SearchHit
from .marks import excerpt, marked
from .models import SearchEntry, SearchEntryQuerySet, SynonymGroup, SynonymWord, ZeroResult
from .romaji import kana_spellings
from .rules import (
    SEAM,
    Question,
    content_words,
    fewer_words,
    lexemes,
    materials,
    question_words,
    readable,
    tokens,
    widened,
)

HITS_A_KIND = 10
HITS_A_PAGE = 20
# Each reading that finds nothing costs a look through the index.
MOST_READINGS = 6


class Level(IntEnum):
    """How well an entry answers, the best first; what answers most questions is as good as its title."""

    TITLE_IS_IT = auto()
    TITLE_AS_TYPED = auto()
    TITLE_OR_ANSWER = auto()
    TEXT_AS_TYPED = auto()
    TEXT = auto()
    SMALL_PRINT = auto()


class _Holds(Func):
    """Whether the tokens of an entry answer a `tsquery`."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def synonym_groups() -> list[list[str]]:
    """Return all groups of words that mean the same, each word spelt as it is compared."""
    groups: dict[int, list[str]] = {}
    for group, word in SynonymWord.objects.order_by("group_id", "id").values_list("group_id", "spelt"):
        groups.setdefault(group, []).append(word)
    return list(groups.values())


def groups_with_words() -> QuerySet[SynonymGroup]:
    """Return the groups of words that mean the same, their words read at once."""
    return SynonymGroup.objects.prefetch_related("words")


def question(typed: str) -> Question:
    """Return what was typed as a question, with the words that mean the same."""
    return next((reading.asked for reading in readings(typed)), Question(()))


@dataclass(frozen=True)
class Reading:
    """One way to understand what was typed, and what has to be said of it to whoever asked."""

    asked: Question
    read_as: str = ""
    words: Sequence[str] = ()
    left_out: Sequence[str] = ()


def readings(typed: str) -> Iterator[Reading]:
    """Return the ways to understand what was typed, likelier first.

    All words as they stand, then in kana, then what a sentence speaks of, then with words left out. They are
    made one by one: whoever takes the first that finds something asks no more than that, and nobody more than
    six times.
    """
    return islice(_all_readings(typed), MOST_READINGS)


def _all_readings(typed: str) -> Iterator[Reading]:
    words = question_words(typed)
    groups = synonym_groups() if words else []
    for number, each in enumerate([words, *_in_kana(words)] if words else []):
        yield Reading(widened(each, groups), " ".join(map(readable, each)) if number else "")
    said = content_words(typed, {word for group in groups for word in group})
    if said and tuple(said) != words:
        yield Reading(widened(tuple(said), groups), words=tuple(said.values()))
    for fewer in fewer_words(tuple(said)):
        yield Reading(
            widened(fewer, groups),
            words=[said[word] for word in fewer],
            left_out=[written for word, written in said.items() if word not in fewer],
        )


def matching(asked: Question, filters: Iterable[str] = ()) -> SearchEntryQuerySet:
    """Return the public entries that answer a question and bear every filter; all of them for neither.

    Each word must stand in the entry as it is spelt, or one of its synonyms: pairs of signs alone may be
    there by accident.
    """
    entries = SearchEntry.objects.readable()
    wanted = lexemes(asked, filters)
    if wanted:
        entries = entries.filter(_Holds(F("tokens"), Value(wanted)))
    if asked:
        entries = entries.filter(_stand_in("folded", asked))
    return entries


def ranked(asked: Question, filters: Iterable[str] = ()) -> tuple[SearchEntryQuerySet, Sequence[Any]]:
    """Return what matches, and its order: the title, words as typed, what answers most, newer, earlier."""
    as_typed = Question(tuple((word,) for word in asked.typed))
    # The first that holds: small print is asked before what it would otherwise count as.
    levels = [
        (Q(title_folded__startswith=f"{asked.joined}\n"), Level.TITLE_IS_IT),
        (_stand_in("title_folded", as_typed), Level.TITLE_AS_TYPED),
        (Q(rank=SMALL_PRINT), Level.SMALL_PRINT),
        (_stand_in("title_folded", asked) | Q(rank=ANSWER), Level.TITLE_OR_ANSWER),
        (_stand_in("folded", as_typed), Level.TEXT_AS_TYPED),
    ]
    entries = matching(asked, filters).annotate(
        level=Case(
            *(When(level, then=Value(number)) for level, number in levels),
            default=Value(Level.TEXT),
            output_field=IntegerField(),
        ),
        place=StrIndex("folded", Value(asked.typed[0])),
    )
    order = ["level", "rank", F("day").desc(nulls_last=True), "place", "source", "key", "part"]
    return entries.defer("tokens", "folded", "title_folded"), order


def search(typed: str) -> Found:
    """Return what everybody may read and what was typed finds, at most ten hits of a kind.

    What finds nothing is looked for once more: Latin letters in kana, then with fewer words. Nothing for an
    empty question.
    """
    for reading in readings(typed):
        groups = _groups(reading.asked)
        if groups:
            return Found(groups, reading.read_as, reading.words, reading.left_out)
    return Found()


def search_kind(typed: str, kind: str, page: str | int | None) -> Page[SearchHit]:
    """Return one page of all hits of one kind; of a page that is not there the nearest."""
    shown: Page[Any] = Paginator(SearchEntry.objects.none(), HITS_A_PAGE).get_page(page)
    for asked in (reading.asked for reading in readings(typed)):
        entries, order = ranked(asked)
        shown = Paginator(entries.filter(kind=kind).order_by(*order), HITS_A_PAGE).get_page(page)
        hits: Any = [_hit(entry, asked) for entry in shown.object_list]
        shown.object_list = hits
        if hits:
            break
    return shown


def words_without_results(since: date) -> QuerySet[ZeroResult, Any]:
    """Return the words that found nothing since a day, how often and when last, the most wanted first."""
    kept = ZeroResult.objects.filter(day__gte=since).values("words")
    return kept.annotate(said=Max("said"), times=Sum("count"), last=Max("day")).order_by(
        "-times", "-last", "words"
    )


def is_made_of_known(words: Sequence[str]) -> bool:
    """Return whether all that these words are made of stands in the index or among the synonyms."""
    wanted = materials(words)
    vocabulary = list(SynonymWord.objects.values_list("spelt", flat=True))
    table = SearchEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS ("  # noqa: S608 -- a name of ours
            "SELECT FROM unnest(%(lexemes)s::text[], %(words)s::text[]) AS wanted (lexemes, word) "
            "WHERE NOT (array_to_tsvector(%(known)s::text[]) @@ wanted.lexemes::tsquery "
            "AND position(wanted.word in %(vocabulary)s) > 0) "
            f"AND NOT EXISTS (SELECT FROM {table} WHERE tokens @@ wanted.lexemes::tsquery "
            "AND position(wanted.word in folded) > 0))",
            {
                "lexemes": [each.lexemes for each in wanted],
                "words": [each.word for each in wanted],
                "known": sorted(tokens(vocabulary)),
                "vocabulary": "\n".join(vocabulary),
            },
        )
        return bool(cursor.fetchone()[0])


def _groups(asked: Question) -> list[HitsOfKind]:
    entries, order = ranked(asked)
    best = entries.annotate(
        number=Window(RowNumber(), partition_by=["kind"], order_by=order),
        of_kind=Window(Count("pk"), partition_by=["kind"]),
    ).filter(number__lte=HITS_A_KIND)
    groups: dict[str, HitsOfKind] = {}
    entry: Any
    for entry in best.order_by(*order):
        group = groups.setdefault(entry.kind, HitsOfKind(entry.kind, entry.of_kind))
        group.hits.append(_hit(entry, asked))
    return list(groups.values())


def _hit(entry: SearchEntry, asked: Question) -> SearchHit:
    spellings = [spelling for word in (*asked.words, asked.whole) for spelling in word]
    words = [word.replace(SEAM, "") for word in spellings]
    texts = [text for text in (entry.summary, *entry.text.split("\n")) if text]
    return SearchHit(
        kind=entry.kind,
        title=entry.title,
        url=entry.url,
        summary=entry.summary,
        day=entry.day,
        title_pieces=marked(entry.title, words),
        excerpt=excerpt(texts, words),
    )


def _in_kana(words: Sequence[str]) -> list[list[str]]:
    """Return the words in kana, first as they sound, then with long vowel marks; nothing if none is Latin."""
    spellings = [kana_spellings(word) or [word] for word in words]
    readings = [[each[0] for each in spellings], [each[-1] for each in spellings]]
    return [
        reading for number, reading in enumerate(readings) if reading not in (list(words), *readings[:number])
    ]


def _stand_in(field: str, asked: Question) -> Q:
    every = reduce(and_, (_any_stands_in(field, spellings) for spellings in asked.words))
    return every | _any_stands_in(field, asked.whole) if asked.whole else every


def _any_stands_in(field: str, spellings: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{f"{field}__contains": spelling}) for spelling in spellings))
