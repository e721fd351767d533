"""Who may see how far whom: whoever watches, by the doors of watching. Absent and forbidden are one 404."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from content.desk import Door
from events.certificates.models import Certificate
from training_media.campaigns.enums import CAMPAIGN_DESK_ROLES
from training_media.courses.models import PartQuestion
from training_media.models import Course, Part
from training_media.viewing.models import Viewer
from training_media.watching.access import Watching, course_to_watch, part_to_watch, watching

from . import queries
from .models import Completion

# Whoever works with agencies: names stand on these screens.
people_desk = Door(CAMPAIGN_DESK_ROLES)


def watched_course(slug: str) -> Course:
    """Return a course that is open or was. Raises Http404."""
    return course_to_watch(slug)


def who_watches(request: HttpRequest, course: Course, *, now: datetime) -> Watching | None:
    """Return as whom this browser watches, if that is recorded; None when they have to come in first."""
    found = watching(request, course, now=now)
    return found if found is not None and found.is_recorded else None


def asked_part(course: Course, number: int) -> tuple[Part, PartQuestion]:
    """Return a part and its question. Raises Http404 where nothing is asked."""
    part = part_to_watch(course, number)
    question = queries.question_of(part)
    if question is None:
        raise Http404
    return part, question


def viewer_here(found: Watching, typed: str) -> Viewer:
    """Return one of those who watch on this screen, by id. Raises Http404 for anybody else."""
    viewer = next((each for each in found.viewers if str(each.pk) == typed), None)
    if viewer is None:
        raise Http404
    return viewer


def certificate_here(found: Watching, viewer: int) -> Certificate:
    """Return the certificate of one of those who watch on this screen, by id. Raises Http404."""
    here = viewer_here(found, str(viewer))
    completions = queries.completions_by_viewer(found.course, [here.pk])
    certificate = next(iter(queries.certificates_by_key(completions.values()).values()), None)
    if certificate is None:
        raise Http404
    return certificate


def completion_at_the_desk(pk: int) -> Completion:
    """Return somebody's completion of a course for the desk. Raises Http404."""
    return get_object_or_404(Completion.objects.select_related("course"), pk=pk)
