"""Verbs of the search: keep the index true, keep synonyms, count what was not found."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import Func, TextField, Value

from accounts.access import Visitor
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.registry import search_sources
from foundation.transactions import assert_in_transaction

from . import queries, rules
from .documents import SearchDocument, SearchSource
from .limits import LOST_WORDS_KEPT
from .models import SearchEntry, SynonymGroup, SynonymWord, ZeroResult

# One writer at a time per source: whoever comes second reads what the first has written.
INDEX_LOCK = 4_211
# A tsvector holds a megabyte; what stands behind this much text is not found.
MOST_SEARCHED = 100_000
WRITTEN_AT_ONCE = 500
# Whoever asks for nonsense all day fills no more than this.
MOST_NOTED_A_DAY = 500
LONGEST_SAID = 60
COMPARED = ("page_id", "kind", "title", "url", "summary", "day", "rank", "text", "title_folded", "folded")
WRITTEN = ("page", *COMPARED[1:], "tokens", "fingerprint")


class WordIsTaken(Exception):
    """A word stands in another group already; `group` tells which."""

    def __init__(self, word: str, group: str) -> None:
        self.word, self.group = word, group
        super().__init__(f"「{word}」は、もう別の組（{group}）に入っています。")


class TooFewWords(Exception):
    """A group of one word says nothing."""


def index_in_transaction(source: str, keys: Iterable[object]) -> int:
    """Make what the search knows of some objects of a source as the source tells it now.

    Call it in the transaction that changes them, after the change: what is no longer public is gone with the
    same commit. Returns how many entries changed.
    """
    assert_in_transaction("index")
    wanted = [str(key) for key in keys]
    return _write(source, dict(search_sources.items())[source], wanted)


@transaction.atomic(durable=True)
def rebuild_source(*, source: str) -> int:
    """Compare all of a source with the index and repair the difference; returns how many entries changed.

    Of a source that exists no longer nothing is left.
    """
    return _write(source, dict(search_sources.items()).get(source, _nothing), None)


def rebuild_index() -> dict[str, int]:
    """Repair all sources, each in a transaction of its own; returns how many entries of each changed."""
    names = dict(search_sources.items()).keys() | set(SearchEntry.objects.values_list("source", flat=True))
    return {name: rebuild_source(source=name) for name in sorted(names)}


@transaction.atomic(durable=True)
def save_synonym_group(
    *, group: SynonymGroup | None, words: Sequence[str], note: str, actor: Visitor | None, now: datetime
) -> SynonymGroup:
    """Make or change a group of words that mean the same. Raises WordIsTaken and TooFewWords."""
    group = group and SynonymGroup.objects.select_for_update().get(pk=group.pk)
    saved = _save_group_in_transaction(group, words, note)
    verb = "search.synonyms_changed" if group else "search.synonyms_added"
    chain.record(verb, actor=actor, subject=saved, now=now, fields=["words", "note"])
    return saved


@transaction.atomic(durable=True)
def delete_synonym_group(*, group: SynonymGroup, actor: Visitor, now: datetime) -> None:
    """Let the words of a group mean each its own again."""
    number = group.pk
    group.delete()
    clear_public_pages_in_transaction()
    group.pk = number
    chain.record("search.synonyms_deleted", actor=actor, subject=group, now=now)


@transaction.atomic(durable=True)
def add_first_synonyms(*, groups: Iterable[Sequence[str]], now: datetime) -> int:
    """Give a new site its first groups; where there is one already nothing changes. Returns how many."""
    if SynonymGroup.objects.exists():
        return 0
    saved = [_save_group_in_transaction(None, words, "") for words in groups]
    for group in saved:
        chain.record("search.synonyms_added", actor=None, subject=group, now=now, fields=["words"])
    return len(saved)


def note_nothing_found(*, typed: str, day: date) -> None:
    """Count that some words found nothing today, if they are made of what the site knows.

    No identity, no address, nothing that looks personal; words of other material are not kept at all.
    """
    words = rules.question_words(typed)
    if not rules.can_be_noted(words) or not queries.is_made_of_known(words):
        return
    table = ZeroResult._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (day, words, said, count) SELECT %(day)s, %(words)s, %(said)s, 1 "  # noqa: S608 -- a name of ours
            f"WHERE (SELECT count(*) FROM {table} WHERE day = %(day)s) < %(most)s "
            f"ON CONFLICT (day, words) DO UPDATE SET count = {table}.count + 1",
            {
                "day": day,
                "words": " ".join(words).replace(rules.SEAM, ""),
                "said": rules.said_words(typed)[:LONGEST_SAID],
                "most": MOST_NOTED_A_DAY,
            },
        )


@transaction.atomic(durable=True)
def forget_words(*, words: str, actor: Visitor, now: datetime) -> int:
    """Delete words that found nothing, as when they name a person; returns from how many days."""
    latest = ZeroResult.objects.filter(words=words).order_by("-day").first()
    if latest is None:
        return 0
    deleted, _ = ZeroResult.objects.filter(words=words).delete()
    chain.record("search.words_forgotten", actor=actor, subject=latest, now=now)
    return deleted


@transaction.atomic(durable=True)
def erase_old_words(*, today: date) -> int:
    """Delete words that found nothing so long ago that they are kept no more; returns how many rows."""
    kept_for = timedelta(days=limit(LOST_WORDS_KEPT, on=today))
    return ZeroResult.objects.filter(day__lte=today - kept_for).delete()[0]


def _save_group_in_transaction(group: SynonymGroup | None, words: Sequence[str], note: str) -> SynonymGroup:
    assert_in_transaction("save_synonym_group")
    by_spelling = {rules.spelt(word): word for word in words}
    if len(by_spelling) < rules.LEAST_WORDS_OF_A_GROUP:
        raise TooFewWords
    others = SynonymWord.objects.filter(spelt__in=by_spelling).select_related("group")
    taken = others.exclude(group=group).order_by("id").first()
    if taken:
        raise WordIsTaken(by_spelling[taken.spelt], str(taken.group))
    group = group or SynonymGroup()
    group.note = note
    group.save()
    group.words.all().delete()
    SynonymWord.objects.bulk_create(
        SynonymWord(group=group, word=word, spelt=spelt) for spelt, word in by_spelling.items()
    )
    clear_public_pages_in_transaction()
    return group


def _nothing(keys: Collection[str] | None = None) -> list[SearchDocument]:  # noqa: ARG001 -- a source
    return []


def _write(name: str, source: SearchSource, keys: Collection[str] | None) -> int:
    """Write the entries that differ from what the source says and delete those it does not speak of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [INDEX_LOCK, name])
    stored = SearchEntry.objects.filter(source=name)
    if keys is not None:
        stored = stored.filter(key__in=keys)
    wanted = {(entry.key, entry.part): entry for entry in (_entry(name, each) for each in source(keys))}
    there = {
        (key, part): (pk, fingerprint)
        for pk, key, part, fingerprint in stored.values_list("pk", "key", "part", "fingerprint")
    }
    gone = [pk for place, (pk, _) in there.items() if place not in wanted]
    changed = [entry for place, entry in wanted.items() if there.get(place, (0, ""))[1] != entry.fingerprint]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(
        changed,
        batch_size=WRITTEN_AT_ONCE,
        update_conflicts=True,
        unique_fields=["source", "key", "part"],
        update_fields=WRITTEN,
    )
    if gone or changed:
        clear_public_pages_in_transaction()
    return len(gone) + len(changed)


def _entry(source: str, document: SearchDocument) -> SearchEntry:
    """Return the row of a document, not saved."""
    shown = [" ".join(text.split()) for text in document.texts]
    texts = [document.summary, *(text for text in shown if text and text != document.summary)]
    title = f"{rules.spelt(document.title)}\n{rules.spelt(document.reading)}"
    folded = "\n".join([title, *map(rules.spelt, texts)])[:MOST_SEARCHED]
    entry = SearchEntry(
        source=source,
        key=document.key,
        part=document.part,
        page_id=document.page_id,
        kind=document.kind,
        title=document.title,
        url=document.url,
        summary=document.summary,
        day=document.day,
        rank=document.rank,
        text="\n".join(texts[1:])[:MOST_SEARCHED],
        title_folded=title,
        folded=folded,
    )
    pieces = sorted(rules.tokens([document.title, document.reading, *texts]))
    pieces += [rules.FILTER_SIGN + token for token in document.filters]
    said = [getattr(entry, name) for name in COMPARED]
    entry.fingerprint = hashlib.sha256(repr((said, pieces)).encode()).hexdigest()
    entry.tokens = Func(Value(pieces, output_field=ArrayField(TextField())), function="array_to_tsvector")
    return entry
