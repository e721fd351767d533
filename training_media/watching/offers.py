"""What this room puts on the page of a course."""

from functools import partial

from django.http import HttpRequest
from django.urls import reverse

from training_media.enums import CourseState, Watchers
from training_media.models import Course, Part
from training_media.registries import CourseDoor

NOTES = {
    Watchers.EVERYBODY: "どなたでも見られます。視聴カードかログインで入ると、見たところが記録されます。",
    Watchers.PARTNERS: "登録した機関の方が、ログインして見られます。",
    Watchers.INVITED: "案内した事業所の方が、視聴カードかログインで見られます。",
}


def door_of(course: Course, request: HttpRequest) -> CourseDoor | None:  # noqa: ARG001 -- a registry's
    """Return the way to the player of a course, while it is open."""
    if course.state != CourseState.OPEN:
        return None
    address = reverse("watching:course", args=[course.slug])
    return CourseDoor(
        "この研修動画を見る", address, NOTES[Watchers(course.watchers)], partial(moment, course)
    )


def moment(course: Course, part: Part, milliseconds: int) -> str:
    """Return the address at which a part plays from a moment; the part is not asked for its course again."""
    return f"{reverse('watching:player', args=[course.slug, part.number])}?from={milliseconds}"
