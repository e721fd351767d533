"""Finds agencies: hits, page and facets in one pass over the index."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import batched, islice
from typing import Any

from django.db import connection

from content.search.queries import Reading, readings
from content.search.rules import Question, readable
from directory.enums import Level
from directory.models import Municipality
from foundation.limits.queries import limit

from .asking import READER_COLUMNS, Asked, Sought, Wanted, asked, is_short_for_something, with_places
from .limits import VACANCY_HOLDS
from .models import DirectoryEntry, FacetSet
from .queries import known_words, place_names
from .vocabulary import Vocabulary
from .words import END_OF_OWN_WORDS

HITS_A_PAGE = 20
# How deep a list is paged; whoever gets there narrows the question.
MOST_PAGES = 500
# As many hits of a whole file are held at a time.
AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """What answers a wish: how many, one page of them as lists show them, and how many of each facet."""

    total: int = 0
    hits: Sequence[Mapping[str, Any]] = ()
    # Group → value → count, as `words` writes them: m municipality, s service, t for whom …
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # How Latin letters were read, when only that found something.
    read_as: str = ""
    # The places and words that were looked for alone, when all together found nothing.
    only_word: str = ""


@dataclass(frozen=True)
class Every:
    """All hits of a question by their keys in the index; each walk over it reads them anew."""

    keys: Sequence[int]
    reader: Level

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        # Asked again for whom: a row that was made anew since has another key, or another reader.
        entries = DirectoryEntry.objects.filter(**{READER_COLUMNS[self.reader]: True})
        for keys in batched(self.keys, AT_ONCE, strict=False):
            shown = dict(entries.filter(pk__in=keys).values_list("pk", "shown"))
            yield from (shown[key] for key in keys if key in shown)


def find(wanted: Wanted, *, reader: Level, today: date, page: int = 1, size: int = HITS_A_PAGE) -> Found:
    """Return the agencies that a reader of this level may find; order: the name, then lately confirmed.

    Where nothing holds all that was typed, fewer words are looked for, and `only_word` says which.
    """
    found, reading = next(_attempts(wanted, reader, today, page, size), (Found(), _PLAIN))
    only_word = " ".join([*_places_in(wanted), *reading.words]) if reading.left_out else ""
    return replace(found, read_as=reading.read_as, only_word=only_word)


def _places_in(wanted: Wanted) -> list[str]:
    """Return the municipalities and prefectures that the words name: they are filters, and never left out."""
    names = known_words()
    wish = with_places(wanted, names)
    prefectures = [name for name, code in names.prefectures.items() if code in wish.prefectures]
    towns = place_names([code for code in wish.municipalities if code not in wanted.municipalities])
    return [*map(readable, prefectures), *dict.fromkeys(towns.values())]


def count_for_everybody(typed: str, *, today: date) -> int:
    """Return how many agencies everybody finds by these words as they are typed."""
    if not typed:
        return 0
    attempts = _attempts(Wanted(typed), Level.PUBLIC, today, page=1, size=0, most=1)
    return next((found.total for found, _ in attempts), 0)


# What is asked when nothing was typed, or nothing but places.
_PLAIN = Reading(Question(()))


def _attempts(
    wanted: Wanted, reader: Level, today: date, page: int, size: int, most: int | None = None
) -> Iterator[tuple[Found, Reading]]:
    """Return what each way to read the words finds, likelier first, as far as it finds something."""
    for question, reading in islice(_questions(wanted, today), most):
        found = _answer(question, reader, page, size)
        if found.total:
            yield found, reading


def _questions(wanted: Wanted, today: date) -> Iterator[tuple[Asked, Reading]]:
    names = known_words() if wanted.typed else Vocabulary()
    wish = with_places(wanted, names)
    free_since = today - timedelta(days=limit(VACANCY_HOLDS, on=today)) if wanted.is_free else None
    for reading, is_short in _ways(wish.typed, names):
        yield asked(wish, reading.asked, names, free_since=free_since, is_short=is_short), reading


def find_every(wanted: Wanted, *, reader: Level, today: date) -> Every:
    """Return all that `find` finds, in the same order, a batch at a time: for files, which have no end.

    Their keys are read at once; what goes meanwhile is left out.
    """
    for question, _ in _questions(wanted, today):
        keys = _keys(question, reader)
        if keys:
            return Every(keys, reader)
    return Every((), reader)


def _keys(wish: Asked, reader: Level) -> Sequence[int]:
    conditions, values = _conditions(wish, reader)
    rank, rank_values = _rank(wish)
    table = DirectoryEntry._meta.db_table
    statement = f"SELECT id, {rank} AS rank FROM {table} WHERE {conditions} ORDER BY {_ORDER}"  # noqa: S608 -- names of ours
    with connection.cursor() as cursor:
        cursor.execute(statement, [*rank_values, *values])
        return [key for key, _ in cursor.fetchall()]


def _ways(typed: str, names: Vocabulary) -> Iterator[tuple[Reading, bool]]:
    """Return how the words may be read, likelier first: as they are, as short for names, then otherwise."""
    if not typed:
        yield _PLAIN, False
        return
    for number, reading in enumerate(readings(typed)):
        yield reading, False
        if not number and is_short_for_something(reading.asked, names):
            yield reading, True


# One pass: the hits once, then their number, one page of them and the facets from what was found.
_STATEMENT = """
WITH hits AS MATERIALIZED (
    SELECT id, {rank} AS rank, confirmed_on, sort_key, facet_set_id, municipality_id
    FROM {table} WHERE {conditions}
), best AS MATERIALIZED (
    SELECT id, rank, confirmed_on, sort_key FROM hits ORDER BY {order} LIMIT %s OFFSET %s
)
SELECT
    (SELECT count(*) FROM hits),
    (SELECT json_agg(
        entry.shown || jsonb_build_object(
            'key', entry.agency_id, 'latitude', entry.latitude, 'longitude', entry.longitude
        ) ORDER BY rank, best.confirmed_on DESC NULLS LAST, best.sort_key, id)
     FROM best JOIN {table} AS entry USING (id)),
    -- Many hits have the same facets: they are counted by set, and each set is looked into once.
    (SELECT json_object_agg(facet, times)
     FROM (SELECT facet, sum(alike.times) AS times
           FROM (SELECT facet_set_id, count(*) AS times FROM hits GROUP BY facet_set_id) AS alike
           JOIN {sets} AS set ON set.id = alike.facet_set_id, unnest(set.facets) AS facet
           GROUP BY facet) AS counted),
    (SELECT json_object_agg(place.code, near.times)
     FROM (SELECT municipality_id, count(*) AS times FROM hits GROUP BY municipality_id) AS near
     JOIN {places} AS place ON place.id = near.municipality_id)
