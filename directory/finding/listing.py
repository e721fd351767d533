"""The page of a search as readers see it: rows, what may be chosen, the map."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from directory.enums import Level
from foundation.public_pages import kept_until_changed

from . import map as drawn
from .asking import Wanted
from .choosing import Chosen, Group, Value, chosen, counts_of, groups, in_places_of_today, kind_values
from .forms import MOST_AT_ONCE, Choices, Wish
from .queries import (
    agency_kinds,
    areas_of,
    condition_words,
    everybody_sees_free_places,
    lifetimes,
    place_names,
    service_kinds,
    successors,
)
from .rules import Grade, Lifetimes, Vacancy, freshness_legend, grade, since_when, vacancy
from .search import MOST_PAGES, Found, find, find_every
from .words import sources_of


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
class Listing:
    """Everything that the page of a search shows."""

    wish: Wish
    choices: Choices
    found: Found
    rows: Sequence[Row]
    page: Page[Any]
    groups: Sequence[Group]
    kinds: Sequence[Value]
    chosen: Sequence[Chosen]
    picture: drawn.Drawing | None
    today: date
    legend: str
    offers_free: bool

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
        conditions=condition_words(),
        reader=reader,
        lifetimes=lifetimes(today=today),
        sees_free=reader != Level.PUBLIC or everybody_sees_free_places(),
    )


def with_known_places(wish: Wish) -> Wish:
    """Return the wish without codes that are no municipality, which are told instead."""
    asked = (*wish.municipalities, *wish.served)
    if not asked:
        return wish
    names = place_names(asked)
    return replace(
        wish,
        municipalities=tuple(code for code in wish.municipalities if code in names),
        served=tuple(code for code in wish.served if code in names),
        unknown=(*wish.unknown, *(code for code in asked if code not in names)),
    )


def _wanted(wish: Wish, choices: Choices, now: Mapping[str, str], today: date) -> Wanted:
    """Return what is asked of the index; what became part of a chosen municipality lies in it."""
    wanted = wish.wanted(choices, today=today)
    return replace(
        wanted,
        municipalities=_with_predecessors(wanted.municipalities, now),
        served=_with_predecessors(wanted.served, now),
    )


def _with_predecessors(codes: Sequence[str], now: Mapping[str, str]) -> tuple[str, ...]:
    return (*codes, *(old for old, new in now.items() if new in codes and old not in codes))


def hits_of(wish: Wish, choices: Choices, *, today: date) -> tuple[Found, list[Row]]:
    """Return what a wish finds, as rows: for papers, which need nothing around the list."""
    wanted = _wanted(with_known_places(wish), choices, successors(), today)
    found = find(wanted, reader=choices.reader, today=today, page=wish.page, size=wish.size)
    return found, rows_of(found, today=today, lives=choices.lifetimes, first=(wish.page - 1) * wish.size + 1)


def every_row(wish: Wish, choices: Choices, *, today: date) -> tuple[int, Iterator[Row]]:
    """Return how many a wish finds and all of them as rows, read while they are walked: for files."""
    wanted = _wanted(with_known_places(wish), choices, successors(), today)
    every = find_every(wanted, reader=choices.reader, today=today)
    rows = (_row(number, hit, today, choices.lifetimes) for number, hit in enumerate(every, start=1))
    return len(every), rows


def listing(wish: Wish, choices: Choices, *, today: date, prefecture: str) -> Listing:
    """Return the page of a search; `prefecture` are the two digits of the one whose map is drawn."""
    wish, now = with_known_places(wish), successors()
    wanted = _wanted(wish, choices, now, today)

    def ask(asked: Wanted, **more: int) -> Found:
        return find(asked, reader=choices.reader, today=today, **more)

    found = ask(wanted, page=wish.page, size=wish.size)
    last = max(1, min(MOST_PAGES, -(-found.total // wish.size)))
    if wish.page > last:
        wish = replace(wish, page=last)
        found = ask(wanted, page=last, size=wish.size)
    page = Paginator(range(min(found.total, MOST_PAGES * wish.size)), wish.size).get_page(wish.page)
    rows = rows_of(found, today=today, lives=choices.lifetimes, first=(wish.page - 1) * wish.size + 1)
    counts = counts_of(wanted, found, ask, now)
    codes = {*counts["m"], *counts["w"], *wish.municipalities, *wish.served}
    names = place_names({*codes, *drawn.codes_of(prefecture)})
    return Listing(
        wish=wish,
        choices=choices,
        found=found,
        rows=rows,
        page=page,
        groups=list(groups(wish, choices, counts, names)),
        kinds=kind_values(wish, choices, counts),
        chosen=list(chosen(wish, choices, names)),
        picture=drawn.drawing(
            prefecture,
            counts=in_places_of_today(found.facets.get("m", {}), now),
            names=names,
            points=list(_points(rows)),
            query=lambda code: wish.query(municipalities=(code,), areas=(), is_whole=False),
        ),
        today=today,
        legend=freshness_legend(choices.lifetimes),
        # Readers who see free places of nobody here are not asked for them.
        offers_free=choices.reader != Level.PUBLIC or wish.is_free or bool(counts["v"]),
    )


def chosen_words(wish: Wish, choices: Choices) -> str:
    """Return what a wish asks as one line for papers and files."""
    wish = with_known_places(wish)
    codes = (*wish.municipalities, *wish.served)
    names = place_names(codes) if codes else {}
    typed = [f"「{wish.typed}」"] if wish.typed else []
    return "、".join([*typed, *(each.words for each in chosen(wish, choices, names))])


def rows_of(found: Found, *, today: date, lives: Lifetimes, first: int = 1) -> list[Row]:
    """Return the hits as rows, numbered from `first`."""
    return [_row(number, hit, today, lives) for number, hit in enumerate(found.hits, start=first)]


def _row(number: int, hit: Mapping[str, Any], today: date, lives: Lifetimes) -> Row:
    sources, free = sources_of(hit), hit["free"]
    return Row(
        number=number,
        hit=hit,
        grade=grade(sources.known_on, today=today, lifetimes=lives),
        since=since_when(sources),
        vacancy=vacancy(free["places"], date.fromisoformat(free["as_of"]), today=today, lifetimes=lives)
        if free
        else None,
    )


def _points(rows: Sequence[Row]) -> Iterator[tuple[int, float, float]]:
    for row in rows:
        if row.hit["latitude"] is not None:
            yield row.number, row.hit["latitude"], row.hit["longitude"]
