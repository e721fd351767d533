"""What is recorded of one viewer, as they read it and take it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from foundation.exports.table import Column, Table
from foundation.limits.queries import limit
from training_media.enums import CourseState
from training_media.models import Part, Recording
from training_media.registries import RecordKept, own_records
from training_media.times import MILLISECONDS, as_clock, to_the_second
from training_media.viewing.enums import SittingKind
from training_media.viewing.limits import REPORTS_KEPT
from training_media.viewing.models import Coverage, Sitting, Viewer
from training_media.viewing.spans import NOTHING, Spans, both, length, union

from . import queries, rules
from .models import Statement

COLUMNS = (
    Column("種類", width=12),
    Column("動画", width=40),
    Column("いつ", "datetime"),
    Column("どこから", width=10),
    Column("どこまで", width=10),
    Column("長さ", width=14),
    Column("長さ（秒）", "number"),
    Column("見方", width=12),
)
NOT_YET_OPEN = (CourseState.DRAFT, CourseState.CHECKED)
ALONE, TOGETHER, CARRIED = "一人で", "集まって", "前の版で"


@dataclass(frozen=True)
class Seen:
    """What somebody has watched of one recording."""

    title: str
    duration: int
    alone: Spans
    together: Spans
    carried: Spans
    total: int
    # Empty where it is not everything: what is left to watch cannot be said of a part of it.
    words: str


@dataclass(frozen=True)
class Sitted:
    """One sitting; `pieces` is 0 once its reports are forgotten."""

    title: str
    sitting: Sitting
    stayed: bool
    is_left_out: bool
    pieces: int


@dataclass(frozen=True)
class OwnRecord:
    """Everything that is recorded of a viewer, or of one course alone."""

    viewer: Viewer
    # Then it tells nothing of a person but the name that was typed.
    is_of_this_visit: bool
    seen: Sequence[Seen]
    sittings: Sequence[Sitted]
    statements: Sequence[Statement]
    kept: Sequence[RecordKept]
    reports_kept_days: int
    forgotten: int


@dataclass(frozen=True)
class Visit:
    """A visit by card and name: only what was played in it, and what was said since it began, is told."""

    key: UUID
    since: datetime


def record_of(viewer: Viewer, *, course: int | None, visit: Visit | None, now: datetime) -> OwnRecord:
    """Return what is recorded of a viewer; whoever came in by a card reads of that card's course alone.

    By card and name they read of this visit alone.
    """
    since = None if visit is None else visit.since
    titles = titles_of(course)
    coverage = [each for each in queries.coverage_of(viewer) if course is None or each.recording_id in titles]
    sat = [each for each in queries.sittings_of(viewer) if visit is None or each.sitting.visit == visit.key]
    sittings = [
        Sitted(
            _title(each.sitting.recording, titles),
            each.sitting,
            each.seat.stayed,
            each.seat.left_out_at is not None,
            each.pieces,
        )
        for each in sat
        if course is None or each.sitting.recording_id in titles
    ]
    said = [
        each
        for each in queries.statements_of(viewer)
        if course in (None, each.part.course_id) and (since is None or each.said_at >= since)
    ]
    seen = [_seen(each, titles) for each in coverage]
    if visit is not None:
        seen = _seen_in(coverage, [each.sitting for each in sat], titles)
    kept = limit(REPORTS_KEPT, on=timezone.localdate(now))
    before = now - timedelta(days=kept)
    return OwnRecord(
        viewer=viewer,
        is_of_this_visit=visit is not None,
        seen=seen,
        sittings=sittings,
        statements=said,
        kept=[row for source in own_records for row in source(viewer.pk, course, since)],
        reports_kept_days=kept,
        forgotten=sum(not each.pieces and each.sitting.began_at < before for each in sittings),
    )


def _seen(row: Coverage, titles: dict[int, str]) -> Seen:
    return Seen(
        title=_title(row.recording, titles),
        duration=row.recording.duration,
        alone=row.alone,
        together=row.together,
        carried=row.carried,
        total=row.total,
        words=rules.coverage_words(row.watched, row.recording.duration),
    )


def _seen_in(rows: Sequence[Coverage], sittings: Sequence[Sitting], titles: dict[int, str]) -> list[Seen]:
    """Return what these sittings played of what counts; what counts from before stays out."""
    played = queries.played_in(sittings)
    found = []
    for row in rows:
        alone = both(row.alone, played.get((row.recording_id, SittingKind.ALONE), NOTHING))
        together = both(row.together, played.get((row.recording_id, SittingKind.TOGETHER), NOTHING))
        total = length(union(alone, together))
        if total:
            title, duration = _title(row.recording, titles), row.recording.duration
            found.append(Seen(title, duration, alone, together, NOTHING, total, words=""))
    return found


def titles_of(course: int | None) -> dict[int, str]:
    """Return under which titles recordings were watched: of one course, or of all but those not yet open."""
    parts = Part.objects.filter(recording__isnull=False).select_related("course")
    parts = parts.order_by("course_id", "number")
    parts = parts.filter(course=course) if course else parts.exclude(course__state__in=NOT_YET_OPEN)
    return {each.recording_id: f"{each.course.title}　{each.title}" for each in parts if each.recording_id}


def _title(recording: Recording, titles: dict[int, str]) -> str:
    return titles.get(recording.pk, recording.title)


def as_table(record: OwnRecord) -> Table:
    """Return a record as a table: spans, sittings and statements, each in a row."""
    rows: list[tuple[Any, ...]] = [
        ("見たところ", each.title, None, as_clock(start), as_clock(end), *_lasting(end - start), way)
        for each in record.seen
        for way, spans in ((ALONE, each.alone), (TOGETHER, each.together), (CARRIED, each.carried))
        for start, end in spans
    ]
    rows += [
        ("再生", each.title, each.sitting.began_at, "", "", "", None, each.sitting.get_kind_display())
        for each in record.sittings
    ]
    rows += [
        (
            "「見ました」",
            f"{each.part.course.title}　{each.part.title}",
            each.said_at,
            "",
            "",
            "",
            None,
            TOGETHER if each.is_together else ALONE,
        )
        for each in record.statements
    ]
    rows += [
        (each.kind, f"{each.course}　{each.title}", each.at, "", "", "", None, each.words)
        for each in record.kept
    ]
    return Table("研修動画の視聴の記録", COLUMNS, rows)


def _lasting(length: int) -> tuple[str, int]:
    """Return a length twice: as people read it, and in seconds to reckon with."""
    return to_the_second(length), length // MILLISECONDS


def _viewer(record: OwnRecord) -> dict[str, str]:
    viewer = record.viewer
    known = {"name": viewer.name, "agency": viewer.agency_name}
    return known if record.is_of_this_visit else known | {"name_kana": viewer.name_kana, "job": viewer.job}


def as_json(record: OwnRecord) -> dict[str, Any]:
    """Return a record as JSON: times of recordings in milliseconds, moments with their zone."""
    return {
        "viewer": _viewer(record),
        "watched": [
            {
                "title": each.title,
                "duration": each.duration,
                "alone": each.alone,
                "together": each.together,
                "carried": each.carried,
                "total": each.total,
            }
            for each in record.seen
        ],
        "sittings": [
            {
                "title": each.title,
                "began_at": each.sitting.began_at,
                "kind": each.sitting.kind,
                "stayed": each.stayed,
                "left_out": each.is_left_out,
                "reports_kept": each.pieces,
            }
            for each in record.sittings
        ],
        "statements": [
            {
                "course": each.part.course.title,
                "part": each.part.title,
                "said_at": each.said_at,
                "words": each.words,
                "together": each.is_together,
            }
            for each in record.statements
        ],
        "kept": [
            {"kind": each.kind, "course": each.course, "title": each.title, "at": each.at, **each.details}
            for each in record.kept
        ],
        "reports_kept_days": record.reports_kept_days,
    }
