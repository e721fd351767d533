"""Certificates are issued to whom they are due, taken back, and issued anew."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import letters
from events.certificates import rules
from events.certificates.enums import CertificateState, ReissueReason, RevokeReason
from events.certificates.exceptions import CertificateRefused
from events.certificates.models import Certificate, CertificateRule
from events.certificates.queries import Holder, holders
from events.models import Event
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.decision import Decision
from foundation.japanese.dates import wareki
from foundation.transactions import assert_in_transaction

GONE = "この修了証は、もうありません。"


@transaction.atomic(durable=True)
def set_rule(*, event: Event, values: Mapping[str, Any], actor: User, now: datetime) -> CertificateRule:
    """Say when certificates of an event are due. What was issued stays as it is."""
    rule, _ = CertificateRule.objects.update_or_create(event=event, defaults=dict(values))
    chain.record("certificates.rule_set", actor=actor, subject=rule, now=now, fields=values)
    return rule


@transaction.atomic(durable=True)
def issue_due(
    *, event: Event, participants: Collection[int] | None, actor: User, now: datetime
) -> list[Certificate]:
    """Issue certificates to everybody to whom one is due now, or of these participants, by id.

    Nobody else gets one, whoever asks; who has one already keeps it, and whose was taken back is asked for
    by name. Raises CertificateRefused without a rule.
    """
    rule = _locked_rule_in_transaction(event)
    due = [
        holder
        for holder in holders(rule, now=now)
        if (
            holder.is_due_without_a_look
            if participants is None
            else holder.may_be_issued and holder.participant.pk in participants
        )
    ]
    made = Certificate.objects.bulk_create(_of_holder(rule, holder, actor, now) for holder in due)
    for certificate in made:
        chain.record("certificates.issued", actor=actor, subject=certificate, now=now)
    return made


@transaction.atomic(durable=True)
def revoke(*, certificate_id: int, reason: RevokeReason, actor: User, now: datetime) -> Certificate:
    """Take a certificate back; whoever checks its number reads that and why. Raises CertificateRefused."""
    found = _locked_in_transaction(certificate_id)
    found.state, found.ended_on = CertificateState.REVOKED, timezone.localdate(now)
    found.revoke_reason = reason.value
    found.save(update_fields=["state", "ended_on", "revoke_reason"])
    chain.record("certificates.revoked", actor=actor, subject=found, now=now, fields=[reason.value])
    return found


@transaction.atomic(durable=True)
def reissue(
    *, certificate_id: int, holder_name: str, reason: ReissueReason, actor: User, now: datetime
) -> Certificate:
    """Issue a certificate anew under another number; the old number says that it was replaced.

    The new one says what the old one said but for the name and the day. Raises CertificateRefused.
    """
    old = _locked_in_transaction(certificate_id)
    kept = {
        field.attname: getattr(old, field.attname)
        for field in Certificate._meta.concrete_fields  # noqa: SLF001 -- Django's public-by-habit name
        if field.name not in {"id", "number", "holder_name", "issued_on", "issued_by"}
    }
    # The one that holds is unique for its participant, so the old one has to step back first.
    new = Certificate(
        **kept,
        number=rules.new_number(secrets.randbelow),
        holder_name=holder_name,
        issued_on=timezone.localdate(now),
        issued_by=actor,
    )
    old.state, old.ended_on = CertificateState.REVOKED, timezone.localdate(now)
    old.revoke_reason = RevokeReason.OTHER
    old.save(update_fields=["state", "ended_on", "revoke_reason"])
    new.save()
    old.state, old.revoke_reason = CertificateState.REPLACED, ""
    old.reissue_reason, old.replaced_by = reason.value, new
    old.save(update_fields=["state", "revoke_reason", "reissue_reason", "replaced_by"])
    chain.record("certificates.reissued", actor=actor, subject=new, now=now, fields=[reason.value])
    return new


def _of_holder(rule: CertificateRule, holder: Holder, actor: User, now: datetime) -> Certificate:
    participant, event, centre = holder.participant, rule.event, current_centre()
    application = participant.application
    days = dict.fromkeys(wareki(timezone.localdate(each.session.starts_at)) for each in holder.counted)
    return Certificate(
        number=rules.new_number(secrets.randbelow),
        event=event,
        participant=participant,
        agency=application.agency,
        title=rule.title,
        text=rule.text,
        holder_name=participant.name,
        agency_name=application.agency_name,
        course=letters.full_title(event),
        course_number=event.number,
        held_on="、".join(days),
        minutes=holder.minutes,
        issuer=centre.name,
        operator=centre.operator,
        director=centre.director,
        issued_on=timezone.localdate(now),
        issued_by=actor,
    )


def _locked_rule_in_transaction(event: Event) -> CertificateRule:
    assert_in_transaction("lock_rule")
    rule = CertificateRule.objects.select_for_update(of=("self",)).select_related("event").filter(event=event)
    found = rule.first()
    if found is None:
        raise CertificateRefused("先に、修了の条件を決めてください。")
    return found


def _locked_in_transaction(pk: int) -> Certificate:
    assert_in_transaction("lock_certificate")
    found = Certificate.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise CertificateRefused(GONE)
    _insist(rules.may_revoke(found.state))
    return found


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise CertificateRefused(decision.reason)
