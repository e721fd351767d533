"""Certificates are issued to whom they are due, taken back, and issued anew."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from events import letters
from events.certificates import rules
from events.certificates.enums import CertificateOrigin, CertificateState, ReissueReason, RevokeReason
from events.certificates.exceptions import CertificateRefused
from events.certificates.models import Certificate, CertificateRule
from events.certificates.queries import Holder, holders, standing_of_keys
from events.models import Event
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.decision import Decision
from foundation.japanese.dates import wareki
from foundation.transactions import assert_in_transaction, lock_name_in_transaction

GONE = "この修了証は、もうありません。"
STRANGE_REASON = "そのわけは、この修了証には当てはまりません。ほかのわけを選んでください。"


@dataclass(frozen=True)
class Printed:
    """What a certificate says of its holder and of what they finished, as it is on the day of issue.

    `minutes` is how long they took part or watched, `held_on` on which days.
    """

    title: str
    text: str
    holder_name: str
    agency_name: str
    course: str
    course_number: str
    held_on: str
    minutes: int
    remark: str = ""


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


def issue_of_course_in_transaction(
    *,
    origin_key: str,
    agency: Agency | None,
    printed: Printed,
    actor: User | None,
    now: datetime,
    is_looked_at: bool = False,
) -> Certificate:
    """Issue the certificate of a recorded training; where one holds for this key, return that one as it is.

    Whether it is due is for the caller to ask, who knows what was watched. Without `actor` it was issued by
    itself. Where one was taken back, another is issued only if somebody of the desk has looked at it. Raises
    CertificateRefused.
    """
    assert_in_transaction("issue_of_course")
    origin = CertificateOrigin.COURSE
    _lock_key(origin, origin_key)
    standing = standing_of_keys(origin, [origin_key])[origin_key]
    if standing.certificate is not None:
        return standing.certificate
    _insist(
        rules.may_issue(
            is_named=bool(printed.holder_name), was_revoked=standing.was_revoked, is_looked_at=is_looked_at
        )
    )
    made = _certificate(printed, agency, actor, now, origin=origin, origin_key=origin_key)
    made.save()
    chain.record("certificates.issued", actor=actor, subject=made, now=now)
    return made


def carry_key_in_transaction(*, origin: CertificateOrigin, from_key: str, to_key: str) -> None:
    """Let certificates of one key be of another, where two records of another app become one.

    Where one holds for either key, both stay good; the one that is carried stays under its old key then.
    """
    assert_in_transaction("carry_key")
    for key in sorted({from_key, to_key}):
        _lock_key(origin, key)
    carried = Certificate.objects.filter(origin=origin, origin_key=from_key)
    # Whoever issues one of them anew at this moment is through after this.
    list(carried.select_for_update().order_by("id"))
    if standing_of_keys(origin, [to_key])[to_key].certificate is not None:
        carried = carried.exclude(state=CertificateState.ISSUED)
    carried.update(origin_key=to_key)


@transaction.atomic(durable=True)
def revoke(*, certificate_id: int, reason: RevokeReason, actor: User, now: datetime) -> Certificate:
    """Take a certificate back; whoever checks its number reads that and why.

    Raises CertificateRefused, also for a reason that cannot be of what it was issued for.
    """
    found = _locked_in_transaction(certificate_id)
    if reason.value not in dict(RevokeReason.fitting(found.kind)):
        raise CertificateRefused(STRANGE_REASON)
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
        for field in Certificate._meta.concrete_fields
        if field.name not in {"id", "number", "holder_name", "issued_on", "issued_by"}
    }
    # The one that holds is unique for its participant or key, so the old one has to step back first.
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
    participant, event = holder.participant, rule.event
    application = participant.application
    days = dict.fromkeys(wareki(timezone.localdate(each.session.starts_at)) for each in holder.counted)
    printed = Printed(
        title=rule.title,
        text=rule.text,
        holder_name=participant.name,
        agency_name=application.agency_name,
        course=letters.full_title(event),
        course_number=event.number,
        held_on="、".join(days),
        minutes=holder.minutes,
    )
    dates = [person.pk for person in holder.came]
    origin = {"event": event, "participant": participant, "dates": dates}
    return _certificate(printed, application.agency, actor, now, **origin)


def _certificate(
    printed: Printed, agency: Agency | None, actor: User | None, now: datetime, **origin: Any
) -> Certificate:
    """Return a certificate under a new number, from the centre as it is now; not saved yet."""
    centre = current_centre()
    return Certificate(
        **asdict(printed),
        **origin,
        number=rules.new_number(secrets.randbelow),
        agency=agency,
        issuer=centre.name,
        operator=centre.operator,
        director=centre.director,
        issued_on=timezone.localdate(now),
        issued_by=actor,
    )


def _lock_key(origin: CertificateOrigin, key: str) -> None:
    lock_name_in_transaction(f"certificates:{origin.value}:{key}")


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
