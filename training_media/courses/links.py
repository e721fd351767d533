"""Addresses of what a course shows."""

from django.urls import reverse

from training_media.models import Course, Part

from .enums import Language


def list_link() -> tuple[str, str]:
    """Return words and address of all courses, for the list of seminars."""
    return "研修動画を見る", reverse("courses:list")


def course_path(course: Course) -> str:
    """Return the address of a course's page."""
    return reverse("courses:detail", args=[course.slug])


def transcript_path(course: Course, part: Part, language: str = Language.JA) -> str:
    """Return the address of what is said in a part."""
    return reverse("courses:transcript", args=[course.slug, part.number, language])


def moment_path(course: Course, part: Part, moment: int, language: str = Language.JA) -> str:
    """Return the address at which the transcript of a part stands at a moment in milliseconds."""
    return f"{transcript_path(course, part, language)}#t={moment // 1000}"


def captions_path(course: Course, part: Part, language: str) -> str:
    """Return the address of a part's captions as a file."""
    return reverse("courses:captions", args=[course.slug, part.number, language])
