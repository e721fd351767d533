"""What of the additions somebody has to check again, for the one list of all that is due."""

from datetime import date

from django.urls import reverse

from foundation.reviews import Due

from .queries import to_check

KIND = "報酬の加算"


def due_rows(today: date) -> list[Due]:
    """Return additions and prices that nobody has confirmed for today."""
    due, address = to_check(today), reverse("reward_additions_to_check")
    return [
        Due(KIND, str(each), address, each.responsible, each.review_due_on, each.reviewed_on)
        for each in (*due.additions, *due.prices)
    ]
