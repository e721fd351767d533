"""Figures on the list of what somebody has to check again."""

from datetime import date

from django.urls import reverse

from foundation.reviews import Due

from .queries import overdue


def figures_due(today: date) -> list[Due]:
    """Return the figures in use that should have been checked by now; each is confirmed on their list."""
    address = reverse("facts_to_check")
    return [
        Due("数字", f"{fact.name}：{fact.text}", address, fact.responsible, fact.due_on, fact.checked_on)
        for fact in overdue(today)
    ]
