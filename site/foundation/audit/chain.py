"""The append-only hash chain of one door: each entry's hash covers its bytes and the hash before it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction

from foundation.transactions import assert_in_transaction

from .models import Entry

FIRST_HASH = "0" * 64
# One writer at a time appends; the number only has to be ours within this database.
CHAIN_LOCK = 7_351_402
# References are checked at the commit, and each check waits for whoever has locked the row that is referred
# to. With the chain locked meanwhile, which they want next, both would wait for ever: so it is done before.
CHECK_REFERENCES = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found: how many entries, the last hash, the first broken entry if any.

    `heads` are the hashes at the numbers of entries that were asked for, as far as the chain reaches.
    """

    entries: int
    head: str
    broken_id: int | None
    reason: str
    heads: Mapping[int, str] = field(default_factory=dict)


def record(
    verb: str,
    *,
    actor: models.Model | AnonymousUser | None,
    subject: models.Model,
    now: datetime,
    fields: Iterable[str] = (),
) -> None:
    """Append one entry in the caller's transaction, as its last step: the chain stays locked until commit.

    Only ids, verbs and field names are written, never values. Raises NotInTransaction outside a
    transaction.
    """
    assert_in_transaction(verb)
    facts = {
        "at": now.isoformat(),
        "actor_id": getattr(actor, "pk", None),
        "verb": verb,
        "subject_type": subject._meta.label_lower,
        "fields": sorted(fields),
    }
    facts |= {"subject_key": str(subject.pk)} if isinstance(subject.pk, UUID) else {"subject_id": subject.pk}
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute(f"{CHECK_REFERENCES}; SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    previous = Entry.objects.order_by("-id").values_list("hash", flat=True).first() or FIRST_HASH
    Entry.objects.create(
        **(facts | {"at": now}), body=body, previous_hash=previous, hash=link(previous, body)
    )


def link(previous: str, body: str) -> str:
    """Return the hash of an entry: SHA-256 over the previous hash and the stored bytes."""
    return hashlib.sha256(previous.encode() + body.encode()).hexdigest()


def verify(*, at: Collection[int] = ()) -> Verdict:
    """Walk the whole chain and return the first entry whose bytes, columns or link do not agree.

    Tells the hash that the chain had when it was so many entries long, for each number of `at`.
    """
    previous, count = FIRST_HASH, 0
    asked = frozenset(at)
    heads = {0: FIRST_HASH} if 0 in asked else {}
    with transaction.atomic():
        for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
            reason = _broken(entry, previous)
            if reason:
                return Verdict(count, previous, entry.pk, reason)
            previous, count = entry.hash, count + 1
            if count in asked:
                heads[count] = previous
    return Verdict(count, previous, None, "", heads)


def _broken(entry: Entry, previous: str) -> str:
    if entry.previous_hash != previous:
        return "前の記録とつながっていません（記録が消されたか、差し込まれました）"
    if entry.hash != link(previous, entry.body):
        return "記録の中身が書き換えられています"
    facts = json.loads(entry.body)
    columns = {name: getattr(entry, name) for name in ("actor_id", "verb", "subject_type", "fields")}
    columns |= {"at": entry.at, "subject_id": entry.subject_id, "subject_key": entry.subject_key}
    if columns != _as_columns(facts):
        return "記録の見出しが書き換えられています"
    return ""


def _as_columns(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what was hashed as the columns repeat it."""
    key = facts.get("subject_key")
    return facts | {
        "at": datetime.fromisoformat(facts["at"]),
        "subject_id": facts.get("subject_id"),
        "subject_key": UUID(key) if key else None,
    }
