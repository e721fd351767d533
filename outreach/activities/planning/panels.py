"""The year's lights on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Progress, Row
from foundation.japanese.dates import fiscal_year
from outreach.activities.enums import DESK_ROLES

from . import queries


def lights_of_the_year(request: HttpRequest) -> list[Row]:
    """Return how far each kind of work has come of which a target was written."""
    if not has_role(request.user, DESK_ROLES):
        return []
    today = timezone.localdate()
    year = fiscal_year(today)
    if not queries.has_targets(year):
        return []
    address = reverse("activity_plans:board", args=[year])
    return [
        Progress(
            done=row.standing.met,
            planned=row.requirement.minimum,
            text=str(row.kind.label),
            url=address,
            note=str(row.standing.light.label),
        )
        for row in queries.board(year, today=today)
        if row.requirement and row.requirement.minimum
    ]
