"""Verbs of the duties."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import Visitor
from content.search import pages
from content.search.services import index_in_transaction
from content.services import store_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction

from .models import Duty


@transaction.atomic(durable=True)
def change_duty(*, duty: Duty, values: Mapping[str, Any], actor: Visitor | None, now: datetime) -> Duty:
    """Change words of a duty; its page, the sheet and the search say them from now on.

    Raises RecordIsGone.
    """
    stored, changed = store_in_transaction(duty, values)
    clear_public_pages_in_transaction()
    page_id = Duty.objects.filter(pk=stored.pk).values_list("page", flat=True).first()
    if page_id:
        index_in_transaction(pages.SOURCE, [page_id])
    chain.record("duties.duty_changed", actor=actor, subject=stored, now=now, fields=changed)
    return stored
