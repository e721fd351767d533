"""Verbs of the centre's own records. None of them names a person whom the centre helps."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency
from foundation.audit import chain
from foundation.decision import Decision
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from . import rules
from .exceptions import NoSuchRecord, RecordRefused
from .limits import WHOM_KEPT
from .models import AcceptanceProfile, ContactRecord, HousingFacts


@transaction.atomic(durable=True)
def record_acceptance(
    *, agency: Agency, values: Mapping[str, Any], actor: User, now: datetime
) -> AcceptanceProfile:
    """Write down an agency's wish to take people in; what was heard today counts as confirmed today."""
    confirmed = {**values, "confirmed_on": timezone.localdate(now)}
    return _write_in_transaction(
        AcceptanceProfile, agency, confirmed, actor=actor, now=now, verb="acceptance_recorded"
    )


@transaction.atomic(durable=True)
def confirm_acceptance(*, agency: Agency, actor: User, now: datetime) -> AcceptanceProfile:
    """Say that an agency's wish is still as written down. Raises RecordRefused where nothing is."""
    if not AcceptanceProfile.objects.filter(agency=agency).exists():
        raise RecordRefused("まだ何も書かれていません。先に、受け入れの意向を書いてください。")
    confirmed = {"confirmed_on": timezone.localdate(now)}
    return _write_in_transaction(
        AcceptanceProfile, agency, confirmed, actor=actor, now=now, verb="acceptance_confirmed"
    )


@transaction.atomic(durable=True)
def record_housing(*, agency: Agency, values: Mapping[str, Any], actor: User, now: datetime) -> HousingFacts:
    """Write down how far a housing body is with its registration, and what it offers."""
    return _write_in_transaction(HousingFacts, agency, values, actor=actor, now=now, verb="housing_recorded")


@transaction.atomic(durable=True)
def record_contact(*, agency: Agency, values: Mapping[str, Any], actor: User, now: datetime) -> ContactRecord:
    """Write down that the centre and an agency were in touch. Raises RecordRefused for a day to come."""
    return record_contact_in_transaction(agency=agency, values=values, actor=actor, now=now)


def record_contact_in_transaction(
    *, agency: Agency, values: Mapping[str, Any], actor: User, now: datetime
) -> ContactRecord:
    """Do the same as part of another act, such as the record of a visit."""
    assert_in_transaction("record_contact")
    _ask(rules.may_record(values["day"], next_on=values.get("next_on"), today=timezone.localdate(now)))
    record = ContactRecord.objects.create(agency=agency, by=actor, **values)
    chain.record("directory.contact_recorded", actor=actor, subject=record, now=now, fields=values)
    return record


@transaction.atomic(durable=True)
def correct_contact(
    *, record_id: int, values: Mapping[str, Any], actor: User, now: datetime
) -> ContactRecord:
    """Mend a contact record; who wrote it first stays. Raises RecordRefused, NoSuchRecord."""
    record = _locked_in_transaction(record_id)
    _ask(rules.may_record(values["day"], next_on=values.get("next_on"), today=timezone.localdate(now)))
    wanted = {**values, "done_on": record.done_on if values.get("next_on") else None}
    changed = _changes(record, wanted)
    if changed:
        record.save(update_fields=changed)
        chain.record("directory.contact_corrected", actor=actor, subject=record, now=now, fields=changed)
    return record


@transaction.atomic(durable=True)
def finish_next_step(*, record_id: int, actor: User, now: datetime) -> ContactRecord:
    """Tick off the next step of a contact today. Raises RecordRefused, NoSuchRecord."""
    record = _locked_in_transaction(record_id)
    _ask(rules.may_finish(record.next_on, record.done_on))
    record.done_on = timezone.localdate(now)
    record.save(update_fields=["done_on"])
    chain.record("directory.next_step_finished", actor=actor, subject=record, now=now, fields=["done_on"])
    return record


@transaction.atomic(durable=True)
def forget_whom_was_met(*, now: datetime) -> int:
    """Erase with whom the centre was in touch so long ago; returns how many. What was done stays."""
    today = timezone.localdate(now)
    until = today - timedelta(days=limit(WHOM_KEPT, on=today))
    old = ContactRecord.objects.select_for_update().filter(day__lte=until).exclude(met_with="")
    records = list(old.order_by("pk"))
    ContactRecord.objects.filter(pk__in=[each.pk for each in records]).update(met_with="")
    for record in records:
        chain.record("directory.contact_forgotten", actor=None, subject=record, now=now, fields=["met_with"])
    return len(records)


def _write_in_transaction[Row: (AcceptanceProfile, HousingFacts)](
    table: type[Row], agency: Agency, values: Mapping[str, Any], *, actor: User, now: datetime, verb: str
) -> Row:
    """Write the one row of an agency, make its entries of the index anew, then audit."""
    assert_in_transaction(verb)
    # Two who begin the same agency's row at once: the second finds what the first has made.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    row = table.objects.filter(agency=agency).first() or table(agency=agency)
    is_new = row.pk is None
    changed = _changes(row, values)
    if is_new or changed:
        row.save()
        index_agencies_in_transaction([agency.pk], today=timezone.localdate(now))
        clear_public_pages_in_transaction()
    chain.record(f"directory.{verb}", actor=actor, subject=row, now=now, fields=changed)
    return row


def _changes(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Set these values and return the names of those that were different."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _locked_in_transaction(record_id: int) -> ContactRecord:
    assert_in_transaction("lock_contact_record")
    record = ContactRecord.objects.select_for_update().filter(pk=record_id).first()
    if record is None:
        raise NoSuchRecord
    return record


def _ask(decision: Decision) -> None:
    if not decision.allowed:
        raise RecordRefused(decision.reason)
