"""Steps that only make sense inside somebody's transaction say so, by their name and by this."""

from django.db import connection


class NotInTransaction(Exception):
    """A step of an act was taken outside one: it would stay when the act fails."""


def assert_in_transaction(step: str) -> None:
    """Raise NotInTransaction, naming the step, unless a transaction is open."""
    if not connection.in_atomic_block:
        raise NotInTransaction(step)
