"""The desk goes on with a lead: steps, who does it, which agency it is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from training_media.leads import queries, rules
from training_media.leads.enums import LeadState, Move
from training_media.leads.exceptions import LeadRefused
from training_media.leads.models import Lead, LeadNote


@transaction.atomic(durable=True)
def take_step(*, lead: Lead, wanted: rules.Wanted, actor: User, now: datetime) -> Lead:
    """Write down a step that was taken with a lead. Raises LeadRefused."""
    return take_step_in_transaction(lead=lead, wanted=wanted, actor=actor, now=now)


def take_step_in_transaction(*, lead: Lead, wanted: rules.Wanted, actor: User, now: datetime) -> Lead:
    """Write down a step, also for the record of a visit that took the lead up. Raises LeadRefused.

    Whoever takes the first step is in charge. The day of the next step is the one that is said now, or none.
    """
    assert_in_transaction("take_step")
    found = _lock_in_transaction(lead)
    standing = rules.Standing(
        found.state, timezone.localdate(found.received_at), is_erased=found.erased_at is not None
    )
    decision = rules.may_step(standing, wanted, today=timezone.localdate(now))
    if not decision.allowed:
        raise LeadRefused(decision.reason, decision.field)
    _move(found, wanted)
    found.owner = found.owner or actor
    found.changed_at = now
    found.save()
    LeadNote.objects.create(
        lead=found, state=found.state, on=wanted.on, words=wanted.note, written_by=actor, written_at=now
    )
    chain.record(f"leads.step_{wanted.move}", actor=actor, subject=found, now=now, fields=["state"])
    return found


def _move(lead: Lead, wanted: rules.Wanted) -> None:
    is_result = wanted.move == Move.FINISH
    lead.state = rules.MOVES[wanted.move].target
    lead.outcome = wanted.outcome if is_result else ""
    lead.result_on = wanted.on if is_result else None
    lead.next_on = wanted.next_on
    if lead.state != LeadState.RESULT:
        lead.contacted_on = lead.contacted_on or wanted.on
    if wanted.move == Move.VISIT:
        lead.visited_on = wanted.on


@transaction.atomic(durable=True)
def hand_over(*, lead: Lead, to: User, actor: User, now: datetime) -> Lead:
    """Say who goes on with a lead. Raises LeadRefused for anybody who does not work at the desk."""
    if not queries.desk_people().filter(pk=to.pk).exists():
        raise LeadRefused("担当にできるのは、この仕事をしている職員だけです。")
    found = _lock_in_transaction(lead)
    found.owner, found.changed_at = to, now
    found.save(update_fields=["owner", "changed_at"])
    chain.record("leads.handed_over", actor=actor, subject=found, now=now, fields=["owner"])
    return found


@transaction.atomic(durable=True)
def say_which_agency(*, lead: Lead, agency: Agency, actor: User, now: datetime) -> Lead:
    """Say which agency of the directory a name is that somebody typed; the name stays as it was written.

    Raises LeadRefused for one that became another, of which nobody would find the lead.
    """
    if not Agency.objects.select_for_update(no_key=True).filter(pk=agency.pk, merged_into=None).exists():
        raise LeadRefused("この事業所は、ほかの事業所とひとつになりました。新しい番号を書いてください。")
    found = _lock_in_transaction(lead)
    found.agency, found.changed_at = agency, now
    found.save(update_fields=["agency", "changed_at"])
    chain.record("leads.agency_said", actor=actor, subject=found, now=now, fields=["agency"])
    return found


def _lock_in_transaction(lead: Lead) -> Lead:
    assert_in_transaction("lock_lead")
    return Lead.objects.select_for_update(no_key=True).get(pk=lead.pk)
