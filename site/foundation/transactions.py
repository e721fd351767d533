"""Steps that only make sense inside somebody's transaction say so, by their name and by this."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class NotInTransaction(Exception):
    """A step of an act was taken outside one: it would stay when the act fails."""


def assert_in_transaction(step: str) -> None:
    """Raise NotInTransaction, naming the step, unless a transaction is open."""
    if not connection.in_atomic_block:
        raise NotInTransaction(step)


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let whoever does the same wait, in this process or another, until the block is left.

    For what spans more than one transaction: a look at a record, and then the durable service that changes
    it. Within one transaction take `pg_advisory_xact_lock`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
