"""What holds at once, without anybody's approval: that all is true, and what is free today."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.declared.exceptions import ConfirmationRefused
from directory.declared.models import Declaration, Vacancy
from directory.declared.rules import may_be_said_on
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency, ServiceKind
from directory.services import lock_agencies_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction


@transaction.atomic(durable=True)
def confirm_entry(
    *, agency: Agency, said_by: str, said_on: date, actor: User, now: datetime, heard: str = ""
) -> None:
    """Note that somebody of the agency says that what is published is true; not a word of it changes.

    `heard` is how staff heard it, where nobody of the agency said it in the portal. Raises
    ConfirmationRefused for a day to come, and for one before the last word.
    """
    lock_agencies_in_transaction(agency)
    declaration, _ = Declaration.objects.get_or_create(agency=agency)
    decision = may_be_said_on(said_on, today=timezone.localdate(now), last=declaration.confirmed_on)
    if not decision.allowed:
        raise ConfirmationRefused(decision.reason)
    # Where there is only a draft yet, it is said of official data: the row itself holds no word of theirs.
    rows = Declaration.objects.filter(pk=declaration.pk)
    rows.update(live=True, confirmed_on=said_on, confirmed_by=said_by, confirmed_way=heard)
    index_agencies_in_transaction([agency.pk], today=timezone.localdate(now))
    clear_public_pages_in_transaction()
    fields = ["confirmed_on", "confirmed_by", "confirmed_way"]
    chain.record("directory.entry_confirmed", actor=actor, subject=declaration, now=now, fields=fields)


@transaction.atomic(durable=True)
def tell_vacancy(*, agency: Agency, service: ServiceKind, free: int, actor: User, now: datetime) -> Vacancy:
    """Say how many places of a service are free today; it is shown at once, with its day."""
    lock_agencies_in_transaction(agency)
    vacancy = Vacancy.objects.create(
        agency=agency,
        service=service,
        free=free,
        as_of=timezone.localdate(now),
        said_at=now,
        said_by=actor,
    )
    index_agencies_in_transaction([agency.pk], today=timezone.localdate(now))
    clear_public_pages_in_transaction()
    chain.record("directory.vacancy_told", actor=actor, subject=vacancy, now=now, fields=["free"])
    return vacancy
