"""Agenda, list to sign, minutes, list of numbered copies and their covers, each on A4."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf
from outreach.study_groups.papers import one_sheet_or_more
from outreach.study_groups.registries import OnTheRoll

from . import rules
from .models import Material, MinutesVersion
from .outline import when_line
from .queries.meetings import CopyLine, Shown, agenda_of, came_by_body

SPARE_LINES = 4


def agenda_pdf(each: Shown, *, now: datetime) -> bytes:
    """Return the agenda with the time of each item; of a case its number alone."""
    lines = agenda_of(each.meeting, starts_at=each.starts_at)
    minutes = [line.item.minutes for line in lines]
    context = _context(each, "次第", now) | {
        "agenda": lines,
        "length": rules.length_of(minutes, starts_at=each.starts_at, ends_at=each.ends_at),
        "has_cases": any(line.item.reference for line in lines),
    }
    return one_sheet_or_more("group_meetings/paper/agenda.html", context, title=str(context["title"]))


def attendance_pdf(each: Shown, roll: Sequence[OnTheRoll], *, now: datetime) -> bytes:
    """Return the list to sign: who is expected, with columns for how they came."""
    context = _context(each, "出席簿", now) | {"roll": roll, "spare": range(SPARE_LINES)}
    context["confidential"] = True
    return render_pdf("group_meetings/paper/attendance.html", context, title=str(context["title"]))


def minutes_pdf(each: Shown, version: MinutesVersion, *, now: datetime) -> bytes:
    """Return a version of minutes; one that is not confirmed says so."""
    came = came_by_body(each.meeting)
    context = _context(each, "議事要旨", now) | {
        "version": version,
        "came": came,
        "people": sum(count for _, count in came),
        "leaving": [line for line in agenda_of(each.meeting, starts_at=None) if line.leaving],
        "decisions": list(each.meeting.decisions.all()),
    }
    return render_pdf("group_meetings/paper/minutes.html", context, title=str(context["title"]))


def copies_pdf(each: Shown, material: Material, rows: Sequence[CopyLine], *, now: datetime) -> bytes:
    """Return the list of a paper's copies with empty columns to sign."""
    context = _context(each, "配付・回収簿", now) | {"material": material, "rows": rows}
    context["confidential"] = True
    return render_pdf("group_meetings/paper/copies.html", context, title=str(context["title"]))


def covers_pdf(each: Shown, material: Material, *, now: datetime) -> bytes:
    """Return a cover for each copy with its number, large."""
    context = _context(each, "番号の表紙", now) | {
        "material": material,
        "numbers": range(1, material.count + 1),
    }
    context["confidential"] = True
    return render_pdf("group_meetings/paper/covers.html", context, title=str(context["title"]))


def _context(each: Shown, word: str, now: datetime) -> dict[str, object]:
    return {
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": False,
        "each": each,
        "word": word,
        "when": when_line(each),
        "community": each.row.plan.community,
        "title": f"{each.row.plan.community.name}　{each.title}　{word}",
    }
