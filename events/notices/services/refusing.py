"""An agency says that it wants no notices, and may take that back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import Agency
from directory.services import lock_agencies_in_transaction
from events.notices.enums import RefusedBy
from events.notices.models import Refusal
from events.notices.services.holding_back import hold_back_in_transaction, lock_addresses_in_transaction
from foundation.audit import chain


@transaction.atomic(durable=True)
def refuse_notices(*, agency: Agency, actor: User | None, now: datetime) -> bool:
    """Write to an agency no more; without an actor it said so by its own link. Returns whether it is new."""
    lock_addresses_in_transaction()
    lock_agencies_in_transaction(agency)
    hold_back_in_transaction(agency, now=now)
    heard = RefusedBy.DESK if actor else RefusedBy.LINK
    refusal, is_new = Refusal.objects.get_or_create(
        agency=agency, defaults={"said_at": now, "heard_by": heard, "written_by": actor}
    )
    if is_new:
        fields = [f"by:{heard.value}"]
        chain.record("notices.refused", actor=actor, subject=refusal, now=now, fields=fields)
    elif actor and refusal.heard_by == RefusedBy.LINK:
        # From now on it is what staff wrote down: its link does not take it back any more.
        refusal.heard_by, refusal.written_by = heard, actor
        refusal.save(update_fields=["heard_by", "written_by"])
        fields = [f"by:{heard.value}"]
        chain.record("notices.refusal_confirmed", actor=actor, subject=refusal, now=now, fields=fields)
    return is_new


@transaction.atomic(durable=True)
def take_refusal_back(*, agency: Agency, actor: User | None, now: datetime) -> bool:
    """Write to an agency again; returns whether its refusal ended.

    Without an actor it is the link in a letter, which may have been passed on: it takes back its own alone.
    """
    lock_agencies_in_transaction(agency)
    refusal = Refusal.objects.filter(agency=agency).first()
    if refusal is None or (actor is None and refusal.heard_by == RefusedBy.DESK):
        return False
    chain.record("notices.refusal_taken_back", actor=actor, subject=refusal, now=now)
    refusal.delete()
    return True
