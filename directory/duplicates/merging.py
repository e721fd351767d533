"""What becomes of what staff said about a pair when one of the two is merged."""

from django.db.models import Q

from directory.models import Agency

from .models import DifferentAgencies


def forget_pairs(kept: Agency, merged: Agency) -> None:  # noqa: ARG001 -- the signature of merge handlers
    """Forget the pairs of the merged agency: nobody compares it any more."""
    DifferentAgencies.objects.filter(Q(first=merged) | Q(second=merged)).delete()
