"""The version of everything that the public reads.

Whole pages are kept in the memory of each web process under this version. An app that changes something
shown on a public page says so here; it need not know who keeps pages, or whether anybody does.
"""

import time
from collections.abc import Callable
from functools import lru_cache, wraps

from django.db import DatabaseError, connection, transaction

from .transactions import assert_in_transaction

# A sequence: raising it locks nobody, as raising a counter in a row would.
SEQUENCE = "portal_front_cache_version"
READ = f"SELECT last_value FROM {SEQUENCE}"  # noqa: S608 -- a name of ours
READ_EVERY_SECONDS = 1.0
# As many answers of one read are kept: one for each day and kind of reader.
MOST_ANSWERS_KEPT = 16


class Version:
    """What one process knows of the version: it looks at most once a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.number: int | None = None
        self.until = 0.0
        self.forgotten = 0

    def read(self) -> tuple[int, int] | None:
        """Return the present version; while the database is gone the last one, or None if there was none."""
        if self.clock() >= self.until:
            self.until = self.clock() + READ_EVERY_SECONDS
            try:
                with connection.cursor() as cursor:
                    cursor.execute(READ)
                    (self.number,) = cursor.fetchone()
            except DatabaseError:
                pass  # readers keep the pages of a moment ago instead of an error
        return None if self.number is None else (self.forgotten, self.number)

    def forget(self) -> None:
        """Look again at the next reading, and call what this process has kept so far outdated."""
        self.forgotten += 1
        self.until = 0.0


version = Version()


def kept_until_changed[**P, R](read: Callable[P, R]) -> Callable[P, R]:
    """Return this read with its answer kept in the process until something public changes.

    For what nearly every page shows and few people change. Whoever writes asks the read itself: before the
    commit a kept answer is the old one. Arguments are hashable, and nobody changes an answer.
    """

    @lru_cache(maxsize=MOST_ANSWERS_KEPT)
    def answer(_version: tuple[int, int], *args: P.args, **kwargs: P.kwargs) -> R:
        return read(*args, **kwargs)

    @wraps(read)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        known = version.read()
        return read(*args, **kwargs) if known is None else answer(known, *args, **kwargs)

    return kept


def clear_public_pages_in_transaction() -> None:
    """Let every kept page be made anew once the caller's transaction has committed.

    Other processes notice within a second. Before the commit old pages would be kept under the new version.
    """
    assert_in_transaction("clear_public_pages")
    clear_public_pages_on_commit()


def clear_public_pages_on_commit() -> None:
    """Do the same for callers that cannot tell whether they are in a transaction, as Wagtail's signals."""
    transaction.on_commit(_raise)


def _raise() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [SEQUENCE])
    version.forget()
