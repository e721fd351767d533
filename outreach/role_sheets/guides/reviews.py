"""What of this room somebody has to look at again."""

from datetime import date

from django.urls import reverse

from foundation.reviews import Due

from .queries import to_check


def guides_due(today: date) -> list[Due]:
    """Return what is due; on the desk one press says that it was checked."""
    address = reverse("guides_to_check")
    return [
        Due(
            kind=str(row._meta.verbose_name),
            title=str(row),
            address=address,
            responsible=row.responsible,
            due_on=row.review_due_on,
            reviewed_on=row.reviewed_on,
        )
        for row in to_check(today)
    ]
