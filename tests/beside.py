"""Something done beside the test on a connection of its own, to see who waits for whom."""

import threading
import time

from django.db import connection, connections

LONGEST_SECONDS = 60


class Beside(threading.Thread):
    """Does one thing at once; `error` is what it raised."""

    def __init__(self, deed):
        super().__init__(daemon=True)
        self.deed, self.error = deed, None
        self.start()

    def run(self):
        try:
            self.deed()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            self.error = error
        finally:
            connections.close_all()

    def waits_for_a_lock(self):
        """Return True as soon as somebody waits for a lock in this database, False when the thing is done."""
        deadline = time.monotonic() + LONGEST_SECONDS
        while self.is_alive() and time.monotonic() < deadline:
            if somebody_waits():
                return True
        assert not self.is_alive(), "it neither waits nor ends"
        return False


def somebody_waits():
    """Return whether anybody waits for a lock in this database; the server holds others' as well."""
    with connection.cursor() as cursor:
        # Within a transaction the list of connections would stay as it was first seen.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return cursor.fetchone() == (True,)
