"""Courses, recordings and people who watch them."""

from django.utils import timezone

from foundation.japanese.text import fold
from tests.factories.directory import make_agency
from training_media.enums import CourseState, Watchers
from training_media.models import Course, Part, Recording
from training_media.viewing.models import Viewer


def make_recording(*, minutes=90):
    return Recording.objects.create(title="受け入れの話", duration=minutes * 60_000)


def make_viewer(*, name="見本 花子", agency=None):
    return Viewer.objects.create(
        name=name, folded_name=fold(name), agency=agency or make_agency(name="見本の家")
    )


def make_course(*, slug="ukeire", parts=2, minutes=45, state=CourseState.OPEN, watchers=Watchers.INVITED):
    """Make a course whose parts have a recording each."""
    now = timezone.now()
    course = Course.objects.create(
        slug=slug, title="受け入れの話", state=state, watchers=watchers, created_at=now, changed_at=now
    )
    for number in range(1, parts + 1):
        recording = make_recording(minutes=minutes)
        Part.objects.create(course=course, number=number, title=f"第{number}部", recording=recording)
    return course
