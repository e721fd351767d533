"""The desk's doors: who completes the register, who checks and locks, who reads figures."""

from django.shortcuts import get_object_or_404

from content.desk import Door

from .enums import DESK_ROLES, LOCKING_ROLES, READING_ROLES
from .models import Activity, Evidence

activity_desk = Door(DESK_ROLES)
locking_desk = Door(LOCKING_ROLES)
figures_door = Door(READING_ROLES)


def activity_at_the_desk(pk: int) -> Activity:
    """Return an activity. Raises Http404."""
    rows = Activity.objects.select_related("area", "counted_in", "recorded_by__person", "checked_by__person")
    return get_object_or_404(rows, pk=pk)


def evidence_at_the_desk(activity: int, pk: int) -> Evidence:
    """Return something that proves an activity. Raises Http404."""
    return get_object_or_404(Evidence.objects.select_related("activity"), pk=pk, activity=activity)
