"""What of these guides somebody has to check again."""

from datetime import date

from django.urls import reverse

from content.reviewed import Reviewed
from foundation.reviews import Due

from . import queries
from .enums import GAP_ROLES


def due_reviews(today: date) -> list[Due]:
    """Return the steps, clauses, first steps, gaps and plans that are due today."""
    desk = reverse("procedures_desk:to_check")
    guides = [
        *(("手続き", row) for row in queries.steps_due(today)),
        *(("準備の手引き", row) for row in queries.start_up_due(today)),
        *(("契約の条文の例", row) for row in queries.clauses_due(today)),
        *(("はじめの一歩", row) for row in queries.first_steps_due(today)),
    ]
    rows = [_due(kind, row, desk) for kind, row in guides]
    for kind, row in (
        *(("市町村のすき間", each) for each in queries.gaps_due(today)),
        *(("地方再犯防止推進計画", each) for each in queries.plans_due(today)),
    ):
        address = reverse("procedures:gaps_of", args=[row.municipality.code])
        rows.append(_due(kind, row, address, readers=GAP_ROLES))
    return rows


def _due(kind: str, row: Reviewed, address: str, *, readers: frozenset[str] = frozenset()) -> Due:
    return Due(kind, str(row), address, row.responsible, row.review_due_on, row.reviewed_on, readers)
