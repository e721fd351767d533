"""What somebody looks for, and how it is asked of the index: pure functions and data."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from content.search.rules import FILTER_SIGN, Question, lexemes, quoted
from directory.enums import Answer, Level

from .spelling import text_spelling, word_spelling
from .vocabulary import SAYS_NOTHING, Vocabulary, answer_filters, parts_of, term_spelling

# A postal code or a phone number, as it is typed: the index holds their digits.
_NUMBER = re.compile(r"[0-9]{3}-?[0-9]{4}|0[0-9]{1,4}[-(]?[0-9]{1,4}[-)]?[0-9]{3,4}")
# Services and kinds of agency: who types their name does not mean a word of another one's.
_KINDS_OF_THINGS = ("s:", "k:", "n:")


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the directory. Several values of one filter: any of them is right."""

    typed: str = ""
    prefectures: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    # Each of these conditions must be met; with `also_unknown` it is enough that nobody said no.
    conditions: tuple[str, ...] = ()
    also_unknown: bool = False
    acceptance: tuple[str, ...] = ()
    housing: tuple[str, ...] = ()
    # Codes of municipalities whose people may use it.
    served: tuple[str, ...] = ()
    is_free: bool = False
    confirmed_since: date | None = None
    # A selection of agencies by their public numbers.
    public_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sought:
    """One word of a question: what any of its spellings may stand in, and the filters that mean the same."""

    anywhere: tuple[str, ...] = ()
    # Names of places and services: they count in what an agency is called or writes, not in every address.
    in_own_words: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    @property
    def lexemes(self) -> str:
        """The word as PostgreSQL's `tsquery`."""
        spellings = (*self.anywhere, *self.in_own_words)
        parts = [lexemes(Question((spellings,)))] if spellings else []
        if self.filters:
            parts.append(lexemes(Question(()), [self.filters]))
        return f"({' | '.join(parts)})"


@dataclass(frozen=True)
class Asked:
    """A question as the index takes it. `whole` replaces all words."""

    words: tuple[Sought, ...]
    whole: tuple[str, ...] = ()
    # As typed: what stands in the name comes first.
    typed: tuple[str, ...] = ()
    filters: tuple[tuple[str, ...], ...] = ()
    refused: tuple[str, ...] = ()
    free_since: date | None = None
    confirmed_since: date | None = None
    public_ids: tuple[str, ...] = ()

    @property
    def lexemes(self) -> str:
        """The question as PostgreSQL's `tsquery`; what it finds is compared with the words themselves."""
        words = " & ".join(each.lexemes for each in self.words)
        if self.whole:
            words = f"(({words}) | {lexemes(Question((self.whole,)))})"
        filters = lexemes(Question(()), self.filters)
        return " & ".join(filter(None, (words, filters, *(f"!{quoted(each)}" for each in self.refused))))


def with_places(wanted: Wanted, names: Vocabulary) -> Wanted:
    """Return the same wish with words that are exactly a place as filters, and numbers as they are kept.

    Words that are made of known ones are parted, and what says nothing is left out beside what does.
    """
    rest: list[str] = []
    municipalities, prefectures = list(wanted.municipalities), list(wanted.prefectures)
    for word in (part for typed in wanted.typed.split() for part in _parts(typed, names)):
        key = text_spelling(word)
        if key in names.prefectures:
            prefectures.append(names.prefectures[key])
        elif key in names.municipalities:
            municipalities += names.municipalities[key]
        else:
            rest.append(re.sub("[^0-9]", "", key) if _NUMBER.fullmatch(key) else word)
    telling = [word for word in rest if term_spelling(word) not in SAYS_NOTHING]
    if (municipalities, prefectures) == ([*wanted.municipalities], [*wanted.prefectures]):
        telling = telling or rest
    return replace(
        wanted,
        typed=" ".join(telling),
        municipalities=tuple(dict.fromkeys(municipalities)),
        prefectures=tuple(dict.fromkeys(prefectures)),
    )


def _parts(word: str, names: Vocabulary) -> Collection[str]:
    found = parts_of(text_spelling(word), names)
    return found if len(found) > 1 else [word]


def asked(
    wanted: Wanted, question: Question, names: Vocabulary, *, free_since: date | None, is_short: bool = False
) -> Asked:
    """Return the wish as the index takes it; `question` is what was typed, with what means the same.

    `free_since` is the day before which a word of free places says nothing any more. With `is_short`
    words may be short for names that hold all their signs.
    """
    return Asked(
        words=tuple(_sought(spellings, names, is_short=is_short) for spellings in question.words),
        whole=tuple(dict.fromkeys(map(word_spelling, question.whole))),
        typed=tuple(map(word_spelling, question.typed)),
        filters=tuple(map(tuple, _filters(wanted))),
        refused=tuple(_refused(wanted)),
        free_since=free_since,
        confirmed_since=wanted.confirmed_since,
        public_ids=wanted.public_ids,
    )


def is_short_for_something(question: Question, names: Vocabulary) -> bool:
    """Return whether one of the words may be short for a name."""
    return any(names.abbreviated_by(word_spelling(word)) for word in question.typed)


def _sought(spellings: Collection[str], names: Vocabulary, *, is_short: bool) -> Sought:
    anywhere: list[str] = []
    own: list[str] = []
    filters: dict[str, None] = {}
    for number, spelling in enumerate(spellings):
        word = names.without_tail(word_spelling(spelling))
        meant = names.terms.get(word, ())
        if not number:
            meant = (*meant, *names.places.get(word, ()))
            if is_short and not meant:
                meant = names.abbreviated_by(word)
        is_thing = any(each.startswith(_KINDS_OF_THINGS) for each in meant)
        is_place = not number and word in names.places
        (own if is_thing or is_place else anywhere).append(word)
        filters.update(dict.fromkeys(meant))
    return Sought(tuple(dict.fromkeys(anywhere)), tuple(dict.fromkeys(own)), tuple(filters))


def _filters(wanted: Wanted) -> Iterator[Collection[str]]:
    for sign, values in (
        ("p", wanted.prefectures),
        ("m", wanted.municipalities),
        ("s", wanted.services),
        ("k", wanted.kinds),
        ("t", wanted.targets),
        ("a", wanted.acceptance),
        ("h", wanted.housing),
        ("w", wanted.served),
    ):
        if values:
            yield [f"{sign}:{value}" for value in values]
    if not wanted.also_unknown:
        yield from map(answer_filters, wanted.conditions)


def _refused(wanted: Wanted) -> Iterator[str]:
    if wanted.also_unknown:
        yield from (f"{FILTER_SIGN}c:{code}:{Answer.NO}" for code in wanted.conditions)


READER_COLUMNS = {level: f"for_{level.value}" for level in Level}
