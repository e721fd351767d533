"""A person says to which agency an official record belongs."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency
from directory.official.enums import Attachment
from directory.official.exceptions import RecordRefused
from directory.official.models import OfficialRecord, RecordProposal
from directory.services import add_agency_in_transaction
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .following import follow_records_in_transaction


@transaction.atomic(durable=True)
def move_record(*, record: OfficialRecord, agency: Agency, actor: User, now: datetime) -> OfficialRecord:
    """Let a record belong to this agency from today; its earlier agency, if any, loses what it said.

    Later imports keep what a person decided. Raises RecordRefused for a merged agency, and where the record
    belongs there already.
    """
    record = OfficialRecord.objects.select_for_update().get(pk=record.pk)
    if record.agency_id == agency.pk:
        raise RecordRefused("この記録は、もうこの機関のものです。")
    return _attach(record, agency, actor=actor, now=now)


@transaction.atomic(durable=True)
def make_agency_of_record(*, record: OfficialRecord, actor: User, now: datetime) -> OfficialRecord:
    """Make a new agency of a doubtful record; it follows official data until somebody touches it.

    Raises RecordRefused for a record that has an agency.
    """
    record = _doubtful(record)
    kind = record.service.agency_kind
    agency = add_agency_in_transaction(
        kind=kind,
        name=record.name[:100],
        name_kana=record.name_kana[:200],
        municipality=record.municipality,
        address=record.address[:200],
        phone=record.phone,
        fax=record.fax,
        follows_official=True,
        actor=actor,
        now=now,
    )
    record.proposals.filter(refused_on__isnull=True).update(refused_on=timezone.localdate(now))
    return _attach(record, agency, actor=actor, now=now)


@transaction.atomic(durable=True)
def refuse_proposal(*, proposal: RecordProposal, actor: User, now: datetime) -> None:
    """Remember that a record does not belong to this agency; it is not proposed again.

    Raises RecordRefused for a record that has an agency by now.
    """
    record = _doubtful(proposal.record)
    record.proposals.filter(pk=proposal.pk).update(refused_on=timezone.localdate(now))
    chain.record("directory.record_refused", actor=actor, subject=record, now=now, fields=["proposals"])


def _doubtful(record: OfficialRecord) -> OfficialRecord:
    rows = OfficialRecord.objects.select_for_update(of=("self",)).select_related("service__agency_kind")
    record = rows.get(pk=record.pk)
    if record.agency_id is not None:
        raise RecordRefused("この記録は、もう決まっています。")
    return record


def _attach(record: OfficialRecord, agency: Agency, *, actor: User, now: datetime) -> OfficialRecord:
    agency = Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    if agency.merged_into_id:
        raise RecordRefused("統合した機関です。統合した先を選んでください。")
    touched = {agency.pk} if record.agency_id is None else {agency.pk, record.agency_id}
    record.agency, record.attached = agency, Attachment.PERSON
    record.attached_on = timezone.localdate(now)
    record.save(update_fields=["agency", "attached", "attached_on"])
    show_records_in_transaction(touched, today=timezone.localdate(now))
    fields = ["agency", "attached", "attached_on"]
    chain.record("directory.record_moved", actor=actor, subject=record, now=now, fields=fields)
    return record


def show_records_in_transaction(keys: Collection[int], *, today: date) -> None:
    """Let agencies whose records have changed, the index and the public pages say so."""
    assert_in_transaction("show_records")
    follow_records_in_transaction(keys)
    index_agencies_in_transaction(keys, today=today)
    clear_public_pages_in_transaction()
