"""Reads for the player and for whoever watches: where they are, what is recorded of them."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from training_media.models import Course, Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, PlayedPiece, Seat, Sitting, Viewer
from training_media.viewing.spans import Span, Spans, both, union

from .models import PersonalCard, Statement


def parts_of(course: Course) -> list[Part]:
    """Return the parts of a course that can be watched, with their recordings."""
    parts = course.parts.filter(recording__isnull=False).select_related("recording")
    return list(parts.order_by("number"))


def covered(viewers: Collection[int], recordings: Collection[int]) -> dict[int, Spans]:
    """Return what all of these viewers have watched of each of these recordings, by its id."""
    found: dict[int, Spans] = {}
    seen: dict[int, int] = {}
    for row in Coverage.objects.filter(viewer__in=viewers, recording__in=recordings):
        before = found.get(row.recording_id)
        found[row.recording_id] = row.watched if before is None else both(before, row.watched)
        seen[row.recording_id] = seen.get(row.recording_id, 0) + 1
    return {key: spans for key, spans in found.items() if seen[key] == len(set(viewers))}


_LAST = """
SELECT DISTINCT ON (seat.viewer_id) seat.viewer_id, piece.media_end
FROM viewing_playedpiece AS piece
JOIN viewing_sitting AS sitting ON sitting.id = piece.sitting_id
JOIN viewing_seat AS seat ON seat.sitting_id = sitting.id
WHERE sitting.recording_id = %s AND seat.viewer_id = ANY(%s)
  AND (seat.stayed OR (sitting.closed_at IS NULL AND sitting.visit = %s))
ORDER BY
    seat.viewer_id, sitting.began_at + piece.clock_end * interval '1 millisecond' DESC, piece.seq DESC
"""


def last_place(viewers: Sequence[int], recording: int, *, visit: uuid.UUID | None) -> int | None:
    """Return where all of these viewers go on in a recording, so that nobody misses anything.

    It is where whoever has come least far was last, on whatever device: None when one of them never sat
    there. Who was not counted at the end was not there, but for those who still sit together in this visit.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [recording, list(viewers), visit])
        places = dict(cursor.fetchall())
    return min(places.values()) if places.keys() >= set(viewers) else None


_PLAYED = """
SELECT range_agg(int8range(media_start, media_end)) FROM viewing_playedpiece WHERE sitting_id = %s
"""
_CREDITED = """
SELECT sitting.id, sitting.kind, sitting.closed_at, recording.duration,
       coverage.alone + coverage.together + coverage.carried
FROM viewing_sitting AS sitting
JOIN training_media_recording AS recording ON recording.id = sitting.recording_id
LEFT JOIN viewing_seat AS seat ON seat.sitting_id = sitting.id
LEFT JOIN viewing_coverage AS coverage
    ON coverage.viewer_id = seat.viewer_id AND coverage.recording_id = sitting.recording_id
WHERE sitting.key = %s
LIMIT 1
"""


@dataclass(frozen=True)
class Credited:
    """What a sitting comes to; those who watch together wait until they are counted again, and are then.

    What is played after that counts for nobody.
    """

    spans: Spans
    duration: int
    waits: bool
    is_counted: bool


