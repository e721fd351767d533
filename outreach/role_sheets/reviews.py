"""Sheets on the list of what somebody has to check again."""

from datetime import date

from django.urls import reverse

from content.reviewed import overdue
from foundation.reviews import Due

from .access import sheets_at_the_desk
from .enums import VersionState


def sheets_due(today: date) -> list[Due]:
    """Return the published sheets that somebody should have read again by today."""
    published = sheets_at_the_desk().filter(versions__state=VersionState.PUBLISHED)
    return [
        Due(
            "役割分担表",
            f"{each.title}（{each.place}）",
            reverse("role_sheets_desk:sheet", args=[each.pk]),
            each.responsible,
            each.review_due_on,
            each.reviewed_on,
        )
        for each in overdue(published, today)
    ]
