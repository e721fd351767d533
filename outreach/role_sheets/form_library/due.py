"""Which versions of forms somebody has to look at again."""

from datetime import date

from django.urls import reverse

from foundation.reviews import Due

from .queries import due_versions


def versions_due(today: date) -> list[Due]:
    """Return versions that are due, without those that a newer one has replaced."""
    return [
        Due(
            kind="様式",
            title=f"{each.kind.title}（{each.name}）",
            address=reverse("form_desk:version", args=[each.pk]),
            responsible=each.responsible,
            due_on=each.review_due_on,
            reviewed_on=each.reviewed_on,
        )
        for each in due_versions(today)
    ]
