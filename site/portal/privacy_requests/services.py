"""Verbs of the register. Nothing of it is public, so no public page is made anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import Visitor
from content.services import store_in_transaction
from foundation.audit import chain

from .models import PrivacyRequest


@transaction.atomic(durable=True)
def enter_request(*, values: Mapping[str, Any], actor: Visitor | None, now: datetime) -> PrivacyRequest:
    """Enter a request that has come in."""
    entered, fields = store_in_transaction(PrivacyRequest(), values)
    chain.record("privacy_requests.request_entered", actor=actor, subject=entered, now=now, fields=fields)
    return entered


@transaction.atomic(durable=True)
def change_request(
    *, request: PrivacyRequest, values: Mapping[str, Any], actor: Visitor | None, now: datetime
) -> PrivacyRequest:
    """Change an entry, as when it is answered. Raises RecordIsGone."""
    changed, fields = store_in_transaction(request, values)
    chain.record("privacy_requests.request_changed", actor=actor, subject=changed, now=now, fields=fields)
    return changed
