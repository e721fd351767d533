"""Courses, and what is said in them, for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from django.utils import timezone

from content.search import SearchDocument
from training_media.models import Course
from training_media.times import as_clock

from . import links, queries
from .enums import Language
from .models import CaptionTrack

SOURCE = "courses"
KIND = "研修動画"
SAID = "動画の中の言葉"


def course_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield public courses, and each paragraph that is said in them under the address of its moment."""
    courses = Course.objects.readable().order_by("id")
    if keys is not None:
        courses = courses.filter(pk__in=keys)
    for course in courses:
        row = queries.whole_course(course, today=timezone.localdate())
        yield _course(row)
        yield from _said(row)


def _course(row: queries.CourseRow) -> SearchDocument:
    course = row.course
    chapters = [chapter for part in row.parts for chapter in part.chapters]
    return SearchDocument(
        key=str(course.pk),
        kind=KIND,
        title=course.title,
        url=links.course_path(course),
        summary=course.summary,
        texts=[
            course.audience_text,
            row.lecturers,
            course.aims,
            *(part.part.title for part in row.parts),
            *(f"{each.chapter.title} {each.chapter.summary}" for each in chapters),
            *(f"{answer.question} {answer.answer}" for each in chapters for answer in each.answers),
            *(f"{fact.name} {fact.text}" for each in chapters for fact in each.facts),
            *(f"{card.point} {card.note}" for card in queries.cards_of(course)),
        ],
        day=timezone.localdate(course.changed_at),
    )


def _said(row: queries.CourseRow) -> Iterator[SearchDocument]:
    """Yield the paragraphs of every language: whoever looks for words of their own finds them."""
    for part in row.parts:
        starts = [chapter.chapter.start for chapter in part.chapters]
        for track in CaptionTrack.objects.filter(part=part.part, said__gt=0).order_by("id"):
            language = Language(track.language)
            mark = "" if language == Language.JA else f"・{language.own_name}"
            for paragraph in queries.transcript_of(track, starts):
                yield SearchDocument(
                    key=str(row.course.pk),
                    part=f"{part.part.pk}-{language}-{paragraph.start}",
                    kind=SAID,
                    title=f"{row.course.title}　{part.part.title}　{as_clock(paragraph.start)}{mark}",
                    url=links.moment_path(row.course, part.part, paragraph.start, language),
                    texts=[f"{paragraph.speaker} {paragraph.text}".strip()],
                )
