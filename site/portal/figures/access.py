"""Who may read which figures: absent and forbidden are the same 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, has_role
from content.desk import Door

from .enums import FIGURES_DESK_ROLES, SMALL_COUNTS_ROLES
from .models import StatTable

figures_desk = Door(FIGURES_DESK_ROLES)
small_counts_desk = Door(SMALL_COUNTS_ROLES)


def table_at_the_desk(pk: int) -> StatTable:
    """Return a table with its rows and the people who entered and verified it. Raises Http404."""
    tables = StatTable.objects.select_related("entered_by__person", "verified_by__person", "replaces")
    return get_object_or_404(tables.prefetch_related("values"), pk=pk)


def readable_table(slug: str, visitor: Visitor) -> StatTable:
    """Return a table that everybody may read; people of the desk also see what is not public yet.

    Raises Http404 for everybody else.
    """
    tables = StatTable.objects.prefetch_related("values")
    if not has_role(visitor, FIGURES_DESK_ROLES):
        tables = tables.public()
    found = tables.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
