"""In which order imports changed the records: one at a time, each knows after which others it came."""

from django.db import connection
from django.db.models import Count

from directory.official.models import ImportRun
from foundation.transactions import assert_in_transaction

# Two at once would each see the records before the other.
IMPORT_LOCK = 4_215


def acts_so_far_in_transaction() -> int:
    """Return how many times imports were applied or taken back; until commit nobody else does either.

    Not by the clock: who waits for the lock has read it before.
    """
    assert_in_transaction("acts_so_far")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    acts = ImportRun.objects.aggregate(applied=Count("applied_at"), undone=Count("undone_at"))
    return int(acts["applied"] + acts["undone"])
