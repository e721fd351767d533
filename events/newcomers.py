"""What a new contact person of an agency is shown of the trainings."""

from datetime import datetime

from django.utils import timezone

from directory.models import Agency
from foundation.japanese.dates import short_date

from .queries import upcoming_public_events

SHOWN = 3


def next_trainings(agency: Agency, *, now: datetime) -> list[tuple[str, str]]:  # noqa: ARG001 -- one signature
    """Return the next dates that an agency may still apply for, each with its day."""
    rows = upcoming_public_events(now=now, limit=SHOWN)
    return [
        (
            f"{short_date(timezone.localtime(row.session.starts_at).date())} {row.event.title}",
            row.event.get_absolute_url(),
        )
        for row in rows
        if row.days_left is not None
    ]
