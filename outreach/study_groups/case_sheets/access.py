"""Who reads which case sheet: the centre all of them, everybody else on the days on which one is shown."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action

from .enums import SheetState
from .models import CaseSheet
from .rules import state_on


def sheets_for(standing: Standing, *, today: date) -> QuerySet[CaseSheet]:
    """Return the sheets that this visitor may know of today: the centre sees drafts and what was removed."""
    found = CaseSheet.objects.filter(community=standing.community)
    if standing.may(Action.WRITE_CASE_SHEET):
        return found
    if not standing.may(Action.READ_CASE_SHEET):
        return found.none()
    return found.filter(  # type: ignore[misc]  # -- annotated
        checked_at__isnull=False,
        removed_at__isnull=True,
        takes_place=True,
        shown_from__lte=today,
        shown_until__gte=today,
    )


def sheet_to_read(standing: Standing, pk: int, *, today: date) -> CaseSheet:
    """Return a sheet that this visitor may read today. Raises Http404."""
    found = get_object_or_404(
        sheets_for(standing, today=today).select_related("community", "row__event", "checked_by__person"),
        pk=pk,
    )
    is_open = state_on(found.dates, today) == SheetState.SHOWN
    if found.removed_at is not None or not (is_open or standing.may(Action.WRITE_CASE_SHEET)):
        raise Http404
    return found


def sheet_to_keep(standing: Standing, pk: int) -> CaseSheet:
    """Return a sheet of this community for whoever writes there, removed or not. Raises Http404."""
    if not standing.may(Action.WRITE_CASE_SHEET):
        raise Http404
    sheets = CaseSheet.objects.select_related("community", "row__event", "checked_by__person")
    return get_object_or_404(sheets, pk=pk, community=standing.community)
