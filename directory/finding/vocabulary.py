"""What words of a question are names of: services, kinds of agency, conditions, places. Pure functions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from content.search.rules import SEAM
from directory.enums import Answer

from .spelling import text_spelling, word_spelling

# The name before a bracket, and what the bracket says: 介護老人福祉施設（特別養護老人ホーム）.
_BRACKETS = re.compile("[（(](.+?)[）)]")
LEAST_TERM = 2
# 認知症グループホーム is a グループホーム, but whatever ends in デイ or 包括 need not be one.
LEAST_HEAD = 3
LEAST_STEM = 2
MOST_OF_A_COMPOUND = 40
_BETWEEN = tuple(map(text_spelling, ("の", "な", "者", "で")))
_ENDS_OF_PLACES = {"市": "シ", "区": "ク", "町": "マチ チョウ", "村": "ムラ ソン"}


@lru_cache(maxsize=32_768)
def term_spelling(word: str) -> str:
    """Return a name as words of questions are spelt; names are the same at every reading."""
    return word_spelling(text_spelling(word))


# What is said of everything that is looked for here says nothing beside other words.
SAYS_NOTHING = frozenset(
    map(
        term_spelling,
        (
            *("受け入れ", "受け入れ可", "受け入れ可能", "受け入れ先", "可", "可能", "対応", "対応可", "OK"),
            *("あり", "有", "有り", "近く", "近くの", "一覧", "情報", "連絡先", "電話番号", "電話", "住所"),
            *("事業所", "検索", "さがす", "探す", "希望"),
        ),
    )
)
# Who types one of these asks for free places, which are a filter and stand in no text.
_SAYS_FREE = frozenset(
    map(
        term_spelling,
        ("空き", "空きあり", "空き有り", "空きがある", "空きのある", "空室", "空室あり", "空床"),
    )
)
_TAILS = tuple(
    map(
        text_spelling,
        (
            *("受け入れ可能", "受け入れ可", "受け入れ", "対応可", "対応", "あり", "有り", "可能", "可", "OK"),
            *("付き", "つき", "の"),
        ),
    )
)


def without_free_words(typed: str) -> tuple[str, bool]:
    """Return typed words without those that ask for free places, and whether there were any."""
    words = typed.split()
    rest = [word for word in words if term_spelling(word) not in _SAYS_FREE]
    return " ".join(rest), len(rest) < len(words)


@dataclass(frozen=True)
class Term:
    """Names of one thing, and the filters that mean it; `has_inner_name` where brackets hold a name too."""

    filters: tuple[str, ...]
    names: tuple[str, ...]
    has_inner_name: bool = False


@dataclass(frozen=True)
class PlaceName:
    """A municipality as it is written and read."""

    code: str
    name: str
    name_kana: str
    prefecture: str


@dataclass(frozen=True)
class Vocabulary:
    """Words, spelt, and the filters that they mean.

    `municipalities` and `prefectures` are whole names (金沢市), `places` what else people call them (金沢).
    """

    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    municipalities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prefectures: Mapping[str, str] = field(default_factory=dict)

    def has_name(self, word: str) -> bool:
        """Return whether a spelt word is a name of anything."""
        return any(
            word in names for names in (self.terms, self.municipalities, self.prefectures, self.places)
        )

    def without_tail(self, word: str) -> str:
        """Return a spelt word without あり, 可 and the like, where the rest is a name."""
        for tail in _TAILS:
            rest = word_spelling(word.removesuffix(tail))
            if rest != word and rest in self.terms:
                return rest
        return word

    def abbreviated_by(self, word: str) -> tuple[str, ...]:
        """Return the filters of what a spelt word is short for: 就労支援 for 就労継続支援 and others."""
        found = (filters for term, filters in self.terms.items() if _is_short_for(word, term))
        return tuple(dict.fromkeys(each for filters in found for each in filters))


def vocabulary(
    *,
    services: Iterable[Term],
    kinds: Iterable[tuple[str, Term]],
    conditions: Iterable[Term],
    places: Iterable[PlaceName],
) -> Vocabulary:
    """Return what all these are called. `kinds` are pairs of code and term.

    Kinds of agency that are called like a service mean what has no services to tell: filter `n`.
    """
    terms: defaultdict[str, dict[str, None]] = defaultdict(dict)
    _add(terms, services)
    of_services = set(terms)
    _add_heads(terms)
    for code, term in kinds:
        sign = "n" if of_services.intersection(_names(term)) else "k"
        _add(terms, [replace(term, filters=(f"{sign}:{code}",))])
    _add(terms, conditions)
    municipalities, prefectures, spelt_places = _places(places)
    return Vocabulary(
        terms={name: tuple(filters) for name, filters in terms.items()},
        places=spelt_places,
        municipalities=municipalities,
        prefectures=prefectures,
    )


def _add(terms: defaultdict[str, dict[str, None]], more: Iterable[Term]) -> None:
    for term in more:
        for name in _names(term):
            terms[name].update(dict.fromkeys(term.filters))


def _add_heads(terms: defaultdict[str, dict[str, None]]) -> None:
    """Let a name mean the longer ones too that end in it."""
    for name in [each for each in terms if len(each) >= LEAST_HEAD]:
        for longer, filters in terms.items():
            if longer.endswith(name):
                terms[name].update(filters)


def answer_filters(code: str) -> tuple[str, ...]:
    """Return the filters of a condition that is met, or may be."""
    return tuple(f"c:{code}:{answer}" for answer in (Answer.YES, Answer.ASK))


def _names(term: Term) -> Iterator[str]:
    for name in term.names:
        inner = _BRACKETS.findall(name) if term.has_inner_name and name == term.names[0] else ()
        for each in (name, _BRACKETS.sub("", name), *inner):
            spelt_name = term_spelling(each)
            if len(spelt_name) >= LEAST_TERM:
                yield spelt_name


def _places(
    places: Iterable[PlaceName],
) -> tuple[dict[str, tuple[str, ...]], dict[str, str], dict[str, tuple[str, ...]]]:
    municipalities: defaultdict[str, list[str]] = defaultdict(list)
    prefectures: dict[str, str] = {}
    spelt_places: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for place in places:
        municipalities[text_spelling(place.name)].append(place.code)
        prefectures[text_spelling(place.prefecture)] = place.code[:2]
        for word in (*_stems(place.name, place.name_kana), place.name_kana):
            spelt_places[term_spelling(word)][f"m:{place.code}"] = None
    for name, code in prefectures.items():
        if name != "北海道":
            spelt_places[name[:-1].strip(SEAM)][f"p:{code}"] = None
    return (
        {name: tuple(codes) for name, codes in municipalities.items()},
        prefectures,
        {name: tuple(filters) for name, filters in spelt_places.items() if name},
    )


def _stems(name: str, kana: str) -> Iterator[str]:
    """Return 金沢 and カナザワ for 金沢市."""
    ends = _ENDS_OF_PLACES.get(name[-1], "").split()
    if ends and len(name) > LEAST_STEM:
        yield name[:-1]
        yield from (kana.removesuffix(end) for end in ends if kana.endswith(end) and len(kana) > len(end) + 1)


def _is_short_for(word: str, term: str) -> bool:
    """Return whether all signs of a word stand in a longer term in their order, the first at its head."""
    if len(word) < LEAST_TERM or len(term) <= len(word) or term[0] != word[0]:
        return False
    signs = iter(term)
    return all(sign in signs for sign in word)


def parts_of(word: str, names: Vocabulary) -> Sequence[str]:
    """Return the known words of which a spelt word is made; the word itself where it is none such.

    金沢市特養, 金沢の特養, 知的障害者グループホーム: all of it has to be known, the longest words first.
    """
    if len(word) > MOST_OF_A_COMPOUND or names.has_name(word):
        return [word]
    found: list[str] = []
    rest = word
    while rest:
        piece = next((rest[:size] for size in range(len(rest), 1, -1) if names.has_name(rest[:size])), "")
        if not piece:
            return [word]
        found.append(piece)
        rest = rest[len(piece) :]
        rest = rest[1:] if rest[:1] in _BETWEEN else rest
    return found
