"""How an agency's view becomes words, filters and facets of the index: pure functions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from content.search.rules import FILTER_SIGN, spelt_tokens
from directory.enums import Answer, Level
from foundation.japanese.dates import wareki

from .profile import Housing, Profile, Service, Word
from .rules import Sources
from .spelling import text_spelling

# Folding leaves it out of every text, so that none can hold it.
END_OF_OWN_WORDS = "\x1e"

# What is asked of an agency as a whole is true when one of its services answers so; the kindest answer first.
ANSWERS = (Answer.YES, Answer.ASK, Answer.NO)

SOURCE_DAYS = ("confirmed_on", "published_on", "published_until")


@dataclass(frozen=True)
class EntryWords:
    """What the index holds of one view."""

    title_folded: str
    folded: str
    tokens: list[str]
    # What is counted, but for the place; the other filters that names of things stand for.
    facets: tuple[str, ...]
    marks: tuple[str, ...]
    free_as_of: date | None


def entry_words(view: Profile, conditions: Mapping[str, Word]) -> EntryWords:
    """Return everything by which readers of a view find it.

    A text on each line, first its own words with the name at their head, then after `END_OF_OWN_WORDS` what
    is said of it: names of services, addresses, numbers.
    """
    own = list(dict.fromkeys(filter(None, own_words(view))))
    more = [each for each in dict.fromkeys(filter(None, said_of(view, conditions))) if each not in own]
    facets = tuple(dict.fromkeys(_facets(view)))
    marks = (f"n:{view.kind.code}",) if not view.services else ()
    free = view.free
    return EntryWords(
        title_folded="\n".join(_pieces(each)[0] for each in (view.name, view.name_kana) if each),
        folded=END_OF_OWN_WORDS.join("\n".join(_pieces(text)[0] for text in texts) for texts in (own, more)),
        tokens=sorted(
            {FILTER_SIGN + each for each in (*facets, *marks, *_place(view))}.union(
                *(_pieces(text)[1] for text in (*own, *more))
            )
        ),
        facets=facets,
        marks=marks,
        free_as_of=free.as_of if free else None,
    )


def answers(services: Iterable[Service]) -> dict[str, str]:
    """Return for each condition that some service answers the kindest of the answers."""
    said: dict[str, str] = {}
    for service in services:
        for code, answer in service.conditions.items():
            known = said.get(code)
            if known is None or ANSWERS.index(Answer(answer)) < ANSWERS.index(Answer(known)):
                said[code] = answer
    return said


def own_words(view: Profile) -> Iterator[str]:
    """Return what an agency is called and what it writes of itself."""
    yield from (view.name, view.name_kana, view.corporation)
    if view.introduction:
        yield from (view.introduction.summary, view.introduction.visits, view.introduction.building)
    yield view.contact_point
    yield from (service.note for service in view.services)


def said_of(view: Profile, conditions: Mapping[str, Word]) -> Iterator[str]:
    """Return what else is known of it, with all names of it."""
    yield from _spoken(view.kind)
    for service in view.services:
        yield from (service.official_name, *_spoken(service.kind), service.office_number)
    if view.place:
        yield view.place.prefecture + view.place.name
    if view.address:
        yield from (view.address.text, _digits(view.address.postal_code))
    if view.contact:
        yield _digits(view.contact.phone)
    for code, answer in answers(view.services).items():
        if answer != Answer.NO and code in conditions:
            yield from _spoken(conditions[code])


def _digits(number: str) -> str:
    return number.replace("-", "")


# Most of what is said of agencies is said of many: kinds, places, corporations.
@lru_cache(maxsize=2048)
def _pieces(text: str) -> tuple[str, frozenset[str]]:
    whole, words = text_spelling(text), text.split()
    pieces = [whole, *map(text_spelling, words)] if len(words) > 1 else [whole]
    return whole, frozenset(spelt_tokens(pieces))


def _spoken(word: Word) -> tuple[str, ...]:
    return (word.name, word.reading, *word.aliases)


def _facets(view: Profile) -> Iterator[str]:
    for service in view.services:
        yield f"s:{service.kind.code}"
        yield from (f"t:{target}" for target in service.targets)
        yield from (f"w:{code}" for code in service.served)
    yield f"k:{view.kind.code}"
    for code, answer in answers(view.services).items():
        yield f"c:{code}:{answer}"
    if view.free:
        yield "v:free"
    if view.acceptance:
        yield f"a:{view.acceptance.state}"
    if view.housing:
        yield f"h:{view.housing.state}"


def _place(view: Profile) -> tuple[str, ...]:
    """Return the filters of a municipality and its prefecture."""
    return (f"m:{view.place.code}", f"p:{view.place.code[:2]}") if view.place else ()


def shown(view: Profile) -> dict[str, Any]:
    """Return what a list shows of a view, so that it needs no other table."""
    free = view.free
    return {
        "public_id": view.public_id,
        "name": view.name,
        "name_kana": view.name_kana,
        "kind": view.kind.name,
        "corporation": view.corporation,
        "place": view.place.name if view.place else "",
        "prefecture": view.place.prefecture if view.place else "",
        "address": view.address.text if view.address else "",
        "postal_code": view.address.postal_code if view.address else "",
        "phone": view.contact.phone if view.contact else "",
        "fax": view.contact.fax if view.contact else "",
        "services": [
            {"name": each.kind.name, "capacity": each.capacity, "number": each.office_number}
            for each in view.services
        ],
        "free": {"places": free.places, "as_of": free.as_of.isoformat()} if free else None,
        "is_declared": view.sources.is_declared,
        **{name: _iso(getattr(view.sources, name)) for name in SOURCE_DAYS},
        "acceptance": view.acceptance.words if view.acceptance else "",
        "housing": _housing(view.housing) if view.housing else "",
        "housing_facts": "、".join(_housing_facts(view.housing)) if view.housing else "",
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def sources_of(hit: Mapping[str, Any]) -> Sources:
    """Return from whom a hit is known, as `shown` wrote it."""
    days = {name: date.fromisoformat(hit[name]) if hit[name] else None for name in SOURCE_DAYS}
    return Sources(is_declared=hit["is_declared"], **days)


def _housing(housing: Housing) -> str:
    return f"{housing.words}（{wareki(housing.as_of)}）" if housing.as_of else housing.words


def _housing_facts(housing: Housing) -> Iterator[str]:
    """Return what a housing body offers, each fact in a few words."""
    if housing.registered_with:
        since = f"、{wareki(housing.registered_on)}" if housing.registered_on else ""
        yield f"登録先：{housing.registered_with}{since}"
    if housing.sexes_words:
        yield f"受け入れる人：{housing.sexes_words}"
    if housing.meals is not None:
        yield "食事あり" if housing.meals else "食事なし"
    if housing.places is not None:
        yield f"定員{housing.places}人"
    if housing.spare_use:
        yield f"空いた部屋：{housing.spare_use}"
    if housing.longest_months:
        yield f"{housing.longest_months}か月まで"


def readers_of(levels: Iterable[Level]) -> dict[str, bool]:
    """Return the columns that say for whom a view is."""
    wanted = set(levels)
    return {f"for_{level.value}": level in wanted for level in Level}
