"""The page of a search as readers see it: rows, groups of choices with counts, what is chosen, the map."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from directory.enums import Level, Target
from foundation.public_pages import kept_until_changed

from . import map as drawn
from .asking import Wanted
from .forms import MOST_AT_ONCE, Choices, Wish
from .profile import Word
from .queries import agency_kinds, areas_of, condition_words, lifetimes, place_names, service_kinds
from .rules import Grade, Lifetimes, Vacancy, freshness_legend, grade, since_when, vacancy
from .search import MOST_PAGES, Found, find

# As many values of a group stand open; the rest folds away.
SHOWN_VALUES = 8


@dataclass(frozen=True)
class Row:
    """One agency of a list."""

    number: int
    hit: Mapping[str, Any]
    grade: Grade
    since: str
    vacancy: Vacancy | None

    @property
    def services(self) -> str:
        return "、".join(each["name"] for each in self.hit["services"])


@dataclass(frozen=True)
class Value:
    """One value that may be chosen, with how many agencies it would find."""

    code: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """Values of one filter; `key` is its name in the address."""

    key: str
    title: str
    values: Sequence[Value]
    rest: Sequence[Value] = ()

    @property
    def rest_is_open(self) -> bool:
        return any(each.is_chosen for each in self.rest)


@dataclass(frozen=True)
class Chosen:
    """A condition that is on, and the address without it."""

    words: str
    query: str


@dataclass(frozen=True)
class Listing:
    """Everything that the page of a search shows."""

    wish: Wish
    choices: Choices
    found: Found
    rows: Sequence[Row]
    page: Page[Any]
    groups: Sequence[Group]
    chosen: Sequence[Chosen]
    picture: drawn.Drawing | None
    today: date
    legend: str

    @property
    def is_cut(self) -> bool:
        """Whether more were found than a whole list holds."""
        return self.wish.is_whole and self.found.total > MOST_AT_ONCE


@kept_until_changed
def choices_for(reader: Level, *, today: date) -> Choices:
    """Return what a reader may choose; kept until one of the words or places is changed."""
    return Choices(
        kinds=service_kinds(),
        agency_kinds=agency_kinds(),
        areas=areas_of(today=today),
        conditions=condition_words() if reader != Level.PUBLIC else {},
        reader=reader,
        lifetimes=lifetimes(today=today),
    )


def with_known_places(wish: Wish) -> Wish:
    """Return the wish without codes that are no municipality, which are told instead."""
    if not wish.municipalities:
        return wish
    names = place_names(wish.municipalities)
    known = tuple(code for code in wish.municipalities if code in names)
    nameless = (code for code in wish.municipalities if code not in names)
    return replace(wish, municipalities=known, unknown=(*wish.unknown, *nameless))


def hits_of(wish: Wish, choices: Choices, *, today: date) -> tuple[Found, list[Row]]:
    """Return what a wish finds, as rows: for papers and files, which need nothing around the list."""
    wish = with_known_places(wish)
    wanted = wish.wanted(choices, today=today)
    found = find(wanted, reader=choices.reader, today=today, page=wish.page, size=wish.size)
    return found, rows_of(found, today=today, lives=choices.lifetimes, first=(wish.page - 1) * wish.size + 1)


def listing(wish: Wish, choices: Choices, *, today: date, prefecture: str) -> Listing:
    """Return the page of a search; `prefecture` are the two digits of the one whose map is drawn."""
    wish = with_known_places(wish)
    wanted = wish.wanted(choices, today=today)

    def ask(asked: Wanted, **more: int) -> Found:
        return find(asked, reader=choices.reader, today=today, **more)

    found = ask(wanted, page=wish.page, size=wish.size)
    last = max(1, min(MOST_PAGES, -(-found.total // wish.size)))
    if wish.page > last:
        wish = replace(wish, page=last)
        found = ask(wanted, page=last, size=wish.size)
    page = Paginator(range(min(found.total, MOST_PAGES * wish.size)), wish.size).get_page(wish.page)
    rows = rows_of(found, today=today, lives=choices.lifetimes, first=(wish.page - 1) * wish.size + 1)
    counts = _counts(wanted, found, ask)
    names = place_names({*counts["m"], *wish.municipalities, *drawn.codes_of(prefecture)})
    return Listing(
        wish=wish,
        choices=choices,
        found=found,
        rows=rows,
        page=page,
        groups=list(_groups(wish, choices, counts, names)),
        chosen=list(_chosen(wish, choices, names)),
        picture=drawn.drawing(
            prefecture, counts=found.facets.get("m", {}), names=names, points=list(_points(rows))
        ),
        today=today,
        legend=freshness_legend(choices.lifetimes),
    )


def chosen_words(wish: Wish, choices: Choices) -> str:
    """Return what a wish asks as one line for papers and files."""
    wish = with_known_places(wish)
    names = place_names(wish.municipalities) if wish.municipalities else {}
    typed = [f"「{wish.typed}」"] if wish.typed else []
    return "、".join([*typed, *(each.words for each in _chosen(wish, choices, names))])


def rows_of(found: Found, *, today: date, lives: Lifetimes, first: int = 1) -> list[Row]:
    """Return the hits as rows, numbered from `first`."""
    return [_row(number, hit, today, lives) for number, hit in enumerate(found.hits, start=first)]


def _row(number: int, hit: Mapping[str, Any], today: date, lives: Lifetimes) -> Row:
    confirmed, published = (_day(hit[name]) for name in ("confirmed_on", "published_on"))
    free = hit["free"]
    return Row(
        number=number,
        hit=hit,
        grade=grade(max(filter(None, (confirmed, published)), default=None), today=today, lifetimes=lives),
        since=since_when(confirmed_on=confirmed, published_on=published),
        vacancy=vacancy(free["places"], date.fromisoformat(free["as_of"]), today=today, lifetimes=lives)
        if free
        else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _points(rows: Sequence[Row]) -> Iterator[tuple[int, float, float]]:
    for row in rows:
        if row.hit["latitude"] is not None:
            yield row.number, row.hit["latitude"], row.hit["longitude"]


def _counts(wanted: Wanted, found: Found, ask: Callable[..., Found]) -> dict[str, Mapping[str, int]]:
    """Return the counts of each group, as if nothing of it were chosen yet: to choose more of it."""
    counts = {sign: found.facets.get(sign, {}) for sign in "mst"}
    for sign, name in (("m", "municipalities"), ("s", "services"), ("t", "targets")):
        if getattr(wanted, name):
            counts[sign] = ask(replace(wanted, **{name: ()}), size=0).facets.get(sign, {})
    return counts


def _groups(
    wish: Wish, choices: Choices, counts: Mapping[str, Mapping[str, int]], names: Mapping[str, str]
) -> Iterator[Group]:
    kinds = choices.kinds
    services = [code for code in kinds if counts["s"].get(code) or code in wish.services]
    services.sort(key=lambda code: (-counts["s"].get(code, 0), kinds[code].position))
    values = [_value(code, kinds[code].short_name, counts["s"], wish.services) for code in services]
    yield Group("s", "サービスの種類", values[:SHOWN_VALUES], values[SHOWN_VALUES:])
    areas = [
        Value(
            str(area.key),
            area.name,
            sum(counts["m"].get(code, 0) for code in area.codes),
            str(area.key) in wish.areas,
        )
        for area in choices.areas
    ]
    yield Group("area", "圏域", [each for each in areas if each.count or each.is_chosen])
    codes = sorted({*counts["m"], *wish.municipalities} & set(names))
    places = [_value(code, names[code], counts["m"], wish.municipalities) for code in codes]
    yield Group("m", "市町村", (), places)
    targets = [_value(each.value, each.label, counts["t"], wish.targets) for each in Target]
    yield Group("t", "だれのため", [each for each in targets if each.count or each.is_chosen])


def _value(code: str, name: str, counts: Mapping[str, int], chosen: Sequence[str]) -> Value:
    return Value(code, str(name), counts.get(code, 0), code in chosen)


def _chosen(wish: Wish, choices: Choices, names: Mapping[str, str]) -> Iterator[Chosen]:
    areas = {str(each.key): each.name for each in choices.areas}
    words: Sequence[tuple[str, Callable[[str], str]]] = (
        ("areas", areas.__getitem__),
        ("municipalities", lambda code: names.get(code, code)),
        ("services", lambda code: choices.kinds[code].short_name),
        ("targets", lambda code: str(Target(code).label)),
        ("conditions", lambda code: _name(choices.conditions[code])),
    )
    for name, word in words:
        values = getattr(wish, name)
        for value in values:
            yield Chosen(word(value), wish.query(**{name: tuple(each for each in values if each != value)}))
    if wish.kind:
        kind = next(each for each in choices.agency_kinds if each.code == wish.kind)
        yield Chosen(kind.name, wish.query(kind=""))
    if wish.is_free:
        yield Chosen("いま空きがある", wish.query(is_free=False))
    if wish.freshness:
        yield Chosen(choices.freshness[wish.freshness], wish.query(freshness=""))
    if wish.ids:
        yield Chosen(f"選んだ{len(wish.ids)}か所", wish.query(ids=()))


def _name(word: Word) -> str:
    return word.name
