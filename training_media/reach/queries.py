"""Reads: how far people and agencies have come, and what of each part was watched by how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection
from django.utils import timezone

from foundation.limits.queries import limit
from training_media.campaigns.enums import Progress
from training_media.campaigns.limits import STUCK_AFTER
from training_media.campaigns.rules import progress_from
from training_media.models import Chapter, Course, Part
from training_media.registries import least_share

from . import rules, sql
from .enums import By
from .rules import HALF, STEPS, Line, Place, Row, Tally
from .scopes import NOWHERE, Audience, Scope, municipality_of

UNKNOWN_JOB = "書いていない"
NO_AGENCY = "機関の登録がない人"
# Nobody has watched before this moment.
_EVER = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _asked(scope: Scope, audience: Audience, *, today: date) -> dict[str, Any]:
    """Return what the statements are given; silent is who was last there so many days ago, or longer."""
    stuck_after = limit(STUCK_AFTER, on=today)
    return {
        "course": scope.course.pk,
        "agencies": audience.keys,
        "outsiders": audience.counts_outsiders,
        "through": 10 * least_share(scope.course),
        "silent_since": _begins(today - timedelta(days=stuck_after - 1)),
        "since": _begins(scope.since) if scope.since else _EVER,
    }


def lines_of(scope: Scope, audience: Audience, *, today: date) -> list[Line]:
    """Return how many people have come how far, in one query however many they are."""
    with connection.cursor() as cursor:
        cursor.execute(sql.LINES, _asked(scope, audience, today=today))
        return [
            Line(agency, job, through, begun, silent, _place(part, chapter), before, said, people)
            for agency, job, through, begun, silent, part, chapter, before, said, people in cursor
        ]


def _place(part: int | None, chapter: int | None) -> Place | None:
    return None if part is None else (part, chapter)


@dataclass(frozen=True)
class Reached:
    """What the page says: all people and agencies, who is apart from them, and the rows of one table."""

    people: Tally
    agencies: Tally
    only_before: int
    said: int
    rows: Sequence[Row]


def reached(audience: Audience, lines: Sequence[Line], by: By) -> Reached:
    """Return totals and the table by one distinction; each person stands in one row, each agency too.

    By job an agency stands in the row of each job that its people have.
    """
    whole = rules.by_agency(lines)
    waiting = [line for line in lines if line.progress != Progress.THROUGH]
    return Reached(
        rules.people_of(lines),
        rules.agencies_of(audience.keys, whole),
        sum(line.people for line in lines if line.only_before),
        sum(line.people for line in waiting if line.has_said),
        _by_job(lines, whole) if by == By.JOB else _by_agency_fact(audience, whole, by),
    )


def _by_job(lines: Sequence[Line], whole: Mapping[int | None, Sequence[Line]]) -> list[Row]:
    found = rules.split(lines, lambda line: line.job)
    rows = []
    for job in sorted(found, key=lambda each: (not each, each)):
        agencies = {line.agency for line in found[job] if line.agency is not None}
        people, of_agencies = rules.people_of(found[job]), rules.agencies_of(agencies, whole)
        rows.append(Row(job, job or UNKNOWN_JOB, people, of_agencies))
    return rows


def _by_agency_fact(audience: Audience, whole: Mapping[int | None, Sequence[Line]], by: By) -> list[Row]:
    """Return rows in the order of agencies' lists: kinds by their position, all else by name."""
    groups: dict[tuple[Any, str], list[int | None]] = {}
    for each in audience.agencies:
        place = audience.areas.get(each.pk, NOWHERE)
        town = municipality_of(each)
        key = {
            By.KIND: (each.kind.position, each.kind.name),
            By.AREA: (place == NOWHERE, place),
            By.MUNICIPALITY: (each.municipality.code if each.municipality else "９", town),
            By.AGENCY: (f"{each.folded_kana} {each.pk:09}", each.name),
        }[by]
        groups.setdefault(key, []).append(each.pk)
    rows = [
        Row(
            members[0] if by == By.AGENCY else key,
            key[1],
            rules.people_of(line for agency in members for line in whole.get(agency, [])),
            rules.agencies_of([each for each in members if each is not None], whole),
        )
        for key, members in sorted(groups.items())
    ]
    outside = whole.get(None, [])
    return [*rows, Row(None, NO_AGENCY, rules.people_of(outside), Tally({}))] if outside else rows


@dataclass(frozen=True)
class Stop:
    """Where some of those who are stuck were last: the part, its chapter, how many."""

    part: str
    chapter: str
    people: int


def stops(course: Course, lines: Sequence[Line]) -> list[Stop]:
    """Return where people are stuck, most of them first; those of whom nobody knows any more last."""
    places = rules.stuck_places(lines)
    parts = dict(Part.objects.filter(course=course).values_list("pk", "title"))
    chapters = dict(Chapter.objects.filter(part__course=course).values_list("pk", "title"))
    known = [
        Stop(parts[place[0]], chapters.get(place[1] or 0, ""), people)
        for place, people in places.items()
        if place is not None
    ]
    known.sort(key=lambda each: (-each.people, each.part, each.chapter))
    forgotten = places.get(None, 0)
    return [*known, Stop("", "", forgotten)] if forgotten else known


