"""The desk's door and what stands behind it; the courses of which an agency may show a proof."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Agency
from training_media.campaigns.access import campaign_at_the_desk
from training_media.campaigns.enums import CAMPAIGN_DESK_ROLES
from training_media.models import Course

from .proof import provable_courses
from .scopes import Scope

reach_desk = Door(CAMPAIGN_DESK_ROLES)


def scope_at_the_desk(*, campaign: int | None = None, course: int | None = None) -> Scope:
    """Return a campaign, or a course as a whole. Raises Http404."""
    if campaign is not None:
        found = campaign_at_the_desk(campaign)
        return Scope(found.course, found)
    return Scope(get_object_or_404(Course, pk=course))


def agency_at_the_desk(public_id: str) -> Agency:
    """Return an agency for the desk, also one of which nobody has watched yet. Raises Http404."""
    return get_object_or_404(Agency, public_id=public_id)


def own_course(agency: Agency, slug: str) -> Course:
    """Return a course of which this agency has something to show. Raises Http404."""
    found = next((each.course for each in provable_courses(agency) if each.course.slug == slug), None)
    if found is None:
        raise Http404
    return found
