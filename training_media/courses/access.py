"""Who may read and make which course: absent and forbidden are the same 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, has_role
from accounts.enums import PublicRole
from content.desk import Door
from training_media.enums import CourseState
from training_media.models import Chapter, Course, Part

from .enums import OPENING_ROLES, VIDEO_DESK_ROLES
from .models import CaptionTrack, CourseAttachment, LessonCard

video_desk = Door(VIDEO_DESK_ROLES)


def may_open_courses(user: Visitor) -> bool:
    """Return whether this person may let the public in."""
    return has_role(user, OPENING_ROLES)


def may_see_viewers(user: Visitor) -> bool:
    """Return whether this person may see how far those who watch have come: whoever works with agencies."""
    return has_role(user, {PublicRole.STAFF, PublicRole.MANAGER})


def readable_course(slug: str, visitor: Visitor) -> Course:
    """Return a course that the public may read of; who makes courses sees drafts, too. Raises Http404."""
    course = Course.objects.readable().filter(slug=slug).first()
    if course is None and has_role(visitor, VIDEO_DESK_ROLES):
        course = Course.objects.filter(slug=slug).first()
    if course is None:
        raise Http404
    return course


def is_for_everybody(course: Course) -> bool:
    """Return whether anybody may read of this course, so that caches may keep what is made of it."""
    return course.state in (CourseState.OPEN, CourseState.CLOSED)


def readable_track(slug: str, part: int, language: str, visitor: Visitor) -> CaptionTrack:
    """Return captions of a part of a course that this visitor may read of. Raises Http404."""
    course = readable_course(slug, visitor)
    tracks = CaptionTrack.objects.filter(part__course=course, part__number=part, said__gt=0)
    return get_object_or_404(tracks.select_related("part__course"), language=language)


def readable_attachment(pk: int, name: str, visitor: Visitor) -> CourseAttachment:
    """Return a file of a course that this visitor may read of. Raises Http404."""
    attachment = CourseAttachment.objects.select_related("course").filter(pk=pk).first()
    if attachment is None or attachment.file_name != name:
        raise Http404
    readable_course(attachment.course.slug, visitor)
    return attachment


def course_at_the_desk(pk: int) -> Course:
    """Return a course for whoever works at the desk. Raises Http404."""
    return get_object_or_404(Course, pk=pk)


def part_at_the_desk(pk: int) -> Part:
    """Return a part with its course. Raises Http404."""
    return get_object_or_404(Part.objects.select_related("course", "recording"), pk=pk)


def chapter_at_the_desk(pk: int) -> Chapter:
    """Return a chapter with its part and course. Raises Http404."""
    return get_object_or_404(Chapter.objects.select_related("part__course"), pk=pk)


def track_at_the_desk(pk: int) -> CaptionTrack:
    """Return captions with their part and course. Raises Http404."""
    tracks = CaptionTrack.objects.select_related("part__course", "part__recording")
    return get_object_or_404(tracks, pk=pk)


def attachment_at_the_desk(pk: int) -> CourseAttachment:
    """Return a file with its course. Raises Http404."""
    return get_object_or_404(CourseAttachment.objects.select_related("course"), pk=pk)


def card_at_the_desk(pk: int) -> LessonCard:
    """Return a card. Raises Http404."""
    return get_object_or_404(LessonCard, pk=pk)
