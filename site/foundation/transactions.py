"""Steps that only make sense inside somebody's transaction say so, by their name and by this."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper


class NotInTransaction(Exception):
    """A step of an act was taken outside one: it would stay when the act fails."""


def assert_in_transaction(step: str) -> None:
    """Raise NotInTransaction, naming the step, unless a transaction is open."""
    if not connection.in_atomic_block:
        raise NotInTransaction(step)


@contextmanager
def settings_for_now(**values: str) -> Iterator[None]:
    """Let PostgreSQL work by these settings until the block is left, then as it did before.

    After a mistake nothing is to be put back: the settings go with the transaction.
    """
    assert_in_transaction("settings_for_now")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['current_setting(%s)'] * len(values))}", [*values])
        before = cursor.fetchone()
        _set(cursor, values)
        yield
        _set(cursor, dict(zip(values, before, strict=True)))


def _set(cursor: CursorWrapper, values: Mapping[str, str]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    cursor.execute(f"SELECT {calls}", [word for pair in values.items() for word in pair])


def lock_name_in_transaction(name: str) -> None:
    """Let whoever does the same wait until this transaction ends: to look for something, then to add it.

    Where a row exists that stands for it, lock that row instead.
    """
    assert_in_transaction("lock_name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let whoever does the same wait, in this process or another, until the block is left.

    For what spans more than one transaction: a look at a record, and then the durable service that changes
    it. Within one transaction take `lock_name_in_transaction`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
