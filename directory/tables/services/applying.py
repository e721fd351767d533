"""A table that was checked becomes true, or is taken back: all of it in one transaction, or nothing."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from directory.finding.queries import pointed_at_by_nothing
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency, Corporation
from directory.tables.enums import TableState, Verdict
from directory.tables.models import Table, TableLine
from directory.tables.rules import may_apply, may_undo
from directory.tables.snapshots import NEW_CORPORATION, WRITTEN
from foundation.audit import chain
from foundation.decision import NotAllowed, insist
from foundation.japanese.text import fold
from foundation.public_pages import clear_public_pages_in_transaction

from .asking import end_in_transaction
from .checking import AT_ONCE, judged, locked_table_in_transaction, way_up

# Two tables at once would each see the agencies before the other.
TABLE_LOCK = 4_216
MOST_NAMED = 3
_CHANGING = (Verdict.NEW, Verdict.CHANGED)


@transaction.atomic(durable=True)
def apply_table(*, table: Table, actor: User, now: datetime, without_faulty: bool = False) -> Table:
    """Add and change agencies as the lines of a table say; official records and declarations stay.

    Agencies that change follow official data no more: what staff wrote holds. Cells are forgotten. Raises
    NotAllowed where something is doubtful or faulty (`rules.may_apply`), and where agencies have changed
    since the table was checked.
    """
    table = _ordered(table)
    insist(may_apply(table.state, table.counts, without_faulty=without_faulty))
    lines = list(table.lines.all())
    touched = [each.agency_id for each in lines if each.verdict == Verdict.CHANGED and each.agency_id]
    list(Agency.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=touched).order_by("pk"))
    told = [(each.line, each.verdict, each.agency_id, each.before, each.after) for each in lines]
    today = timezone.localdate(now)
    if told != [each.told for each in judged(table, lines, today=today)]:
        raise NotAllowed("確かめたあとに、機関が変わりました。「もう一度確かめる」を押してください。")
    table.made_corporations = _add_corporations(lines)
    _add_agencies(lines)
    changed = [each for each in lines if each.verdict in _CHANGING]
    TableLine.objects.bulk_update(changed, ["agency", "after"], batch_size=AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"table": table.pk})
    # What a list says besides stays in the list.
    table.lines.update(cells=[])
    table.state, table.applied_at = TableState.APPLIED, now
    end_in_transaction(table, "state", "applied_at", "made_corporations")
    index_agencies_in_transaction([each.agency_id for each in changed if each.agency_id], today=today)
    clear_public_pages_in_transaction()
    chain.record("directory.table_applied", actor=actor, subject=table, now=now, fields=sorted(table.counts))
    return table


@transaction.atomic(durable=True)
def undo_table(*, table: Table, actor: User, now: datetime) -> Table:
    """Let agencies be as they were before the table; those that it added are gone.

    Raises NotAllowed, naming some, where an agency has changed since or something points at a new one, and
    where what it stood below or belonged to is gone or stands below it by now: then nothing is taken back.
    """
    table = _ordered(table)
    insist(may_undo(table.state, is_forgotten=table.forgotten_at is not None))
    lines = list(table.lines.filter(verdict__in=_CHANGING))
    keys = [each.agency_id for each in lines if each.agency_id]
    list(Agency.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    _refuse_what_changed(table)
    added = [each.agency_id for each in lines if each.verdict == Verdict.NEW and each.agency_id]
    _refuse_what_is_used(added)
    _refuse_what_is_gone(table)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, {"table": table.pk})
    _refuse_circles(keys)
    Agency.objects.filter(pk__in=added).delete()
    used = Agency.objects.filter(corporation=OuterRef("pk"))
    Corporation.objects.filter(pk__in=table.made_corporations).exclude(Exists(used)).delete()
    table.state, table.undone_at = TableState.UNDONE, now
    end_in_transaction(table, "state", "undone_at")
    index_agencies_in_transaction(sorted(set(keys) - set(added)), today=timezone.localdate(now))
    clear_public_pages_in_transaction()
    chain.record("directory.table_undone", actor=actor, subject=table, now=now, fields=["state"])
    return table


def _ordered(table: Table) -> Table:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TABLE_LOCK])
    return locked_table_in_transaction(table)


def _add_corporations(lines: Collection[TableLine]) -> list[int]:
    """Add the corporations that lines name for the first time, each once, and let the lines say which."""
    made: dict[tuple[str, str], Corporation] = {}
    for line in lines:
        if line.after and (said := line.after.pop(NEW_CORPORATION, None)):
            number, name = said
            key = (number, "" if number else fold(name))
            if key not in made:
                made[key] = Corporation.objects.create(corporate_number=number or None, name=name)
            line.after["corporation_id"] = made[key].pk
    return [each.pk for each in made.values()]


def _add_agencies(lines: Collection[TableLine]) -> None:
    new = [each for each in lines if each.verdict == Verdict.NEW and each.after]
    agencies = [Agency(**{name: each.after[name] for name in WRITTEN}) for each in new if each.after]
    Agency.objects.bulk_create(agencies, batch_size=AT_ONCE)
    for line, agency in zip(new, agencies, strict=True):
        line.agency = agency


def _refuse_what_changed(table: Table) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED_SINCE, {"table": table.pk})
        names = [name for (name,) in cursor.fetchall()]
    if names:
        raise NotAllowed(f"取り込んだあとに変わった機関があるので、戻せません：{_some(names)}")


def _refuse_what_is_used(added: Collection[int]) -> None:
    unused = pointed_at_by_nothing(Agency.objects.filter(pk__in=added))
    used = Agency.objects.filter(pk__in=added).exclude(pk__in=unused.values("pk"))
    if names := list(used.values_list("name", flat=True)):
        raise NotAllowed(f"取り込んだあとに使われた機関があるので、戻せません：{_some(names)}")


def _refuse_what_is_gone(table: Table) -> None:
    """Refuse where an agency stood below, or belonged to, what is there no more."""
    with connection.cursor() as cursor:
        cursor.execute(_POINTED_AT_WHAT_IS_GONE, {"table": table.pk})
        names = [name for (name,) in cursor.fetchall()]
    if names:
        raise NotAllowed(f"前の法人か、前の上の組織が、もうない機関があるので、戻せません：{_some(names)}")


def _refuse_circles(keys: Collection[int]) -> None:
    """Refuse where an agency would stand below itself, because others have moved below it since."""
    above = dict(Agency.objects.filter(parent__isnull=False).values_list("pk", "parent"))
    circling = [key for key in keys if key in way_up(key, above)]
    if names := list(Agency.objects.filter(pk__in=circling).values_list("name", flat=True)):
        raise NotAllowed(f"前の上の組織が、いまはこの機関の下にあるので、戻せません：{_some(names)}")


def _some(names: list[str]) -> str:
    more = f"、ほか{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


_SET = ", ".join(f"{name} = said.{name}" for name in WRITTEN)
_WRITE = f"""
UPDATE directory_agency AS agency SET {_SET}
FROM directory_tables_tableline AS line,
LATERAL jsonb_populate_record(NULL::directory_agency, line.after) AS said
WHERE line.table_id = %(table)s AND line.verdict = 'changed' AND agency.id = line.agency_id
"""  # noqa: S608 -- names of ours
_TAKE_BACK = f"""
UPDATE directory_agency AS agency SET {_SET}
FROM directory_tables_tableline AS line,
LATERAL jsonb_populate_record(NULL::directory_agency, line.before) AS said
WHERE line.table_id = %(table)s AND line.verdict = 'changed' AND agency.id = line.agency_id
"""  # noqa: S608 -- names of ours
_POINTED_AT_WHAT_IS_GONE = """
SELECT line.after ->> 'name' FROM directory_tables_tableline AS line,
LATERAL jsonb_populate_record(NULL::directory_agency, line.before) AS said
WHERE line.table_id = %(table)s AND line.verdict = 'changed' AND (
    said.corporation_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM directory_corporation AS body WHERE body.id = said.corporation_id)
    OR said.parent_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM directory_agency AS above WHERE above.id = said.parent_id)
)
ORDER BY line.line
"""
# Also agencies that are gone, under the name that they had.
_CHANGED_SINCE = """
SELECT line.after ->> 'name' FROM directory_tables_tableline AS line
LEFT JOIN directory_agency AS agency ON agency.id = line.agency_id
WHERE line.table_id = %(table)s AND line.verdict IN ('new', 'changed')
AND (agency.id IS NULL OR NOT to_jsonb(agency) @> line.after)
ORDER BY line.line
"""
