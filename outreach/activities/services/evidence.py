"""What proves an activity is added, and taken away where it was a mistake."""

import secrets
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from events.services.attachments import Upload
from foundation.activities.enums import EvidenceKind
from foundation.audit import chain
from outreach.activities.exceptions import ActivityRefused
from outreach.activities.models import Activity, Evidence

from .writing import held_in_transaction


@transaction.atomic(durable=True)
def add_file(
    *, activity: Activity, kind: EvidenceKind, upload: Upload, actor: User, now: datetime
) -> Evidence:
    """Keep a file that was looked into, under a name that says nothing. Raises ActivityRefused."""
    found = held_in_transaction(activity)
    made = Evidence(activity=found, kind=kind, title=upload.title, added_at=now)
    made.file.save(f"{secrets.token_hex(8)}.{upload.suffix}", upload.content)
    chain.record("activities.evidence_added", actor=actor, subject=found, now=now, fields=["evidence"])
    return made


@transaction.atomic(durable=True)
def note_paper(
    *, activity: Activity, kind: EvidenceKind, title: str, folder: str, actor: User, now: datetime
) -> Evidence:
    """Write down where a paper lies that proves an activity. Raises ActivityRefused."""
    found = held_in_transaction(activity)
    made = Evidence.objects.create(activity=found, kind=kind, title=title, folder=folder, added_at=now)
    chain.record("activities.evidence_added", actor=actor, subject=found, now=now, fields=["evidence"])
    return made


@transaction.atomic(durable=True)
def remove_evidence(*, evidence: Evidence, actor: User, now: datetime) -> None:
    """Take away what was added by mistake; its file goes once that is committed. Raises ActivityRefused."""
    found = held_in_transaction(evidence.activity)
    if evidence.address:
        raise ActivityRefused("もとの記録にあるものは、もとの画面で消します。")
    name, storage = evidence.file.name, evidence.file.storage
    evidence.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name))
    chain.record("activities.evidence_removed", actor=actor, subject=found, now=now, fields=["evidence"])
