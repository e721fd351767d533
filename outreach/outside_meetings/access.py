"""The desk's door, and which kits somebody reads: those that their own agency got."""

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import Visitor
from content.desk import Door
from directory.access import memberships_to_choose

from .enums import OUTSIDE_DESK_ROLES
from .models import (
    Attendance,
    Contact,
    HostKit,
    HostQuestion,
    HostSending,
    HostStory,
    KitItem,
    OutsideMeeting,
)

outside_desk = Door(OUTSIDE_DESK_ROLES)


def own_sendings(visitor: Visitor, *, today: date) -> QuerySet[HostSending]:
    """Return the kits that the agencies got for which this visitor acts today."""
    agencies = [each.agency_id for each in memberships_to_choose(visitor, today=today)]
    return HostSending.objects.filter(agency__in=agencies).select_related("kit", "agency", "buddy")


def own_sending(visitor: Visitor, pk: int, *, today: date) -> HostSending:
    """Return a kit that this visitor's agency got. Raises Http404 for all others."""
    return get_object_or_404(own_sendings(visitor, today=today), pk=pk)


def meeting_at_the_desk(pk: int) -> OutsideMeeting:
    """Return a meeting for whoever works at the desk. Raises Http404."""
    return get_object_or_404(OutsideMeeting.objects.select_related("host", "area", "municipality"), pk=pk)


def attendance_at_the_desk(pk: int) -> Attendance:
    """Return a visit. Raises Http404."""
    return get_object_or_404(
        Attendance.objects.select_related("meeting__area", "meeting__municipality"), pk=pk
    )


def contact_at_the_desk(attendance: int, pk: int) -> Contact:
    """Return a contact of a visit. Raises Http404."""
    return get_object_or_404(Contact.objects.select_related("attendance"), pk=pk, attendance=attendance)


def kit_at_the_desk(pk: int) -> HostKit:
    """Return a kit. Raises Http404."""
    return get_object_or_404(HostKit, pk=pk)


def item_at_the_desk(kit: int, pk: int) -> KitItem:
    """Return one thing of a kit. Raises Http404."""
    return get_object_or_404(KitItem, pk=pk, kit=kit)


def story_at_the_desk(kit: int, pk: int) -> HostStory:
    """Return a story of a kit. Raises Http404."""
    return get_object_or_404(HostStory, pk=pk, kit=kit)


def sending_at_the_desk(pk: int) -> HostSending:
    """Return a kit that was given. Raises Http404."""
    return get_object_or_404(HostSending.objects.select_related("kit", "agency", "buddy"), pk=pk)


def question_at_the_desk(pk: int) -> HostQuestion:
    """Return a question about a kit. Raises Http404."""
    return get_object_or_404(HostQuestion.objects.select_related("sending__agency", "sending__kit"), pk=pk)
