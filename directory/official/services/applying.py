"""A run that has been read becomes true, or is taken back: all of it in one transaction, or nothing."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from directory.finding.queries import pointed_at_by_nothing
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency, Corporation
from directory.official.enums import RunState
from directory.official.exceptions import ImportRefused
from directory.official.models import ImportRun
from directory.official.rules import doubts
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction

from .attaching import attach_new_records_in_transaction
from .following import follow_records_in_transaction
from .order import acts_so_far_in_transaction


@transaction.atomic(durable=True)
def apply_run(*, run: ImportRun, actor: User | None, now: datetime, is_sure: bool = False) -> ImportRun:
    """Make official records say what the run has read; what agencies and the centre wrote is not touched.

    New records come to their agency by 法人番号 and address, doubtful ones wait for a person, others become
    agencies. A record that was not found again is marked, never closed. Raises ImportRefused when the run
    was not read, another one changed the records since, or somebody has to be sure first (`rules.doubts`).
    """
    acts = acts_so_far_in_transaction()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.READ:
        raise ImportRefused("この取り入れは、もう済んでいるか、まだ読み終えていません。")
    if run.read_after != acts:
        raise ImportRefused("読んだあとに、別の取り入れがありました。もう一度読み直してください。")
    if not is_sure and (told := doubts(run.counts)):
        raise ImportRefused(told[0])
    with connection.cursor() as cursor:
        for statement in (_CHANGE, _FOUND_AGAIN, _MARK_MISSING, _ADD, _KNOW_ADDED):
            cursor.execute(statement, {"run": run.pk})
    run.made = attach_new_records_in_transaction(run=run, today=timezone.localdate(now))
    touched = _touched_agencies(run)
    run.made["corporations"] += follow_records_in_transaction(touched)
    run.state, run.applied_at, run.applied_as = RunState.APPLIED, now, acts + 1
    run.save(update_fields=["state", "applied_at", "applied_as", "made"])
    index_agencies_in_transaction(touched, today=timezone.localdate(now))
    clear_public_pages_in_transaction()
    chain.record("directory.import_applied", actor=actor, subject=run, now=now, fields=sorted(run.counts))
    return run


@transaction.atomic(durable=True)
def undo_run(*, run: ImportRun, actor: User | None, now: datetime) -> ImportRun:
    """Take the latest applied run back: records are as they were before it, agencies that it made are gone.

    An agency that somebody has used since (a person, an application, a word of its own) stays. Raises
    ImportRefused for a run that was not applied, or that another one followed.
    """
    acts_so_far_in_transaction()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.APPLIED:
        raise ImportRefused("取り入れていないものは、元に戻せません。")
    later = ImportRun.objects.filter(state=RunState.APPLIED, applied_as__gt=run.applied_as)
    if later.exists():
        raise ImportRefused("あとの取り入れを、先に元に戻してください。")
    touched = _touched_agencies(run)
    with connection.cursor() as cursor:
        for statement in (_FORGET_PROPOSALS, _FORGET_ADDED, _REMOVE_ADDED, _RESTORE):
            cursor.execute(statement, {"run": run.pk})
    run.state, run.undone_at = RunState.UNDONE, now
    run.save(update_fields=["state", "undone_at"])
    gone = set(_remove_unused_agencies({*touched, *run.made.get("agencies", [])}))
    left = [key for key in touched if key not in gone]
    follow_records_in_transaction(left)
    # Only then: an agency that goes back to its corporation leaves the one that came with the run.
    _remove_unused_corporations(run.made.get("corporations", []))
    index_agencies_in_transaction(left, today=timezone.localdate(now))
    clear_public_pages_in_transaction()
    chain.record("directory.import_undone", actor=actor, subject=run, now=now, fields=["state"])
    return run


def _touched_agencies(run: ImportRun) -> list[int]:
    """Return what the run has touched, place by place, as the index likes it."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {"run": run.pk})
        # Row by row: a list of all rows beside the list of all keys would take as much again.
        return [key for (key,) in cursor]


def _remove_unused_agencies(keys: Collection[int]) -> list[int]:
    """Delete agencies that only imports have written and to which nothing points any more but their index."""
    unused = pointed_at_by_nothing(Agency.objects.filter(pk__in=keys, follows_official=True))
    gone = list(unused.values_list("pk", flat=True))
    Agency.objects.filter(pk__in=gone).delete()
    return gone


def _remove_unused_corporations(keys: Collection[int]) -> None:
    used = Agency.objects.filter(corporation=OuterRef("pk"))
    Corporation.objects.filter(pk__in=keys).exclude(Exists(used)).delete()


