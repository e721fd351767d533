"""Whether an agency got a kit for first-time hosts, for the pages of other rooms."""

from directory.models import Membership

from .models import HostSending


def got_a_kit(membership: Membership) -> bool:
    """Return whether the agency of this membership got a kit."""
    return HostSending.objects.filter(agency=membership.agency_id).exists()
