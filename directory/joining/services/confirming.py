"""Once a year somebody of the agency says that its list of people is true."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.joining.models import PeopleConfirmation
from directory.models import Agency
from foundation.audit import chain


@transaction.atomic(durable=True)
def confirm_people(*, agency: Agency, said_by: str, actor: User, now: datetime) -> None:
    """Note who said so today."""
    said = {"confirmed_on": timezone.localdate(now), "confirmed_by": said_by}
    PeopleConfirmation.objects.update_or_create(agency=agency, defaults=said)
    chain.record("directory.people_confirmed", actor=actor, subject=agency, now=now, fields=list(said))