# What an import writes of a record, from the line that was read; `%s` names the line.
_FROM_LINE = {
    "fingerprint": "({0}.after ->> 'fingerprint')::uuid",
    **{
        name: "{0}.after ->> '" + name + "'"
        for name in (
            *("source", "service_code", "service_id", "office_number", "name", "name_kana"),
            *("corporation_name", "corporate_number", "prefecture", "address", "folded_address"),
            *("phone", "fax", "url"),
        )
    },
    "latitude": "({0}.after ->> 'latitude')::float8",
    "longitude": "({0}.after ->> 'longitude')::float8",
    "capacity": "({0}.after ->> 'capacity')::int",
    "hours": "{0}.after -> 'hours'",
    "last_period": "({0}.after ->> 'period')::date",
}
# Published codes have five digits, ours a sixth that checks them.
_PLACES = """
WITH place AS (
    SELECT DISTINCT ON (left(code, 5)) left(code, 5) AS area_code, id
    FROM directory_municipality ORDER BY left(code, 5), code
)
"""
_LINE_AND_PLACE = """
directory_official_importline AS line LEFT JOIN place ON place.area_code = line.after ->> 'area_code'
"""
_SET = ", ".join(f"{name} = {value.format('line')}" for name, value in _FROM_LINE.items())
_CHANGE = f"""{_PLACES}
UPDATE directory_official_officialrecord AS record
SET {_SET}, municipality_id = place.id, missing_since = NULL
FROM {_LINE_AND_PLACE}
WHERE line.run_id = %(run)s AND line.verdict = 'changed' AND record.id = line.record_id
"""  # noqa: S608 -- names of ours
_FOUND_AGAIN = """
UPDATE directory_official_officialrecord AS record
SET last_period = greatest(record.last_period, (line.after ->> 'period')::date)
FROM directory_official_importline AS line
WHERE line.run_id = %(run)s AND line.verdict = 'same' AND record.id = line.record_id
"""
_MARK_MISSING = """
WITH newest AS MATERIALIZED (
    SELECT after ->> 'source' AS source, max((after ->> 'period')::date) AS period
    FROM directory_official_importline WHERE run_id = %(run)s AND after IS NOT NULL GROUP BY 1
)
UPDATE directory_official_officialrecord AS record
SET missing_since = greatest(newest.period, record.last_period + 1)
FROM directory_official_importline AS line, newest
WHERE line.run_id = %(run)s AND line.verdict = 'missing' AND record.id = line.record_id
AND newest.source = record.source
"""
_ADD = f"""{_PLACES}
INSERT INTO directory_official_officialrecord
    (identity, first_period, municipality_id, attached, {", ".join(_FROM_LINE)})
SELECT line.identity, (line.after ->> 'period')::date, place.id, '',
    {", ".join(value.format("line") for value in _FROM_LINE.values())}
FROM {_LINE_AND_PLACE}
WHERE line.run_id = %(run)s AND line.verdict = 'new'
ORDER BY line.id
"""  # noqa: S608 -- names of ours
_KNOW_ADDED = """
UPDATE directory_official_importline AS line SET record_id = record.id
FROM directory_official_officialrecord AS record
WHERE line.run_id = %(run)s AND line.verdict = 'new' AND record.identity = line.identity
"""
_TOUCHED = """
SELECT record.agency_id FROM directory_official_importline AS line
JOIN directory_official_officialrecord AS record ON record.id = line.record_id
LEFT JOIN directory_municipality AS place ON place.id = record.municipality_id
WHERE line.run_id = %(run)s AND record.agency_id IS NOT NULL
AND (line.verdict <> 'same' OR line.before ->> 'last_period' <> line.after ->> 'period')
GROUP BY record.agency_id ORDER BY min(place.code), record.agency_id
"""
# Agencies' own foreign keys are checked at commit, but nothing is taken along by itself.
_FORGET_PROPOSALS = """
DELETE FROM directory_official_recordproposal WHERE record_id IN (
    SELECT record_id FROM directory_official_importline WHERE run_id = %(run)s AND verdict = 'new'
)
"""
# Also by runs that were read since and not applied: they have to be read again anyway.
_FORGET_ADDED = """
UPDATE directory_official_importline SET record_id = NULL WHERE record_id IN (
    SELECT record_id FROM directory_official_importline WHERE run_id = %(run)s AND verdict = 'new'
)
"""
_REMOVE_ADDED = """
DELETE FROM directory_official_officialrecord AS record
USING directory_official_importline AS line
WHERE line.run_id = %(run)s AND line.verdict = 'new' AND record.identity = line.identity
"""
_RESTORED = (*_FROM_LINE, "municipality_id", "missing_since")
_RESTORE = f"""
UPDATE directory_official_officialrecord AS record
SET {", ".join(f"{name} = earlier.{name}" for name in _RESTORED)}
FROM directory_official_importline AS line,
LATERAL jsonb_populate_record(NULL::directory_official_officialrecord, line.before) AS earlier
WHERE line.run_id = %(run)s AND line.verdict <> 'new' AND record.id = line.record_id
"""  # noqa: S608 -- names of ours
