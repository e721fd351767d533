"""Who runs a community is named and ends."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from foundation.audit import chain
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, Facilitation

from .sessions import call_off_of_in_transaction
from .steps import hold_in_transaction

ALREADY = "この人は、もう世話人です。"


@transaction.atomic(durable=True)
def name_facilitator(*, community: Community, person: Person, actor: User, now: datetime) -> Facilitation:
    """Let somebody run a community from today. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.NAME_FACILITATOR, actor=actor, now=now).community
    today = timezone.localdate(now)
    if held.facilitations.not_over(today).filter(person=person).exists():
        raise GroupRefused(ALREADY)
    made = Facilitation.objects.create(community=held, person=person, since=today, named_by=actor)
    chain.record("study_groups.facilitator_named", actor=actor, subject=held, now=now, fields=["facilitator"])
    return made


@transaction.atomic(durable=True)
def end_facilitator(*, facilitation: Facilitation, actor: User, now: datetime) -> None:
    """Let somebody run a community no more from today; what they applied for by that ends with it.

    Raises GroupRefused.
    """
    held = hold_in_transaction(
        facilitation.community, Action.NAME_FACILITATOR, actor=actor, now=now
    ).community
    today = timezone.localdate(now)
    held.facilitations.not_over(today).filter(pk=facilitation.pk).update(until=today)
    called_off = call_off_of_in_transaction(held, facilitation.person, actor=actor, now=now)
    fields = ["until", f"applications:{called_off}"]
    chain.record("study_groups.facilitator_ended", actor=actor, subject=held, now=now, fields=fields)
