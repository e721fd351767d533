"""Verbs: confirm readings, propose them, keep the dictionary, look over what the site shows."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.models import Page

from accounts.models import User
from content.services import RecordIsGone, store_in_transaction
from foundation.audit import chain
from foundation.japanese.readings import Parts, bases, notation, problem_of, reads_differently
from foundation.public_pages import clear_public_pages_in_transaction

from .enums import ReadingState, Source
from .models import DictionaryWord, Reading, Shown, digest_of
from .proposals import propose
from .queries import dictionary, live_pages, sentences_for_people, unconfirmed
from .shown import sentences_of_frame, sentences_of_page

LOOKED_AT_LEAST_EVERY = timedelta(hours=20)


class ReadingRefused(Exception):
    """A reading does not fit its sentence; the message is for whoever typed it."""


@transaction.atomic(durable=True)
def confirm(
    *, readings: Mapping[str, Parts], actor: User, now: datetime, typed: Mapping[str, str] | None = None
) -> int:
    """Confirm the reading of sentences; readers see them at once. Returns how many are new or changed.

    What was `typed` for other sentences is kept beside their readings, whatever it is, for whoever goes on.
    Raises ReadingRefused, and confirms and keeps none, when a reading does not fit its sentence.
    """
    _refuse_what_does_not_fit(readings)
    _keep_typed({each: words for each, words in (typed or {}).items() if each not in readings})
    stored = {each.sentence: each for each in Reading.objects.select_for_update().of(readings)}
    changed = []
    Reading.objects.of(readings).exclude(typed="").update(typed="")
    for sentence, parts in sorted(readings.items()):
        reading = stored.get(sentence) or Reading(sentence=sentence, digest=digest_of(sentence), parts=None)
        is_same = reading.parts is not None and reading.reading == parts
        if is_same and reading.state == ReadingState.CONFIRMED and reading.confirmed_by_id:
            continue
        if not is_same:
            proposal = propose(sentence, dictionary()) if reading.parts is None else None
            is_proposal = proposal is not None and proposal.parts == parts
            reading.proposed_from = proposal.source if proposal and is_proposal else Source.PERSON
            reading.parts = parts
        reading.state, reading.confirmed_by, reading.confirmed_at = ReadingState.CONFIRMED, actor, now
        changed.append(reading)
    _store(changed)
    if changed:
        clear_public_pages_in_transaction()
        for reading in Reading.objects.of(each.sentence for each in changed).order_by("pk"):
            chain.record("furigana.reading_confirmed", actor=actor, subject=reading, now=now)
    return len(changed)


def _keep_typed(typed: Mapping[str, str]) -> None:
    """Note what somebody began to write; a sentence without a reading gets its proposal first."""
    _propose(typed)
    waiting = list(Reading.objects.select_for_update().of(typed).order_by("pk"))
    for reading in waiting:
        words = typed[reading.sentence]
        reading.typed = "" if words == notation(reading.reading) else words
    Reading.objects.bulk_update(waiting, ["typed"])


def _refuse_what_does_not_fit(readings: Mapping[str, Parts]) -> None:
    for sentence, parts in readings.items():
        if problem := problem_of(parts, sentence):
            raise ReadingRefused(problem)


def _store(readings: Iterable[Reading]) -> None:
    """Write readings; of one sentence that two people confirm at the same moment, the later stays."""
    Reading.objects.bulk_create(
        list(readings),
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["parts", "state", "proposed_from", "confirmed_by", "confirmed_at"],
    )


@transaction.atomic(durable=True)
def propose_for(*, texts: Iterable[str]) -> int:
    """Store a proposal for each sentence that has no reading at all. Returns how many there were."""
    return _propose(texts)


def _propose(texts: Iterable[str]) -> int:
    waiting = unconfirmed(texts)
    known = set(Reading.objects.of(waiting).values_list("sentence", flat=True))
    words = dictionary()
    missing = [sentence for sentence in waiting if sentence not in known]
    Reading.objects.bulk_create(
        [_proposed(Reading(sentence=each, digest=digest_of(each)), words) for each in missing],
        ignore_conflicts=True,
    )
    return len(missing)


def _proposed(reading: Reading, words: Mapping[str, str]) -> Reading:
    """Give a reading what would be proposed for its sentence now, confirmed by nobody."""
    proposal = propose(reading.sentence, words)
    reading.parts, reading.proposed_from = proposal.parts, proposal.source
    reading.state, reading.confirmed_by, reading.confirmed_at = ReadingState.PROPOSED, None, None
    return reading


@transaction.atomic(durable=True)
def save_word(
    *, word: DictionaryWord, values: Mapping[str, Any], actor: User, now: datetime
) -> tuple[DictionaryWord, int]:
    """Add or change a word of the dictionary. Returns it, and how many sentences wait to be confirmed again.

    Confirmed sentences that read the word differently lose their furigana until somebody has looked at them.
    Raises RecordIsGone.
    """
    stored, changed = store_in_transaction(word, values)
    again = _take_back(stored) if {"word", "reading"} & set(changed) else 0
    chain.record("furigana.word_saved", actor=actor, subject=stored, now=now, fields=changed)
    return stored, again


def _take_back(word: DictionaryWord) -> int:
    """Propose anew what holds this word and reads it differently; proposals follow the dictionary, too."""
    words = dictionary()
    holding = Reading.objects.select_for_update().filter(sentence__contains=word.word)
    differing = [each for each in holding if reads_differently(each.parts, word.word, word.reading)]
    were_confirmed = sum(each.state == ReadingState.CONFIRMED for each in differing)
    _store(_proposed(reading, words) for reading in differing)
    if were_confirmed:
        clear_public_pages_in_transaction()
    return were_confirmed


@transaction.atomic(durable=True)
def delete_word(*, word: DictionaryWord, actor: User, now: datetime) -> None:
    """Take a word out of the dictionary; what people have confirmed stays as they confirmed it.

    Raises RecordIsGone.
    """
    gone = DictionaryWord.objects.select_for_update().filter(pk=word.pk).first()
    if gone is None:
        raise RecordIsGone
    DictionaryWord.objects.filter(pk=gone.pk).delete()
    chain.record("furigana.word_deleted", actor=actor, subject=gone, now=now)


@transaction.atomic(durable=True)
def load(*, readings: Iterable[Parts], now: datetime) -> int:
    """Store readings that come with the project, as confirmed by nobody of the centre.

    What a person of the centre has confirmed is left alone, and what the centre's dictionary reads otherwise
    is left out. Returns how many are new or changed. Raises ReadingRefused, and stores none, when one is no
    whole reading.
    """
    wanted = {bases(parts): parts for parts in readings}
    _refuse_what_does_not_fit(wanted)
    words = dictionary()
    fitting = {each: parts for each, parts in wanted.items() if not _differs(parts, words)}
    added, changed = _add_shipped(fitting, now), []
    for reading in Reading.objects.select_for_update().of(fitting).order_by("pk"):
        parts = fitting[reading.sentence]
        is_there = reading.state == ReadingState.CONFIRMED and reading.reading == parts
        if not (reading.confirmed_by_id or is_there):
            changed.append(_shipped(reading, parts, now))
    _store(changed)
    if added or changed:
        clear_public_pages_in_transaction()
        first = Reading.objects.of([*added, *(each.sentence for each in changed)][:1]).get()
        chain.record("furigana.readings_loaded", actor=None, subject=first, now=now)
    return len(added) + len(changed)


def _add_shipped(readings: Mapping[str, Parts], now: datetime) -> list[str]:
    """Add what has no reading at all and return those sentences; what a person confirms meanwhile stays."""
    known = set(Reading.objects.of(readings).values_list("sentence", flat=True))
    missing = sorted(readings.keys() - known)
    Reading.objects.bulk_create(
        [_shipped(Reading(sentence=each, digest=digest_of(each)), readings[each], now) for each in missing],
        ignore_conflicts=True,
    )
    ours = Reading.objects.of(missing).filter(proposed_from=Source.SHIPPED, confirmed_by=None)
    return list(ours.order_by("pk").values_list("sentence", flat=True))


def _shipped(reading: Reading, parts: Parts, now: datetime) -> Reading:
    """Give a reading what came with the project, confirmed by nobody of the centre."""
    reading.parts, reading.proposed_from = parts, Source.SHIPPED
    reading.state, reading.confirmed_at = ReadingState.CONFIRMED, now
    return reading


def _differs(parts: Parts, words: Mapping[str, str]) -> bool:
    return any(reads_differently(parts, word, reading) for word, reading in words.items())


def look_over(*, now: datetime) -> int:
    """Note what pages and frame show now, and propose what is missing. Returns how many were looked at.

    A page is looked at when it was published since, everything once in twenty hours. Pages are rendered
    outside of transactions; each place is noted in one of its own.
    """
    seen: dict[int | None, datetime] = dict(Shown.objects.values_list("page_id", "looked_at"))
    due, looked = now - LOOKED_AT_LEAST_EVERY, 0
    for page in live_pages():
        at = seen.get(page.pk)
        if at is None or at < max(due, page.last_published_at or due):
            note(page=page, texts=sentences_of_page(page), now=now)
            looked += 1
    if seen.get(None, due) <= due:
        note(page=None, texts=sentences_of_frame(), now=now)
        looked += 1
    return looked


@transaction.atomic(durable=True)
def note(*, page: Page | None, texts: list[str], now: datetime) -> None:
    """Remember what one place shows, no page meaning the frame, and propose what has no reading."""
    wanted = sentences_for_people(texts)
    Shown.objects.update_or_create(page=page, defaults={"sentences": wanted, "looked_at": now})
    _propose(wanted)