"""
_SETS = FacetSet._meta.db_table
_PLACES = Municipality._meta.db_table
_IS_SUCH = (
    f"facet_set_id IN (SELECT id FROM {_SETS}"  # noqa: S608 -- names of ours
    " WHERE facets && %s::varchar[] OR marks && %s::varchar[])"
)
_LIES_THERE = (
    f"municipality_id IN (SELECT id FROM {_PLACES}"  # noqa: S608 -- names of ours
    " WHERE 'm:' || code = ANY(%s) OR 'p:' || left(code, 2) = ANY(%s))"
)
_ORDER = "rank, confirmed_on DESC NULLS LAST, sort_key, id"


def _answer(wish: Asked, reader: Level, page: int, size: int) -> Found:
    conditions, values = _conditions(wish, reader)
    rank, rank_values = _rank(wish)
    table = DirectoryEntry._meta.db_table
    statement = _STATEMENT.format(
        rank=rank, conditions=conditions, table=table, order=_ORDER, sets=_SETS, places=_PLACES
    )
    skipped = (min(max(page, 1), MOST_PAGES) - 1) * size
    with connection.cursor() as cursor:
        cursor.execute(statement, [*rank_values, *values, size, skipped])
        total, hits, counted, near = cursor.fetchone()
    places = {"m": near_by} if (near_by := _read(near)) else {}
    return Found(total, _read(hits) or (), places | _grouped(_read(counted) or {}))


def _conditions(wish: Asked, reader: Level) -> tuple[str, list[Any]]:
    parts = [READER_COLUMNS[reader]]
    values: list[Any] = []
    if wish.lexemes:
        parts.append("tokens @@ %s::tsquery")
        values.append(wish.lexemes)
    stands, more = _stands_in(wish)
    if stands:
        parts.append(stands)
        values += more
    for column, since in (("free_as_of", wish.free_since), ("confirmed_on", wish.confirmed_since)):
        if since:
            parts.append(f"{column} >= %s")
            values.append(since)
    if wish.public_ids:
        parts.append("agency_id IN (SELECT id FROM directory_agency WHERE public_id = ANY(%s))")
        values.append(list(wish.public_ids))
    return " AND ".join(parts), values


def _stands_in(wish: Asked) -> tuple[str, list[Any]]:
    """Return the comparison with the text itself: pairs of signs alone may stand there by accident.

    A question all of whose words are pairs needs none: the index knows them whole.
    """
    spelt = [each for word in wish.words for each in word.anywhere]
    if all(len(each) <= 2 for each in (*spelt, *wish.whole)) and not any(  # noqa: PLR2004 -- a pair
        word.in_own_words for word in wish.words
    ):
        return "", []
    words = [_any_holds(word) for word in wish.words]
    condition, values = (
        " AND ".join(text for text, _ in words),
        [each for _, given in words for each in given],
    )
    if wish.whole:
        text, given = _any_holds(Sought(anywhere=wish.whole))
        return f"(({condition}) OR {text})", [*values, *given]
    return f"({condition})", values


def _any_holds(word: Sought) -> tuple[str, list[Any]]:
    parts = [
        *("strpos(folded, %s) > 0" for _ in word.anywhere),
        *("strpos(split_part(folded, %s, 1), %s) > 0" for _ in word.in_own_words),
    ]
    values: list[Any] = [
        *word.anywhere,
        *(value for each in word.in_own_words for value in (END_OF_OWN_WORDS, each)),
    ]
    if word.filters:
        # First: most hits of a name are what it names.
        parts = [_IS_SUCH, _LIES_THERE, *parts]
        values = [*([list(word.filters)] * 4), *values]
    return f"({' OR '.join(parts)})", values


def _rank(wish: Asked) -> tuple[str, list[str]]:
    if not wish.words:
        return "0", []
    all_in_title = " AND ".join("strpos(title_folded, %s) > 0" for _ in wish.typed)
    return (
        f"CASE WHEN starts_with(title_folded, %s) THEN 0 WHEN {all_in_title} THEN 1 ELSE 2 END",
        ["".join(wish.typed), *wish.typed],
    )


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _grouped(counted: Mapping[str, int]) -> dict[str, dict[str, int]]:
    groups: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for facet, times in counted.items():
        group, _, value = facet.partition(":")
        groups[group][value] = times
    return dict(groups)
