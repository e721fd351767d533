"""What apps put on the staff's start page: rows of four kinds, each listed under its own heading.

An app registers a function (request) -> rows in `foundation.registry.home_panels`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from foundation.registry import home_panels


@dataclass(frozen=True)
class Todo:
    """Something that waits for staff: how many, and a word about the oldest. Zero is not shown."""

    count: int
    text: str
    url: str
    note: str = ""
    unit: str = "件"
    is_late: bool = False


@dataclass(frozen=True)
class Shortcut:
    """Something that staff make often; `icon` is a name of the heroicons outline set."""

    text: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class WeekEntry:
    """Something that happens this week; `text` begins with the time of day where there is one."""

    day: date
    text: str
    url: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a plan of this fiscal year has come."""

    done: int
    planned: int
    text: str
    url: str
    note: str = ""


type Row = Todo | Shortcut | WeekEntry | Progress


@dataclass(frozen=True)
class StartPage:
    """The start page's rows by kind."""

    todos: list[Todo]
    shortcuts: list[Shortcut]
    week: dict[date, list[WeekEntry]]
    progress: list[Progress]


def start_page(request: HttpRequest) -> StartPage:
    """Return what all apps have for this member of staff, late work first, the week in the order of days."""
    return arranged(row for source in home_panels for row in source(request))


def arranged(rows: Iterable[Row]) -> StartPage:
    """Return rows under their headings."""
    page = StartPage([], [], {}, [])
    for row in rows:
        match row:
            case Todo(count=count) if count:
                page.todos.append(row)
            case Shortcut():
                page.shortcuts.append(row)
            case WeekEntry(day=day):
                page.week.setdefault(day, []).append(row)
            case Progress():
                page.progress.append(row)
    page.todos.sort(key=lambda todo: not todo.is_late)
    return StartPage(page.todos, page.shortcuts, dict(sorted(page.week.items())), page.progress)
