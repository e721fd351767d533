"""Reads of readings: which are confirmed, which wait, and what is proposed for a text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wagtail.models import Page

from content.models import HOME_DEPTH, BasePage, open_to_everybody
from foundation.japanese.moments import read_by_rule
from foundation.japanese.readings import Parts, has_kanji, notation, sentences

from .enums import ReadingState, Source
from .markup import shown_sentences
from .models import DictionaryWord, Reading, Shown, digest_of
from .proposals import Proposal, propose
from .shown import sentences_of_frame, sentences_of_page


def confirmed_parts(texts: Iterable[str]) -> dict[str, Parts]:
    """Return the confirmed reading of each sentence that has one, in one query."""
    found = Reading.objects.confirmed().of(texts).values_list("sentence", "parts")
    return {sentence: [(base, ruby) for base, ruby in parts] for sentence, parts in found}


def readings_for(page: str) -> dict[str, Parts]:
    """Return the readings of a finished page: days and times by rule, all others as confirmed; one query."""
    shown = {sentence for part in shown_sentences(page) for sentence in part}
    by_rule = {sentence: parts for sentence in shown if (parts := read_by_rule(sentence))}
    return by_rule | confirmed_parts(shown) if shown else {}


def sentences_for_people(texts: Iterable[str]) -> list[str]:
    """Return the sentences of texts that need somebody to confirm their reading, each once."""
    split = dict.fromkeys(sentence for text in texts for sentence in sentences(text))
    return [sentence for sentence in split if has_kanji(sentence) and not read_by_rule(sentence)]


def unconfirmed(texts: Iterable[str]) -> list[str]:
    """Return the sentences with kanji for which nobody has confirmed a reading, in their order, in one query.

    An edition that promises furigana is not published while this returns any.
    """
    wanted = sentences_for_people(texts)
    known = (
        set(Reading.objects.confirmed().of(wanted).values_list("sentence", flat=True)) if wanted else set()
    )
    return [sentence for sentence in wanted if sentence not in known]


def unconfirmed_on(page: Page) -> list[str]:
    """Return the sentences that a page shows as it is now, draft or not, without a confirmed reading."""
    return unconfirmed(sentences_of_page(page))


def live_unconfirmed(pages: Iterable[BasePage] | None = None) -> dict[str, list[str]]:
    """Return what waits on live pages that everybody may read, by address, and under "" what the frame says.

    It renders them all, so it is for checks and commands; screens read `places_waiting`. With `pages` only
    these are looked at, and not the frame.
    """
    found = {} if pages is not None else {"": unconfirmed(sentences_of_frame())}
    for page in live_pages() if pages is None else pages:
        found[page.address] = unconfirmed_on(page)
    return {address: waiting for address, waiting in found.items() if waiting}


def live_pages() -> list[BasePage]:
    """Return every live page of ours that everybody may read."""
    pages = open_to_everybody(Page.objects.filter(depth__gte=HOME_DEPTH)).order_by("path").specific()
    return [page for page in pages if isinstance(page, BasePage)]


@dataclass(frozen=True)
class PlaceWaiting:
    """A page, or the frame, with how many of its sentences wait for somebody to confirm their reading."""

    title: str
    url: str
    count: int
    of: int


def places_waiting() -> list[PlaceWaiting]:
    """Return the places with unconfirmed sentences as they were last looked at, the fullest first."""
    shown = list(Shown.objects.select_related("page"))
    everything = {sentence for place in shown for sentence in place.sentences}
    waiting = set(unconfirmed(everything))
    places = [
        PlaceWaiting(place.title, place.url, len(waiting.intersection(place.sentences)), len(place.sentences))
        for place in shown
        if place.page is None or place.page.live
    ]
    return sorted((place for place in places if place.count), key=lambda place: (-place.count, place.title))


def waiting_count() -> int:
    """Return how many sentences wait on all places together, each once."""
    live = Shown.objects.exclude(page__live=False).values_list("sentences", flat=True)
    return len(unconfirmed({sentence for each in live for sentence in each}))


def dictionary() -> dict[str, str]:
    return dict(DictionaryWord.objects.values_list("word", "reading"))


@dataclass(frozen=True)
class Row:
    """One sentence on the screen where readings are confirmed."""

    sentence: str
    parts: Parts
    state: str
    source: str
    by: str
    words: tuple[str, ...]
    typed: str = ""

    @property
    def digest(self) -> str:
        return digest_of(self.sentence)

    @property
    def notation(self) -> str:
        """What stands in the box: what somebody began to write, otherwise the reading."""
        return self.typed or notation(self.parts)

    @property
    def is_confirmed(self) -> bool:
        return self.state == ReadingState.CONFIRMED

    @property
    def source_word(self) -> str:
        return str(Source(self.source).label)


def rows(texts: Iterable[str]) -> list[Row]:
    """Return one row for each sentence with kanji: its stored reading, otherwise a fresh proposal."""
    wanted, words = sentences_for_people(texts), dictionary()
    found = Reading.objects.of(wanted).select_related("confirmed_by__person")
    stored = {reading.sentence: reading for reading in found}
    return [_row(sentence, stored.get(sentence), words) for sentence in wanted]


def _row(sentence: str, stored: Reading | None, words: Mapping[str, str]) -> Row:
    hits = tuple(word for word in words if word in sentence)
    if stored is None:
        fresh: Proposal = propose(sentence, words)
        return Row(sentence, fresh.parts, ReadingState.PROPOSED, fresh.source, "", hits)
    by = stored.confirmed_by.get_full_name() if stored.confirmed_by else ""
    return Row(sentence, stored.reading, stored.state, stored.proposed_from, by, hits, typed=stored.typed)
