"""Reads of what only the centre knows."""

from collections.abc import Mapping

from directory.finding.profile import Acceptance, Housing
from directory.finding.truths import Truths

from .models import AcceptanceProfile, HousingFacts


def fill_truths(truths: Mapping[int, Truths]) -> None:
    """Say what these agencies wish and how they are registered; never the centre's notes and cautions."""
    for wish in AcceptanceProfile.objects.filter(agency__in=truths):
        truths[wish.agency_id].acceptance = Acceptance(
            wish.state, wish.experienced_since, wish.contact_way, wish.get_state_display()
        )
    for row in HousingFacts.objects.filter(agency__in=truths).select_related("registered_with"):
        truths[row.agency_id].housing = Housing(
            state=row.state,
            registered_on=row.registered_on,
            registered_with=row.registered_with.name if row.registered_with else "",
            meals=row.meals,
            sexes=row.sexes,
            places=row.places,
            spare_use=row.spare_use,
            longest_months=row.longest_months,
            words=row.get_state_display(),
            sexes_words=row.get_sexes_display(),
        )
