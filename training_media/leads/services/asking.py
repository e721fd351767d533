"""Somebody of a facility would like to hear more: taken down, numbered, told to the desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from foundation.mail.services import queue_mail_in_transaction
from foundation.numbering.services import next_number_in_transaction
from foundation.transactions import assert_in_transaction, lock_name_in_transaction
from training_media.leads import letters, queries
from training_media.leads.enums import Wish
from training_media.leads.models import Lead
from training_media.models import Chapter, Course, Part
from training_media.watching.enums import Way

LETTER = "H"


@dataclass(frozen=True)
class Request:
    """What was asked. `form_key` makes sending it twice harmless; `place` is what it is about."""

    form_key: UUID
    course: Course
    way: Way
    agency_name: str
    wish: Wish
    contact_name: str
    agency: Agency | None = None
    part: Part | None = None
    chapter: Chapter | None = None
    about: str = ""
    phone: str = ""
    email: str = ""
    good_time: str = ""
    words: str = ""


@transaction.atomic(durable=True)
def ask_to_hear_more(*, request: Request, actor: User | None, now: datetime) -> Lead:
    """Take a wish down, give it a number and tell the desk by mail that something waits.

    The same `form_key` returns what it made before. Nothing is sent to whoever asked: the page that answers
    has the number, and nobody's mailbox can be filled by strangers.
    """
    lock_name_in_transaction(f"leads:{request.form_key}")
    known = queries.lead_of(request.form_key)
    if known is not None:
        return known
    lead = Lead.objects.create(
        **vars(request),
        number=next_number_in_transaction("leads.lead", now=now, letter=LETTER),
        received_at=now,
        changed_at=now,
    )
    _tell_desk_in_transaction(lead, now=now)
    chain.record("leads.asked", actor=actor, subject=lead, now=now)
    return lead


def _tell_desk_in_transaction(lead: Lead, *, now: datetime) -> None:
    assert_in_transaction("tell_desk")
    letter = letters.waiting(list_url=f"{settings.OWN_URL}{reverse('lead_desk:leads')}")
    for address in queries.desk_addresses():
        queue_mail_in_transaction(
            to=address,
            subject=letter.subject,
            text=letter.text,
            cause=f"leads.waiting:{lead.pk}:{address}",
            now=now,
        )
