"""Staff write the words under which kinds of service and conditions are found and explained."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import transaction

from accounts.models import User
from content.services import store_in_transaction
from directory.finding.services import AT_ONCE, index_agencies_in_transaction
from directory.models import Condition, ServiceKind
from directory.queries import agencies_with
from foundation.audit import chain
from foundation.jobs import defer
from foundation.public_pages import clear_public_pages_in_transaction


@transaction.atomic(durable=True)
def change_words[Row: ServiceKind | Condition](
    *, row: Row, values: Mapping[str, Any], actor: User, now: datetime
) -> Row:
    """Change words of a kind of service or a condition; a job lets the index of its agencies follow.

    Official name, number and place in the list are the code list's own. Raises RecordIsGone.
    """
    kept, changed = store_in_transaction(row, values)
    clear_public_pages_in_transaction()
    defer("directory.index_word", table=kept._meta.model_name, code=kept.pk)
    # The audit's ids are numbers, and these rows have none: the code stands among the names.
    unnumbered = type(kept)(pk=None)
    fields = [*changed, f"code:{kept.pk}"]
    chain.record("directory.words_changed", actor=actor, subject=unnumbered, now=now, fields=fields)
    return kept


def index_word(*, table: str, code: str, today: date) -> int:
    """Make the index of all agencies with a kind of service or a condition say its words as they are now.

    Some agencies at a time, so that nobody else waits for long; returns how many entries changed.
    """
    changed = 0
    for keys in batched(agencies_with(table, code), AT_ONCE, strict=False):
        with transaction.atomic(durable=True):
            changed += index_agencies_in_transaction(keys, today=today)
    return changed
