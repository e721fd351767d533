"""An agency chooses how its applications go to the centre."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import Agency
from directory.services import lock_agencies_in_transaction
from events.models import AgencyChoice
from foundation.audit import chain


@transaction.atomic(durable=True)
def choose_who_releases(*, agency: Agency, manager_releases: bool, actor: User, now: datetime) -> None:
    """Let the agency's manager see its applications before the centre does, or no longer.

    What waits for the manager already goes on waiting. Choosing the same again changes nothing.
    """
    # Whoever applies for the agency holds the same lock: no application slips through between the two ways.
    lock_agencies_in_transaction(agency)
    known = AgencyChoice.objects.filter(agency=agency).first()
    if manager_releases == (known is not None and known.manager_releases):
        return
    AgencyChoice.objects.update_or_create(
        agency=agency,
        defaults={"manager_releases": manager_releases, "changed_by": actor, "changed_at": now},
    )
    chain.record(
        "events.agency_choice_changed", actor=actor, subject=agency, now=now, fields=["manager_releases"]
    )
