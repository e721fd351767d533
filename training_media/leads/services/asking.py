"""Somebody of a facility would like to hear more: taken down, numbered, told to the desk."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

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
    """What was asked; `form_key` makes sending the same twice harmless."""

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

    @property
    def key(self) -> UUID:
        """By what the wish is known again: the form and all that was written in it.

        Whoever goes back to a form that was sent, and writes something else, asks a second time.
        """
        said = {name: getattr(value, "pk", value) for name, value in vars(self).items()}
        return uuid5(self.form_key, json.dumps(said, default=str))


@transaction.atomic(durable=True)
def ask_to_hear_more(*, request: Request, actor: User | None, now: datetime) -> Lead:
    """Take a wish down, give it a number and tell the desk by mail that something waits.

    The same words in the same form return what they made before. Nothing is sent to whoever asked: the page
    that answers has the number, and nobody's mailbox can be filled by strangers.
    """
    lock_name_in_transaction(f"leads:{request.key}")
    known = queries.lead_of(request.key)
    if known is not None:
        return known
    lead = Lead.objects.create(
        **vars(request) | {"form_key": request.key},
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