def credited(key: uuid.UUID) -> Credited:
    """Return what the viewer of a sitting is credited with, and of those together what was played.

    One statement, or two: each player asks four times a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CREDITED, [key])
        sitting, kind, closed_at, duration, spans = cursor.fetchone()
        if kind == SittingKind.TOGETHER:
            cursor.execute(_PLAYED, [sitting])
            (spans,) = cursor.fetchone()
    found = tuple((each.lower, each.upper) for each in spans or ())
    is_together, is_counted = kind == SittingKind.TOGETHER, closed_at is not None
    return Credited(found, duration, is_together and not is_counted, is_together and is_counted)


def waiting_sittings(course: Course, viewers: Collection[int], *, visit: uuid.UUID) -> list[Sitting]:
    """Return the sittings of these people together, and of nobody else, that wait to be counted again.

    Of their own visit alone: another group of the same names, on another screen, counts itself.
    """
    recordings = Part.objects.filter(course=course).values("recording")
    waiting = Sitting.objects.filter(
        visit=visit, recording__in=recordings, kind=SittingKind.TOGETHER, closed_at__isnull=True
    )
    people = set(viewers)
    ours = Count("seats", filter=Q(seats__viewer__in=people))
    return list(
        waiting.annotate(all=Count("seats"), ours=ours)
        .filter(all=len(people), ours=len(people))
        .order_by("pk")
    )


def viewers_in(keys: Sequence[int]) -> list[Viewer]:
    """Return these viewers in the order of their ids here: in which they were picked and typed."""
    found = Viewer.objects.select_related("agency").in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def said_parts(viewers: Collection[int], course: Course) -> set[int]:
    """Return the parts that all of these viewers said they have watched."""
    rows = Statement.objects.filter(viewer__in=viewers, part__course=course)
    found: dict[int, int] = {}
    for part in rows.values_list("part", flat=True):
        found[part] = found.get(part, 0) + 1
    return {part for part, count in found.items() if count == len(set(viewers))}


@dataclass(frozen=True)
class Sat:
    """One sitting of a viewer; `pieces` is 0 once its reports are forgotten.

    `played` is how many milliseconds were played in it, what was played twice counted twice.
    """

    seat: Seat
    pieces: int
    played: int

    @property
    def sitting(self) -> Sitting:
        return self.seat.sitting

    @property
    def can_be_left_out(self) -> bool:
        return self.seat.stayed and self.pieces > 0

    @property
    def can_count_anew(self) -> bool:
        return self.seat.left_out_at is not None and self.pieces > 0


def sittings_of(viewer: Viewer) -> list[Sat]:
    """Return all sittings of a viewer, the latest first."""
    seats = Seat.objects.filter(viewer=viewer).select_related("sitting__recording")
    lasting = Sum(F("sitting__pieces__media_end") - F("sitting__pieces__media_start"), default=0)
    counted = seats.annotate(pieces=Count("sitting__pieces"), played=lasting)
    return [Sat(each, each.pieces, each.played) for each in counted.order_by("-sitting__began_at", "-pk")]


def played_in(sittings: Collection[Sitting]) -> dict[tuple[int, str], Spans]:
    """Return what was played in these sittings, by recording and kind."""
    kinds = {each.pk: (each.recording_id, each.kind) for each in sittings}
    pieces = PlayedPiece.objects.filter(sitting__in=kinds).values_list("sitting", "media_start", "media_end")
    found: dict[tuple[int, str], list[Span]] = {}
    for sitting, start, end in pieces:
        found.setdefault(kinds[sitting], []).append((start, end))
    return {key: union(spans) for key, spans in found.items()}


def coverage_of(viewer: Viewer) -> list[Coverage]:
    """Return what a viewer has watched, recording by recording."""
    return list(Coverage.objects.filter(viewer=viewer).select_related("recording").order_by("recording"))


def statements_of(viewer: Viewer) -> list[Statement]:
    """Return what a viewer said."""
    return list(Statement.objects.filter(viewer=viewer).select_related("part__course"))


def personal_cards() -> QuerySet[PersonalCard]:
    """Return the cards of single viewers with all that stands above them."""
    return PersonalCard.objects.select_related("viewer__agency", "invitation__campaign__course")


def likely_pairs(agency: int) -> list[tuple[Viewer, Viewer]]:
    """Return who watched for an agency by an account, and under the same name by its card."""
    viewers = Viewer.objects.filter(agency=agency, erased_at__isnull=True).order_by("name_kana", "name", "pk")
    named = {each.folded_name: each for each in viewers if each.person_id is None}
    known = [each for each in viewers if each.person_id is not None]
    return [(each, named[each.folded_name]) for each in known if each.folded_name in named]
