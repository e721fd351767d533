"""Verbs: staff enter a table, send it, a second person verifies it, it is published and taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import connection, transaction

from accounts.access import has_role
from accounts.models import User
from content.search.services import index_in_transaction
from foundation.audit import chain
from foundation.decision import YES, Decision, is_as_seen
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from . import beside, queries, rules, small_counts
from .enums import SMALL_COUNTS_ROLES, Scope, TableState
from .exceptions import FiguresRefused
from .models import SmallCounts, StatTable, StatValue
from .search import SOURCE
from .side_by_side import ReadBeside, may_stand_beside

THE_ONE_ROW = 1
VERB = "figures.table_{}"
DONE = {"send": "sent", "verify": "verified", "publish": "published", "take_back": "taken_back"}
# What a correction brings to the table whose place it takes; address, kind and age of that table stay.
CORRECTED = (
    *("scope", "title", "measured", "base_text", "base_number", "base_unit", "unit", "fiscal_year", "as_of"),
    *("period", "source_title", "source_year", "source_url", "caution", "chart", "adds_up", "order"),
)


@dataclass(frozen=True)
class RowPlan:
    """What somebody wrote in one row; the number as written, so that 90.0 stays 90.0."""

    label: str
    value: Decimal | None
    unit: str = ""
    note: str = ""


@transaction.atomic(durable=True)
def create_table(
    *,
    details: Mapping[str, object],
    rows: Sequence[RowPlan],
    actor: User,
    now: datetime,
    is_sample: bool = False,
) -> StatTable:
    """Enter a table as a draft. Raises FiguresRefused when its numbers do not fit together."""
    table = enter_in_transaction(StatTable(is_sample=is_sample), details, rows, actor=actor, now=now)
    chain.record("figures.table_entered", actor=actor, subject=table, now=now, fields=details)
    return table


@transaction.atomic(durable=True)
def update_table(
    *, table: StatTable, details: Mapping[str, object], rows: Sequence[RowPlan], actor: User, now: datetime
) -> StatTable:
    """Change a draft; whoever changes it last is who entered it. Raises FiguresRefused."""
    table = _locked(table)
    _require(rules.may_change(table.state, has_correction=queries.has_correction(table)))
    changed = [name for name, value in details.items() if getattr(table, name) != value]
    enter_in_transaction(table, details, rows, actor=actor, now=now)
    chain.record("figures.table_changed", actor=actor, subject=table, now=now, fields=[*changed, "values"])
    return table


@transaction.atomic(durable=True)
def send_table(*, table: StatTable, actor: User, now: datetime) -> None:
    """Ask for a second person. Raises FiguresRefused when words of the table tell a number it hides."""
    table = _locked(table)
    _require(rules.may_move(table.state, "send"))
    _require(_tells_nothing_hidden(table, queries.small_counts_threshold()))
    _move(table, "send", actor=actor, now=now)


@transaction.atomic(durable=True)
def verify_table(*, table: StatTable, actor: User, now: datetime) -> None:
    """Say, as a second person, that a table is as its source says; `table` is as that person has read it.

    Raises FiguresRefused, also when it has changed since, or would give away numbers together with a
    published one.
    """
    read = table
    table, others = _locked_beside(table)
    entered_by = table.entered_by
    _require(
        rules.may_verify(
            table.state,
            is_by_who_entered=actor == entered_by,
            entered_by_manager=entered_by is not None and has_role(entered_by, SMALL_COUNTS_ROLES),
            is_manager=has_role(actor, SMALL_COUNTS_ROLES),
        )
    )
    _require(is_as_seen(table.changed_at, read.changed_at))
    _require(_stands_beside_all(table, others, queries.small_counts_threshold()))
    table.verified_by, table.verified_at = actor, now
    _move(table, "verify", actor=actor, now=now)


@transaction.atomic(durable=True)
def publish_table(*, table: StatTable, actor: User, now: datetime) -> StatTable:
    """Let everybody read a verified table; a correction takes the place of the table that it corrects.

    Returns the table that is public now. Raises FiguresRefused for any other than a verified one.
    """
    table, others = _locked_beside(table)
    _require(rules.may_move(table.state, "publish"))
    # The threshold may have risen, and others may have been published, since the table was sent.
    threshold = queries.small_counts_threshold()
    _require(_tells_nothing_hidden(table, threshold))
    _require(_stands_beside_all(table, others, threshold))
    if table.replaces_id:
        table = _put_in_place(table)
    table.published_at = now
    _move(table, "publish", actor=actor, now=now)
    return table


def _put_in_place(correction: StatTable) -> StatTable:
    """Give the corrected table the words, rows and people of its correction, which then is no more."""
    assert correction.replaces_id
    table = _locked(StatTable(pk=correction.replaces_id))
    _require(rules.may_move(table.state, "replace"))
    taken = (*CORRECTED, "entered_by", "verified_by", "verified_at", "changed_at")
    for name in taken:
        setattr(table, name, getattr(correction, name))
    # The check of the second person is the correction's: as the row stands, it was published already.
    table.state, table.published_at = TableState(rules.MOVES["replace"].ends), None
    table.save(update_fields=[*taken, "state", "published_at"])
    table.values.all().delete()
    correction.values.update(table=table)
    correction.delete()
    return table


@transaction.atomic(durable=True)
def correct_table(*, table: StatTable, actor: User, now: datetime) -> StatTable:
    """Begin a corrected version as a draft; the table stays public until the version has been checked.

    Raises FiguresRefused when the table is not public or a version has been begun.
    """
    table = _locked(table)
    _require(rules.may_correct(table.state, has_correction=queries.has_correction(table)))
    rows = [_as_planned(each) for each in table.values.all()]
    words = {name: getattr(table, name) for name in CORRECTED}
    correction = StatTable(replaces=table, is_sample=table.is_sample)
    enter_in_transaction(correction, words, rows, actor=actor, now=now)
    chain.record("figures.correction_begun", actor=actor, subject=correction, now=now)
    return correction


def _as_planned(value: StatValue) -> RowPlan:
    number = queries.as_typed(value.value, value.decimals)
    return RowPlan(value.label, number, value.unit, value.note)


@transaction.atomic(durable=True)
def drop_correction(*, table: StatTable, actor: User, now: datetime) -> StatTable:
    """Give a corrected version up; returns the table, public as it was. Raises FiguresRefused."""
    table = _locked(table)
    corrected = table.replaces
    if corrected is None:
        raise FiguresRefused("やめられるのは、直した版だけです。")
    gone = StatTable(pk=table.pk)
    table.delete()
    chain.record("figures.correction_dropped", actor=actor, subject=gone, now=now)
    return corrected


@transaction.atomic(durable=True)
def take_table_back(*, table: StatTable, actor: User, now: datetime) -> None:
    """Make a table a draft again, unseen and to be verified anew. Raises FiguresRefused."""
    table = _locked(table)
    _require(rules.may_move(table.state, "take_back"))
    table.verified_by = table.verified_at = table.published_at = None
    _move(table, "take_back", actor=actor, now=now)


@transaction.atomic(durable=True)
def set_small_counts(*, threshold: int, actor: User, now: datetime) -> None:
    """Set the smallest count of people that is shown, for every table at once.

    Raises FiguresRefused, and then nothing changes, when published words, here or in another room, would tell
    what the numbers no longer show, or two tables together would.
    """
    _require(small_counts.may_set_threshold(threshold))
    # Each of them: whoever publishes one meanwhile reads the threshold after this.
    public = [table for table in lock_own_in_transaction() if table.state == TableState.PUBLISHED]
    elsewhere = beside.read_elsewhere(threshold)
    telling = [table.title for table in public if not _tells_nothing_hidden(table, threshold).allowed]
    together = [
        table.title
        for place, table in enumerate(public)
        if not _stands_beside(table, public[:place] + public[place + 1 :], elsewhere, threshold).allowed
    ]
    _require(small_counts.may_hide_more(telling, together, beside.titles_that_tell(threshold)))
    setting, _ = SmallCounts.objects.update_or_create(pk=THE_ONE_ROW, defaults={"threshold": threshold})
    clear_public_pages_in_transaction()
    chain.record(
        "figures.small_counts_set", actor=actor, subject=setting, now=now, fields=[f"threshold:{threshold}"]
    )


def enter_in_transaction(
    table: StatTable,
    details: Mapping[str, object],
    rows: Sequence[RowPlan],
    *,
    actor: User | None,
    now: datetime,
) -> StatTable:
    """Write words and rows of a table. Raises FiguresRefused when its numbers do not fit together.

    A table without an address gets one from its year and number.
    """
    assert_in_transaction("enter_table")
    for name, value in details.items():
        setattr(table, name, value)
    _require(fits(table, rows))
    table.entered_by, table.changed_at = actor, now
    needs_address = not table.slug
    table.slug = table.slug or uuid4().hex
    table.save()
    if needs_address:
        table.slug = f"{table.fiscal_year or table.source_year}-{table.pk}"
        table.save(update_fields=["slug"])
    table.values.all().delete()
    StatValue.objects.bulk_create(_value(table, place, row) for place, row in enumerate(rows, start=1))
    return table


def fits(table: StatTable, rows: Sequence[RowPlan]) -> Decision:
    """Decide whether rows and words of a table fit together, for the form as well."""
    values = [row.value for row in rows]
    units = [row.unit or table.unit for row in rows]
    agreed = rules.rows_agree(
        is_own=table.is_own, units=units, values=values, adds_up=table.adds_up, base=table.base_number
    )
    if not agreed.allowed:
        return agreed
    return rules.may_draw(table.chart, values=values, units=len(set(units)), adds_up=table.adds_up)


def _value(table: StatTable, place: int, row: RowPlan) -> StatValue:
    exponent = row.value.as_tuple().exponent if row.value is not None else 0
    return StatValue(
        table=table,
        order=place,
        label=row.label,
        value=row.value,
        decimals=max(0, -int(exponent)),
        unit=row.unit,
        note=row.note,
        is_suppressible=small_counts.hides_when_small(
            is_own=table.scope == Scope.OWN, unit=row.unit or table.unit
        ),
    )


def _locked(table: StatTable) -> StatTable:
    found = StatTable.objects.select_for_update(no_key=True, of=("self",)).filter(pk=table.pk).first()
    if found is None:
        raise FiguresRefused("この表は、もうありません。")
    return found


def _locked_beside(table: StatTable) -> tuple[StatTable, list[StatTable]]:
    """Lock a table and return it with the published ones of the own centre.

    All own tables are locked, in one order: of two that must not stand together and are published at the
    same moment, the second finds the first.
    """
    assert_in_transaction("lock_beside")
    own = lock_own_in_transaction() if table.is_own else []
    found = next((each for each in own if each.pk == table.pk), None) or _locked(table)
    # A correction stands where the table stood that it corrects, never beside it.
    apart = {found.pk, found.replaces_id}
    others = [each for each in own if each.pk not in apart and each.state == TableState.PUBLISHED]
    return found, others


def lock_own_in_transaction() -> list[StatTable]:
    """Let the threshold stand still, and with it what the own tables show; returns them.

    Whoever publishes counts, here or in another room, asks for this first: of two at the same moment the
    second then finds what the first has published, also where there is no table yet to be locked.
    """
    assert_in_transaction("lock_own")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('figures:small_counts', 0))")
    own = StatTable.objects.filter(scope=Scope.OWN).prefetch_related("values").order_by("pk")
    return list(own.select_for_update(no_key=True, of=("self",)))


def _stands_beside_all(table: StatTable, others: Iterable[StatTable], threshold: int) -> Decision:
    """Decide as `_stands_beside`, with what other rooms have published of the same year."""
    elsewhere = beside.read_elsewhere(threshold, table.fiscal_year) if table.is_own else []
    return _stands_beside(table, others, elsewhere, threshold)


def _stands_beside(
    table: StatTable, others: Iterable[StatTable], elsewhere: Iterable[ReadBeside], threshold: int
) -> Decision:
    """Decide whether an own table and what is published of its year keep each other's secrets."""
    if not table.is_own:
        return YES
    of_the_year = [each for each in others if each.fiscal_year == table.fiscal_year]
    return may_stand_beside(
        queries.seen_beside_others(table, threshold=threshold),
        [queries.seen_beside_others(each, threshold=threshold) for each in of_the_year],
        [each for each in elsewhere if each.fiscal_year == table.fiscal_year],
        threshold=threshold,
    )


