"""What the people of an agency have watched of a course, person by person: the proof that it can show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, Q
from django.utils import timezone

from directory.models import Agency
from training_media.campaigns.models import Invitation
from training_media.models import Course, Part
from training_media.queries import with_earlier_edits
from training_media.registries import CompletionMark, completions_of
from training_media.times import MILLISECONDS, to_the_second
from training_media.viewing.models import Coverage, Seat, Viewer
from training_media.viewing.spans import length, union
from training_media.watching.models import Statement

from . import rules
from .rules import Seconds

NOTHING = Seconds(0, 0, 0)


@dataclass(frozen=True)
class PartProof:
    """What somebody has watched of a part: whole seconds of so many, and the day on which they said so."""

    part: Part
    seconds: Seconds
    duration: int
    share: str
    said_on: date | None

    @property
    def of_seconds(self) -> int:
        return self.duration // MILLISECONDS

    @property
    def watched(self) -> str:
        """How long they watched, as people read it: 24分00秒."""
        return to_the_second(self.seconds.total * MILLISECONDS)

    @property
    def whole(self) -> str:
        """How long the part is, in the same words."""
        return to_the_second(self.duration)


@dataclass(frozen=True)
class PersonProof:
    """Somebody as they were known then: what they watched of each part, when, and what came of it."""

    viewer: Viewer
    parts: Sequence[PartProof]
    first_on: date | None
    last_on: date | None
    completed: CompletionMark | None

    @property
    def ways(self) -> list[str]:
        """How they watched, in words."""
        found = {
            "一人で": any(each.seconds.alone for each in self.parts),
            "集合視聴": any(each.seconds.together for each in self.parts),
            "前の版": any(each.seconds.carried for each in self.parts),
        }
        return [word for word, is_so in found.items() if is_so]

    @property
    def has_said(self) -> bool:
        return any(each.said_on for each in self.parts)


@dataclass(frozen=True)
class Proof:
    """The proof of one agency for one course."""

    agency: Agency
    course: Course
    parts: Sequence[Part]
    people: Sequence[PersonProof]

    @property
    def completed(self) -> int:
        return sum(each.completed is not None for each in self.people)


def proof_of(course: Course, agency: Agency) -> Proof:
    """Return what the people of an agency have watched, by reading: all of whom anything is recorded.

    Whole seconds, rounded down, add up to the total of the ledger. Days are those of sittings to which
    somebody stayed, of earlier edits as well. Eight queries, and one for each source of completions.
    """
    parts = list(course.parts.filter(recording__isnull=False).select_related("recording").order_by("number"))
    recordings = [each.recording_id for each in parts]
    viewers = Viewer.objects.filter(agency=agency)
    coverage = {
        (row.viewer_id, row.recording_id): row
        for row in Coverage.objects.filter(viewer__in=viewers, recording__in=recordings, total__gt=0)
    }
    said: dict[int, dict[int, datetime]] = defaultdict(dict)
    for statement in Statement.objects.filter(viewer__in=viewers, part__in=parts):
        said[statement.viewer_id][statement.part_id] = statement.said_at
    everybody = {each.pk: each for each in viewers}
    completed = completions_of(course, everybody.keys())
    there = {viewer for viewer, _ in coverage} | said.keys() | completed.keys()
    days = _days(sorted(there), recordings)
    people = [
        _person(everybody[pk], parts, coverage, said[pk], days.get(pk, (None, None)), completed.get(pk))
        for pk in there
        if pk in everybody
    ]
    people.sort(key=lambda each: (each.viewer.name_kana, each.viewer.name, each.viewer.pk))
    return Proof(agency, course, parts, people)


def _days(viewers: Sequence[int], recordings: Sequence[int | None]) -> dict[int, tuple[date, date]]:
    """Return when each of these viewers began to watch first and last, by viewer."""
    edits = with_earlier_edits(recordings)
    seats = Seat.objects.filter(viewer__in=viewers, stayed=True, sitting__recording__in=edits)
    rows = seats.order_by().values_list("viewer").annotate(Min("sitting__began_at"), Max("sitting__began_at"))
    return {viewer: (timezone.localdate(first), timezone.localdate(last)) for viewer, first, last in rows}


def _person(
    viewer: Viewer,
    parts: Sequence[Part],
    coverage: Mapping[tuple[int, int], Coverage],
    said: Mapping[int, datetime],
    days: tuple[date | None, date | None],
    completed: CompletionMark | None,
) -> PersonProof:
    rows = []
    for part in parts:
        assert part.recording is not None
        found, duration = coverage.get((viewer.pk, part.recording.pk)), part.recording.duration
        said_on = timezone.localdate(said[part.pk]) if part.pk in said else None
        total = found.total if found else 0
        seconds = _seconds(found) if found else NOTHING
        rows.append(PartProof(part, seconds, duration, rules.percent(total, duration), said_on))
    return PersonProof(viewer, rows, *days, completed)


def _seconds(found: Coverage) -> Seconds:
    return rules.in_seconds(
        alone=length(found.alone),
        with_together=length(union(found.alone, found.together)),
        total=found.total,
    )


@dataclass(frozen=True)
class Provable:
    """A course of which an agency has something to show: how many of its people have watched some of it."""

    course: Course
    people: int


def provable_courses(agency: Agency) -> list[Provable]:
    """Return the courses of which people of an agency have watched or said something, or hold a card."""
    mine = Viewer.objects.filter(agency=agency)
    found: dict[int, set[int]] = defaultdict(set)
    seen = Coverage.objects.filter(viewer__in=mine, total__gt=0, recording__parts__isnull=False)
    said = Statement.objects.filter(viewer__in=mine)
    for rows in (
        seen.values_list("recording__parts__course", "viewer"),
        said.values_list("part__course", "viewer"),
    ):
        for course, viewer in rows:
            found[course].add(viewer)
    held = Invitation.objects.filter(agency=agency).values("campaign__course")
    courses = Course.objects.filter(Q(pk__in=found) | Q(pk__in=held)).order_by("-pk")
    return [Provable(each, len(found[each.pk])) for each in courses]
