"""Erasing what is no case: a key of its own, files beside the database, rows that the database lets go."""

from datetime import datetime

from django.db import connection

from foundation.transactions import assert_in_transaction
from handoff.documents import keeping
from handoff.documents.models import Document
from handoff.machine.models import Handoff
from handoff.retention.classes import CLASSES
from handoff.retention.enums import RecordClass
from handoff.retention.models import Destruction
from handoff.vault import store


def erase_in_transaction(found: Destruction, *, now: datetime) -> None:
    """Erase one record that two have confirmed. Seen by the clock alone; again it does no harm.

    In backups papers of a hand-off go with the key of their case. Raises StoreUnavailable.
    """
    assert_in_transaction("erase")
    keeping_of = CLASSES[RecordClass(found.kind)]
    if keeping_of.key:
        store.destroy(keeping_of.model._base_manager.values_list("key", flat=True).get(pk=found.record))
    if found.handoff_id is not None:
        for document_id in Document.objects.filter(handoff=found.handoff_id).values_list("pk", flat=True):
            keeping.drop(document_id)
        Handoff.objects.filter(pk=found.handoff_id).update(shredded_at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT retention_erase(%s)", [found.pk])
