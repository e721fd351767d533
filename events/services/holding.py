"""An application waits for its agency's own manager: the manager is told that something waits."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from directory.enums import MembershipRole
from directory.models import Membership
from events import letters, on_paper
from events.models import Application
from foundation.centre.queries import current_centre
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction


def tell_managers_in_transaction(application: Application, *, now: datetime) -> int:
    """Write to whoever of the agency may pass an application on; returns how many that are."""
    assert_in_transaction("tell_managers")
    managers = Membership.objects.valid(today=timezone.localdate(now)).filter(
        agency=application.agency_id, role=MembershipRole.PARTNER_ADMIN, person__user__is_active=True
    )
    address = f"{settings.OWN_URL}{reverse('events:of_agency')}"
    letter = letters.manager_asked(application, link=address, centre=current_centre())
    accounts = managers.values_list("person__user", "person__user__email").distinct().order_by("person__user")
    told = [(user, email) for user, email in accounts if email]
    for user, email in told:
        queue_mail_in_transaction(
            to=email,
            subject=letter.subject,
            text=letter.text,
            cause=f"{on_paper.causes_of(application)}held-{user}",
            now=now,
        )
    return len(told)
