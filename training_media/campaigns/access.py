"""The desk's door, and its records. Absent and forbidden are the same 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Agency
from training_media.enums import CourseState
from training_media.models import Course

from . import queries
from .enums import CAMPAIGN_DESK_ROLES
from .models import Campaign, Invitation

campaign_desk = Door(CAMPAIGN_DESK_ROLES)


def campaign_at_the_desk(pk: int) -> Campaign:
    """Return a campaign. Raises Http404."""
    return get_object_or_404(queries.campaigns(), pk=pk)


def card_at_the_desk(pk: int) -> Invitation:
    """Return the card of an agency. Raises Http404."""
    return get_object_or_404(Invitation.objects.select_related("agency", "campaign__course"), pk=pk)


def agency_at_the_desk(pk: int) -> Agency:
    """Return an agency that was invited to watch something. Raises Http404."""
    found = Agency.objects.filter(pk=pk, viewing_invitations__isnull=False).distinct().first()
    if found is None:
        raise Http404
    return found


def course_asked_for(pk: int) -> Course:
    """Return a course of which the campaigns are looked at, also one that is put away. Raises Http404."""
    return get_object_or_404(Course, pk=pk)


def course_to_plan(pk: int) -> Course:
    """Return a course that a campaign may be planned for. Raises Http404."""
    return get_object_or_404(Course.objects.exclude(state=CourseState.ARCHIVED), pk=pk)


def courses_to_plan() -> list[Course]:
    """Return the courses that a campaign may be planned for: none that is put away."""
    return list(Course.objects.exclude(state=CourseState.ARCHIVED))
