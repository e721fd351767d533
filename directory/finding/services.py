"""Verbs of the index: make it say what the tables say."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from content.search.rules import vector
from directory.models import Agency
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction, settings_for_now

from .enums import ExportForm, ExportReason
from .models import DirectoryEntry, FacetSet
from .profile import Profile, Word, views
from .queries import WholeAgency, condition_words, whole_agencies
from .words import entry_words, readers_of, shown

AT_ONCE = 1_000
# One writer at a time: whoever comes second reads what the first has written.
INDEX_LOCK = 4_213


def index_agencies_in_transaction(keys: Collection[int], *, today: date) -> int:
    """Make the entries of these agencies as the tables say; call it after the change, in its transaction.

    What is closed, merged or hidden is gone with the same commit. Returns how many entries changed. Many keys
    come place by place: most questions ask about one prefecture, whose rows lie on few pages then.
    """
    assert_in_transaction("index_agencies")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INDEX_LOCK])
    conditions = condition_words()
    sets = _FacetSets()
    changed, left = 0, len(keys)
    with _many_at_once() if left > AT_ONCE else nullcontext():
        for batch in batched(keys, AT_ONCE, strict=False):
            left -= len(batch)
            if not left:
                _sort_in_now()
            changed += _index(batch, conditions, sets, today)
    if changed:
        clear_public_pages_in_transaction()
    return changed


def _many_at_once() -> AbstractContextManager[None]:
    """Let new entries of many batches be sorted into the index together, which takes a fraction of the time.

    And look agencies up by their keys: the planner does not know yet how many there are after an import, and
    would read every table whole for each batch.
    """
    return settings_for_now(gin_pending_list_limit="64MB", work_mem="64MB", enable_seqscan="off")


def _sort_in_now() -> None:
    """Leave nothing lying unsorted behind the last batch: every search would have to look through it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '64kB'")


@transaction.atomic(durable=True)
def rebuild_entries(*, today: date) -> int:
    """Compare every agency with the index and repair the difference; returns how many entries changed."""
    keys = Agency.objects.order_by("municipality__code", "pk").values_list("pk", flat=True)
    changed = index_agencies_in_transaction(keys, today=today)
    FacetSet.objects.exclude(Exists(DirectoryEntry.objects.filter(facet_set=OuterRef("pk")))).delete()
    return changed


@transaction.atomic(durable=True)
def forget_closed_agencies(*, now: datetime) -> int:
    """Take out what has closed since it was indexed: a day was written down before it came."""
    current = Agency.objects.current(today=timezone.localdate(now))
    count, _ = DirectoryEntry.objects.exclude(agency__in=current).delete()
    if count:
        clear_public_pages_in_transaction()
    return count


@transaction.atomic(durable=True)
def record_taking_away(
    *, form: ExportForm, reason: ExportReason, columns: Collection[str], actor: User, now: datetime
) -> None:
    """Write down who of the staff took a list away, in which form and why; never what stood in it."""
    fields = [f"form:{form.value}", f"reason:{reason.value}", *columns]
    chain.record("directory.list_taken_away", actor=actor, subject=actor, now=now, fields=fields)


def _index(keys: Collection[int], conditions: Mapping[str, Word], sets: "_FacetSets", today: date) -> int:
    wanted = {
        (row["agency_id"], row["fingerprint"]): row
        for whole in whole_agencies(keys)
        if whole.agency.is_current(today=today)
        for row in _rows(whole, conditions)
    }
    known = DirectoryEntry.objects.filter(agency__in=keys).values_list("agency_id", "fingerprint", "pk")
    kept = {(agency, fingerprint): key for agency, fingerprint, key in known}
    gone = [key for identity, key in kept.items() if identity not in wanted]
    new = [row for identity, row in wanted.items() if identity not in kept]
    if gone:
        DirectoryEntry.objects.filter(pk__in=gone).delete()
    if new:
        _write(sets.joined(new))
    return len(gone) + len(new)


def _rows(whole: WholeAgency, conditions: Mapping[str, Word]) -> Iterator[dict[str, Any]]:
    for view, levels in views(whole.profile, whole.agreed, kind_level=whole.kind_level):
        row = _row(view, conditions) | readers_of(levels)
        yield row | {"fingerprint": _digest(row)}


def _row(view: Profile, conditions: Mapping[str, Word]) -> dict[str, Any]:
    words = entry_words(view, conditions)
    return {
        "agency_id": view.key,
        "tokens": vector(words.tokens),
        "title_folded": words.title_folded,
        "folded": words.folded,
        "sort_key": words.title_folded.partition("\n")[2] or words.title_folded,
        "shown": json.dumps(shown(view), ensure_ascii=False),
        "facets": words.facets,
        "marks": words.marks,
        "municipality_id": view.place.key if view.place else None,
        "latitude": view.address.latitude if view.address else None,
        "longitude": view.address.longitude if view.address else None,
        "confirmed_on": view.sources.known_on,
        "free_as_of": words.free_as_of,
    }


class _FacetSets:
    """The keys of sets of facets, as far as one call has needed them; new sets are written."""

    def __init__(self) -> None:
        self.keys: dict[UUID, int] = {}

    def joined(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows with the key of their set in place of facets and marks."""
        sets = [FacetSet(facets=[*row["facets"]], marks=[*row["marks"]]) for row in rows]
        for each in sets:
            each.digest = _digest([each.facets, each.marks])
        wanted = {each.digest: each for each in sets if each.digest not in self.keys}
        if wanted:
            known = FacetSet.objects.filter(digest__in=list(wanted))
            self.keys |= dict(known.values_list("digest", "pk"))
            # Whoever writes entries has locked the index: nobody else adds the same ones.
            new = FacetSet.objects.bulk_create(
                each for digest, each in wanted.items() if digest not in self.keys
            )
            self.keys |= {each.digest: each.pk for each in new}
        return [
            {name: value for name, value in row.items() if name not in ("facets", "marks")}
            | {"facet_set_id": self.keys[each.digest]}
            for row, each in zip(rows, sets, strict=True)
        ]


def _digest(said: object) -> UUID:
    words = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return UUID(bytes=hashlib.blake2b(words.encode(), digest_size=16).digest())


def _write(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows by COPY, which takes a fraction of the time of INSERT."""
    columns = list(rows[0])
    table = DirectoryEntry._meta.db_table
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[column] for column in columns])
