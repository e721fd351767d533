"""Reads of courses for pages, papers and the desk. All of a course is read in a fixed number of questions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from content.facts.models import DatedFact
from content.facts.queries import facts_chosen, rows_that_count
from training_media.enums import CourseState
from training_media.models import Chapter, Course, Part, Recording
from training_media.registries import over_among, ready_among

from . import vtt
from .enums import UNSPACED, Language
from .models import CaptionTrack, ChapterAnswer, ChapterFact, CourseAttachment, LessonCard, PartQuestion
from .rules import PartStanding, chapter_ends
from .transcript import Paragraph, paragraphs

# Up to so many characters, what is said stands on the course's page, and not on pages of its own alone.
SHOWN_AT_ONCE = 8_000


@dataclass(frozen=True)
class ChapterRow:
    """A chapter with where it ends, its figures as they count today, and what is often asked."""

    chapter: Chapter
    end: int | None
    facts: Sequence[DatedFact] = ()
    answers: Sequence[ChapterAnswer] = ()

    @property
    def length(self) -> int | None:
        return None if self.end is None else self.end - self.chapter.start


@dataclass(frozen=True)
class PartRow:
    """A part with its chapters and the languages of its captions."""

    part: Part
    chapters: Sequence[ChapterRow] = ()
    tracks: Sequence[CaptionTrack] = ()
    question: PartQuestion | None = None

    @property
    def length(self) -> int | None:
        return self.part.recording.duration if self.part.recording else None

    @property
    def shown_tracks(self) -> list[CaptionTrack]:
        """The captions that say something."""
        return [track for track in self.tracks if track.said]

    @property
    def standing(self) -> tuple[str, bool]:
        return self.part.title, bool(self.shown_tracks)


@dataclass(frozen=True)
class CourseRow:
    """A course as lists show it."""

    course: Course
    parts: Sequence[PartRow] = field(default=())

    @property
    def length(self) -> int | None:
        """Milliseconds of all its parts; None while one of them has no recording."""
        lengths = [row.length for row in self.parts]
        known = [length for length in lengths if length is not None]
        return sum(known) if known and len(known) == len(lengths) else None

    @cached_property
    def languages(self) -> list[Language]:
        """The languages in which at least one part has captions, in the order of the list."""
        there = {track.language for row in self.parts for track in row.shown_tracks}
        return [language for language in Language if language in there]

    @property
    def aims(self) -> list[str]:
        return [line for line in self.course.aims.splitlines() if line.strip()]

    @property
    def lecturers(self) -> str:
        """Who speaks: of the course, otherwise of its parts."""
        named = dict.fromkeys(row.part.lecturer for row in self.parts if row.part.lecturer)
        return self.course.lecturer or "、".join(named)

    @property
    def silent_parts(self) -> list[str]:
        """The names of parts without captions."""
        return [row.part.title for row in self.parts if not row.shown_tracks]


def public_courses() -> QuerySet[Course]:
    """Return the courses that everybody may read of, those that are open first."""
    return Course.objects.readable().order_by("-state", "-id")


def checked_courses() -> QuerySet[Course]:
    """Return the courses that wait for the manager."""
    return Course.objects.filter(state=CourseState.CHECKED)


def all_courses() -> QuerySet[Course]:
    """Return every course, the latest first."""
    return Course.objects.order_by("-id")


def desk_courses(*, archived: bool) -> QuerySet[Course]:
    """Return the courses of the desk, the latest first: what is worked with, or what is laid aside."""
    courses, laid_aside = all_courses(), CourseState.ARCHIVED
    return courses.filter(state=laid_aside) if archived else courses.exclude(state=laid_aside)


def course_rows(courses: Iterable[Course]) -> list[CourseRow]:
    """Return courses with parts and languages for a list, in two questions whatever their number."""
    wanted = list(courses)
    parts = Part.objects.filter(course__in=wanted).select_related("recording").order_by("number")
    parts = parts.prefetch_related(Prefetch("caption_tracks", CaptionTrack.objects.defer("text")))
    of_course: dict[int, list[PartRow]] = {}
    for part in parts:
        tracks = _in_order(part.caption_tracks.all())
        of_course.setdefault(part.course_id, []).append(PartRow(part, (), tracks))
    return [CourseRow(course, of_course.get(course.pk, [])) for course in wanted]


def whole_course(course: Course, *, today: date) -> CourseRow:
    """Return a course with parts, chapters, figures and questions, whatever their number in few questions."""
    parts = Part.objects.filter(course=course).select_related("recording", "question").order_by("number")
    parts = parts.prefetch_related(
        Prefetch("caption_tracks", CaptionTrack.objects.defer("text")),
        Prefetch("chapters", Chapter.objects.order_by("start")),
        "chapters__answers",
        "chapters__facts",
    )
    read = list(parts)
    chosen = facts_chosen(
        [row.fact_id for part in read for chapter in part.chapters.all() for row in chapter.facts.all()],
        today,
    )
    return CourseRow(course, [_part_row(part, chosen) for part in read])


def _part_row(part: Part, chosen: dict[int, DatedFact]) -> PartRow:
    chapters = list(part.chapters.all())
    duration = part.recording.duration if part.recording else None
    ends = chapter_ends([each.start for each in chapters], duration=duration)
    rows = [
        ChapterRow(
            chapter,
            end,
            [chosen[row.fact_id] for row in chapter.facts.all() if row.fact_id in chosen],
            list(chapter.answers.all()),
        )
        for chapter, end in zip(chapters, ends, strict=True)
    ]
    question = part.question if hasattr(part, "question") else None
    return PartRow(part, rows, _in_order(part.caption_tracks.all()), question)


def standings(course: Course, *, today: date) -> list[PartStanding]:
    """Return how far each part has come, for the rule that says whether it may be open."""
    rows = next(iter(course_rows([course]))).parts
    recordings = {row.part.recording_id for row in rows if row.part.recording_id is not None}
    ready, over = ready_among(recordings), over_among(recordings, today=today)
    return [
        PartStanding(
            row.part.title,
            has_recording=row.part.recording_id is not None,
            is_ready=row.part.recording_id in ready,
            has_captions=bool(row.shown_tracks),
            is_over=row.part.recording_id in over,
        )
        for row in rows
    ]


def tracks_of(course: Course, *, language: str) -> dict[int, CaptionTrack]:
    """Return what is said in each part in this language, by part."""
    tracks = CaptionTrack.objects.filter(part__course=course, language=language, said__gt=0)
    return {track.part_id: track for track in tracks}


def shown_tracks(part: Part) -> list[CaptionTrack]:
    """Return the captions of a part that say something, in the order of languages, without their text."""
    return _in_order(CaptionTrack.objects.filter(part=part, said__gt=0).defer("text"))


def first_track(part: Part) -> CaptionTrack | None:
    """Return the captions of a part in the first language that there is."""
    return next(iter(_in_order(CaptionTrack.objects.filter(part=part, said__gt=0))), None)


def cues_of(track: CaptionTrack) -> list[vtt.Cue]:
    """Return the cues of a track, those without words too; a new edit may have left none of them."""
    return vtt.parse(track.text) if track.said or track.waiting else []


def captions_file(track: CaptionTrack) -> str:
    """Return a track as it is handed out: what says nothing is left out."""
    return vtt.serialise(vtt.shown(cues_of(track)))


def transcript_of(track: CaptionTrack, starts: Collection[int]) -> list[Paragraph]:
    """Return what is said in a part, in paragraphs; `starts` are the moments at which its chapters begin."""
    return paragraphs(cues_of(track), spaced=track.language not in UNSPACED, chapters=starts)


def best_language(row: CourseRow, wanted: str = "") -> Language | None:
    """Return the language that was asked for, otherwise the first that there is."""
    return next((each for each in row.languages if each == wanted), next(iter(row.languages), None))


def attachments_of(course: Course) -> QuerySet[CourseAttachment]:
    return CourseAttachment.objects.filter(course=course)


def cards_of(course: Course) -> QuerySet[LessonCard]:
    return LessonCard.objects.filter(courses=course)


def all_cards() -> QuerySet[LessonCard]:
    return LessonCard.objects.all()


def choosable_recordings() -> list[tuple[Recording, bool]]:
    """Return every recording that no new edit replaced, the latest first, and whether it can be played."""
    recordings = list(Recording.objects.filter(replaced_by__isnull=True).order_by("-id"))
    ready = ready_among({each.pk for each in recordings})
    return [(each, each.pk in ready) for each in recordings]


def choosable_facts(today: date) -> list[DatedFact]:
    """Return each figure that somebody keeps once, by name."""
    return list(rows_that_count(today).order_by("name"))


def facts_in(chapter: Chapter) -> list[ChapterFact]:
    return list(ChapterFact.objects.filter(chapter=chapter).select_related("fact"))


def _in_order(tracks: Iterable[CaptionTrack]) -> list[CaptionTrack]:
    order = {language.value: number for number, language in enumerate(Language)}
    return sorted(tracks, key=lambda track: order[track.language])