@dataclass(frozen=True)
class ChapterWatched:
    """How many have watched half of a chapter or more; from where to where in milliseconds."""

    title: str
    start: int
    stop: int
    people: int
    share: str


@dataclass(frozen=True)
class PartWatched:
    """What of a part was watched: by how many at all, of each chapter, and at the middle of each step."""

    part: Part
    people: int
    chapters: Sequence[ChapterWatched]
    steps: Sequence[tuple[int, int, str]]

    @property
    def duration(self) -> int:
        assert self.part.recording is not None
        return self.part.recording.duration


WHOLE = "全体（章はありません）"
BEFORE_CHAPTERS = "はじめ（1つめの章の前）"


def parts_watched(scope: Scope, audience: Audience) -> list[PartWatched]:
    """Return what of each part was watched by how many, in three queries however many they are."""
    parts = list(
        Part.objects.filter(course=scope.course, recording__isnull=False)
        .select_related("recording")
        .prefetch_related("chapters")
        .order_by("number")
    )
    pieces = {part.pk: _pieces(part) for part in parts}
    flat = [(part, *piece) for part, each in pieces.items() for piece in each]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.WATCHED,
            {
                "course": scope.course.pk,
                "agencies": audience.keys,
                "outsiders": audience.counts_outsiders,
                "numbers": list(range(len(flat))),
                "chapter_parts": [each[0] for each in flat],
                "starts": [each[2] for each in flat],
                "stops": [each[3] for each in flat],
                "steps": STEPS,
                "half": HALF,
            },
        )
        counted: dict[tuple[str, int], dict[int, int]] = {}
        for what, part, number, count in cursor:
            counted.setdefault((what, part), {})[number] = count
    firsts = accumulate((len(pieces[part.pk]) for part in parts), initial=0)
    return [
        _watched(part, list(enumerate(pieces[part.pk], first)), counted)
        for part, first in zip(parts, firsts, strict=False)
    ]


def _pieces(part: Part) -> list[tuple[str, int, int]]:
    """Return the chapters of a part from end to end, with what lies before the first."""
    assert part.recording is not None
    chapters = [each for each in part.chapters.all() if each.start < part.recording.duration]
    if not chapters:
        return [(WHOLE, 0, part.recording.duration)]
    starts = [each.start for each in chapters]
    found = [
        (each.title, start, stop)
        for each, start, stop in zip(chapters, starts, [*starts[1:], part.recording.duration], strict=True)
    ]
    return [(BEFORE_CHAPTERS, 0, starts[0]), *found] if starts[0] else found


def _watched(
    part: Part,
    pieces: Sequence[tuple[int, tuple[str, int, int]]],
    counted: Mapping[tuple[str, int], Mapping[int, int]],
) -> PartWatched:
    assert part.recording is not None
    people = counted.get(("people", part.pk), {}).get(0, 0)

    def share(count: int) -> str:
        return rules.percent(count, people) if people else ""

    of_chapters = counted.get(("chapter", part.pk), {})
    chapters = [
        ChapterWatched(title, start, stop, of_chapters.get(number, 0), share(of_chapters.get(number, 0)))
        for number, (title, start, stop) in pieces
    ]
    there = rules.curve(counted.get(("step", part.pk), {}))
    at = rules.moments(part.recording.duration)
    return PartWatched(
        part, people, chapters, [(*each, share(each[1])) for each in zip(at, there, strict=True)]
    )


@dataclass(frozen=True)
class Named:
    """Somebody by name, how far they have come, and where they were last."""

    agency: int | None
    name: str
    name_kana: str
    job: str
    progress: Progress
    stopped: str
    only_before: bool
    has_said: bool
    last_on: date | None


def names_in(scope: Scope, audience: Audience, *, today: date) -> list[Named]:
    """Return everybody who is counted, by name, in the order of agencies and readings."""
    parts = dict(Part.objects.filter(course=scope.course).values_list("pk", "title"))
    chapters = dict(Chapter.objects.filter(part__course=scope.course).values_list("pk", "title"))
    order = {pk: number for number, pk in enumerate(audience.keys)}
    found = []
    with connection.cursor() as cursor:
        cursor.execute(sql.NAMES, _asked(scope, audience, today=today))
        for agency, name, kana, job, through, begun, silent, part, chapter, before, said, last, _ in cursor:
            progress = progress_from(is_through=through, has_begun=begun, is_silent=silent)
            where = "　".join(filter(None, (parts.get(part, ""), chapters.get(chapter, ""))))
            day = timezone.localdate(last) if last else None
            found.append(Named(agency, name, kana, job, progress, where, before, said, day))
    return sorted(found, key=lambda each: order.get(each.agency or 0, len(order)))
