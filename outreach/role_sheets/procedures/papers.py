"""Check lists, the start-up guide and the gap sheet on A4. No name of a person stands on any of them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from directory.models import Municipality
from events.paper_facts import letterhead
from foundation.japanese.dates import fiscal_year_label, long_date, wareki
from foundation.printing.pdf import render_pdf

from . import queries
from .enums import PersonType, Way
from .models import StartUpCopy
from .queries import DayLine
from .rules import ways_words

EVERYBODY = "みなさんの手続き"


def person_words(person_type: str) -> str:
    """Return whose check list it is, in words."""
    return str(PersonType(person_type).label) if person_type else EVERYBODY


def steps_pdf(person_type: str, *, now: datetime) -> bytes:
    """Return the check list of a person type on A4, with boxes to tick and no room for a name."""
    steps = queries.steps_for(person_type)
    title = f"手続きのチェック表（{person_words(person_type)}）"
    context = _context(now, title) | {
        "stages": queries.by_stage(steps),
        "checked_on": queries.last_checked(steps),
        "release": None,
    }
    return render_pdf("procedures/paper/steps.html", context, title=title)


def days_pdf(person_type: str, release: date, lines: Sequence[DayLine], *, now: datetime) -> bytes:
    """Return the same with the days counted from a release; nothing of it is kept."""
    title = f"手続きの予定（{person_words(person_type)}）"
    context = _context(now, title) | {"lines": lines, "release": long_date(release)}
    return render_pdf("procedures/paper/days.html", context, title=title)


def start_up_pdf(ways: Collection[Way], *, now: datetime) -> bytes:
    """Return the start-up guide on A4 as a blank check list, with the clauses."""
    steps = queries.of_ways(queries.start_up_steps(), ways)
    title = "連携強化事業を始める準備のチェック表"
    context = _context(now, title) | {
        "months": queries.by_month([(step, None) for step in steps]),
        "ways": ways_words(ways),
        "sources": queries.sources_of(steps),
        "clauses": queries.clauses(),
        "checked_on": queries.last_checked(steps),
    }
    return render_pdf("procedures/paper/start_up.html", context, title=title)


def copy_pdf(copy: StartUpCopy, ways: Collection[Way] = (), *, now: datetime) -> bytes:
    """Return a municipality's copy on A4 with what it has ticked, or what of it is on these ways."""
    title = f"連携強化事業を始める準備　{fiscal_year_label(copy.year)}"
    context = _context(now, title) | {
        "months": queries.by_month(queries.ticked(copy, ways)),
        "ways": ways_words(ways),
        "agency": copy.agency,
        "clauses": (),
    }
    return render_pdf("procedures/paper/start_up.html", context, title=title)


def gaps_pdf(place: Municipality, *, now: datetime) -> bytes:
    """Return the gaps of a municipality on A4, with its plan; for the municipality and the centre alone."""
    today = timezone.localdate(now)
    title = f"支援のすき間の一覧　{place.name}"
    context = _context(now, title) | {
        "confidential": True,
        "plans": queries.plans_of(place, today=today),
        "lines": queries.gap_lines(place, today=today),
    }
    return render_pdf("procedures/paper/gaps.html", context, title=title, landscape=True)


def _context(now: datetime, title: str) -> dict[str, object]:
    return {
        "title": title,
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