def _require(decision: Decision) -> None:
    if not decision.allowed:
        raise FiguresRefused(decision.reason)


def _tells_nothing_hidden(table: StatTable, threshold: int) -> Decision:
    values = list(table.values.all())
    if not values:
        return Decision(False, "数を1行以上書いてください。")
    seen = queries.shown(table, threshold=threshold)
    hidden = [
        each.value
        for each, row in zip(values, seen.rows, strict=True)
        if row.is_hidden and each.value is not None
    ]
    if hidden and (seen.total is None or seen.total.is_hidden):
        # A sum that the table itself does not show would give away what is missing.
        hidden.append(sum((each.value or Decimal(0) for each in values if each.is_suppressible), Decimal(0)))
    words = [table.title, table.measured, table.base_text, table.period, table.source_title, table.caution]
    told = small_counts.told_numbers(
        [*words, *(word for each in values for word in (each.label, each.note))], hidden
    )
    if told:
        return Decision(
            False, f"表では隠す数か、その合計（{told[0]}）が、文の中に書かれています。文から外してください。"
        )
    return YES


def _move(table: StatTable, move: str, *, actor: User, now: datetime) -> None:
    table.state, table.changed_at = TableState(rules.MOVES[move].ends), now
    table.save(update_fields=["state", "changed_at", "verified_by", "verified_at", "published_at"])
    clear_public_pages_in_transaction()
    index_in_transaction(SOURCE, [table.pk])
    chain.record(VERB.format(DONE[move]), actor=actor, subject=table, now=now)
