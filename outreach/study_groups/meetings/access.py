"""Who reads which version of minutes, and the way from a community to what belongs to its meetings."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action

from .models import AgendaItem, Copy, DatePoll, Decision, Material, Meeting, MinutesVersion


def meeting_in(standing: Standing, pk: int) -> Meeting:
    """Return a meeting of this community with its stages. Raises Http404."""
    rows = Meeting.objects.with_stages().select_related("row__plan__community", "row__event", "briefed_by")
    return get_object_or_404(rows, pk=pk, row__plan__community=standing.community)


def item_in(standing: Standing, meeting: Meeting, pk: int) -> AgendaItem:
    """Return an item of a meeting's agenda. Raises Http404."""
    rows = AgendaItem.objects.filter(meeting__row__plan__community=standing.community)
    return get_object_or_404(rows.select_related("meeting__row__plan__community"), pk=pk, meeting=meeting)


def case_in(standing: Standing, pk: int) -> AgendaItem:
    """Return a case on an agenda of this community. Raises Http404."""
    rows = AgendaItem.objects.filter(meeting__row__plan__community=standing.community).exclude(reference="")
    return get_object_or_404(rows.select_related("meeting__row__plan__community"), pk=pk)


def versions_for(standing: Standing, meeting: Meeting) -> QuerySet[MinutesVersion]:
    """Return the versions of minutes that this visitor reads, the latest first.

    Whoever prepares meetings reads all; whoever confirms or comments what was sent to the chair; everybody
    else inside what was confirmed.
    """
    found = meeting.minutes_versions.select_related("written_by__person", "confirmed_by__person")
    if standing.may(Action.PREPARE_MEETING):
        return found
    # Asked as the states of a community allow it: in one that is closed nobody comments any more.
    if standing.may(Action.CONFIRM_MINUTES) or standing.may(Action.COMMENT_MINUTES):
        return found.filter(sent_at__isnull=False)
    return found.filter(confirmed_at__isnull=False)


def version_for(standing: Standing, meeting: Meeting, number: int) -> MinutesVersion:
    """Return a version of minutes that this visitor reads. Raises Http404."""
    return get_object_or_404(versions_for(standing, meeting), number=number)


def poll_in(meeting: Meeting, pk: int) -> DatePoll:
    """Return a poll of a meeting. Raises Http404."""
    return get_object_or_404(DatePoll.objects.select_related("meeting__row__plan"), pk=pk, meeting=meeting)


def decision_in(standing: Standing, pk: int) -> Decision:
    """Return what a meeting of this community decided. Raises Http404."""
    rows = Decision.objects.select_related("meeting__row__plan__community")
    return get_object_or_404(rows, pk=pk, meeting__row__plan__community=standing.community)


def material_in(meeting: Meeting, pk: int) -> Material:
    """Return a numbered paper of a meeting. Raises Http404."""
    return get_object_or_404(Material, pk=pk, meeting=meeting)


def copy_in(material: Material, number: int) -> Copy:
    """Return one numbered copy of a paper. Raises Http404."""
    rows = Copy.objects.select_related("material__meeting__row__plan__community")
    return get_object_or_404(rows, material=material, number=number)
