"""Where somebody writes down that a line of the plan was held."""

from django.urls import reverse

from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.models import PlanRow

from .rules import is_assembly


def page_to_record(standing: Standing, row: PlanRow) -> str | None:
    """Return the page for whoever prepares meetings; an association's assembly has pages of its own."""
    community = standing.community
    if not standing.may(Action.PREPARE_MEETING) or is_assembly(community.kind, row.format):
        return None
    return reverse("group_meetings:row_held", args=[community.slug, row.pk])
