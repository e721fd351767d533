"""Files without a row: of a transaction that failed, of a process that was killed, of what was removed."""

from datetime import datetime, timedelta

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.documents import keeping
from handoff.documents.models import Document

# A file is on the disk before its row is committed, which takes seconds.
YOUNG = timedelta(days=1)
# More than that were never lost in a day: then it is the rows that are missing.
MOST_AT_ONCE = 50


class TooManyLostFiles(Exception):
    """So many files know no row that the database, not the folder, is likely to be wrong."""


def sweep_files(*, now: datetime) -> int:
    """Delete the sealed files that no document asks for any more; returns how many. Again it does nothing.

    Raises TooManyLostFiles, and nothing is deleted, where rows seem to be missing; and StoreUnavailable.
    """
    with opened(CLOCK, now=now):
        known = list(Document.objects.filter(removed_at=None).values_list("pk", flat=True))
        lost = keeping.lost(known, made_before=now - YOUNG)
        if len(lost) > MOST_AT_ONCE:
            raise TooManyLostFiles(f"{len(lost)} files without a row beside {len(known)} rows: look first.")
        keeping.sweep(lost)
    return len(lost)
