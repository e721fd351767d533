"""What somebody looks for, and how it is asked of the index: pure functions and data."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from content.search.rules import FILTER_SIGN, Question, lexemes, quoted
from directory.enums import Answer, Level

_POSTAL_CODE = re.compile(r"([0-9]{3})-?([0-9]{4})")


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
    is_free: bool = False
    confirmed_since: date | None = None
    # A selection of agencies by their public numbers.
    public_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question as the index takes it."""

    question: Question
    lexemes: str
    free_since: date | None = None
    confirmed_since: date | None = None
    public_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """The names that are filters when they are typed: name → codes, of prefectures two digits."""

    municipalities: Mapping[str, Collection[str]] = field(default_factory=dict)
    prefectures: Mapping[str, str] = field(default_factory=dict)


def with_places(wanted: Wanted, places: Places) -> Wanted:
    """Return the same wish with words that are exactly a place as filters, and postal codes as kept."""
    rest, municipalities, prefectures = [], list(wanted.municipalities), list(wanted.prefectures)
    for word in wanted.typed.split():
        postal = _POSTAL_CODE.fullmatch(word)
        if word in places.prefectures:
            prefectures.append(places.prefectures[word])
        elif word in places.municipalities:
            municipalities += places.municipalities[word]
        else:
            rest.append(postal[1] + postal[2] if postal else word)
    return replace(
        wanted,
        typed=" ".join(rest),
        municipalities=tuple(dict.fromkeys(municipalities)),
        prefectures=tuple(dict.fromkeys(prefectures)),
    )


def asked(wanted: Wanted, question: Question, *, free_since: date | None) -> Asked:
    """Return the wish as the index takes it; `question` is what was typed, with what means the same.

    `free_since` is the day before which a word of free places says nothing any more.
    """
    return Asked(
        question=question,
        lexemes=" & ".join(filter(None, (lexemes(question, list(_filters(wanted))), *_not_refused(wanted)))),
        free_since=free_since,
        confirmed_since=wanted.confirmed_since,
        public_ids=wanted.public_ids,
    )


def _filters(wanted: Wanted) -> Iterator[Collection[str]]:
    for sign, values in (
        ("p", wanted.prefectures),
        ("m", wanted.municipalities),
        ("s", wanted.services),
        ("k", wanted.kinds),
        ("t", wanted.targets),
        ("a", wanted.acceptance),
        ("h", wanted.housing),
    ):
        if values:
            yield [f"{sign}:{value}" for value in values]
    if not wanted.also_unknown:
        for code in wanted.conditions:
            yield [f"c:{code}:{answer}" for answer in (Answer.YES, Answer.ASK)]


def _not_refused(wanted: Wanted) -> Iterator[str]:
    if wanted.also_unknown:
        for code in wanted.conditions:
            yield f"!{quoted(f'{FILTER_SIGN}c:{code}:{Answer.NO}')}"


READER_COLUMNS = {level: f"for_{level.value}" for level in Level}
