"""Somebody wants a table checked, applied or taken back: a job does it, and nobody waits for an answer."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.tables.enums import Act
from directory.tables.models import Table
from directory.tables.rules import BUSY, may_apply, may_begin, may_check, may_undo
from foundation.decision import NotAllowed, insist
from foundation.jobs import defer
from foundation.transactions import assert_in_transaction


@transaction.atomic(durable=True)
def ask_for(*, act: Act, table: Table, actor: User, now: datetime, without_faulty: bool = False) -> Table:
    """Let a job do something with a table.

    Raises NotAllowed where the rules already say that it cannot be done, and while another job is at it.
    What only the agencies themselves can tell is said on the table's page once the job has asked them.
    """
    table = idle_table_in_transaction(table, now=now)
    if act == Act.APPLY:
        insist(may_apply(table.state, table.counts, without_faulty=without_faulty))
    elif act == Act.UNDO:
        insist(may_undo(table.state, is_forgotten=table.forgotten_at is not None))
    elif not may_check(table.state):
        raise NotAllowed("もう取り込んだ表は、確かめ直せません。")
    ask_for_in_transaction(act, table, actor=actor, now=now, without_faulty=without_faulty)
    return table


def ask_for_in_transaction(
    act: Act, table: Table, *, actor: User, now: datetime, without_faulty: bool = False
) -> None:
    """Write down what shall be done with a table that nobody else is at, and queue the job."""
    assert_in_transaction("ask_for")
    table.doing, table.asked_at, table.asked_by = act, now, actor
    table.without_faulty, table.lines_done, table.refusal = without_faulty, 0, ""
    fields = ("doing", "asked_at", "asked_by", "without_faulty", "lines_done", "refusal")
    table.save(update_fields=fields)
    defer("directory.work_on_table", table=table.pk)


def idle_table_in_transaction(table: Table, *, now: datetime) -> Table:
    """Return a table as it stands now, locked until commit.

    Raises NotAllowed while a job is at it, without waiting for that job's end.
    """
    assert_in_transaction("idle_table")
    found = Table.objects.select_for_update(skip_locked=True).filter(pk=table.pk).first()
    if found is None:
        raise NotAllowed(BUSY)
    insist(may_begin(found.asked_at, now=now))
    return found


def end_in_transaction(table: Table, *fields: str) -> None:
    """Save these fields of a table together with the word that no job is at it any more."""
    assert_in_transaction("end")
    table.doing, table.asked_at, table.asked_by = "", None, None
    table.save(update_fields=[*fields, "doing", "asked_at", "asked_by"])
