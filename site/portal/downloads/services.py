"""The one verb: a download is counted."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from .models import DownloadCount


@transaction.atomic(durable=True)
def count_download(*, day: date, document_id: int | None = None, sheet: str = "") -> None:
    """Add one to what was taken of this file on this day; of two at once none is lost.

    Nobody acts and nothing is audited: who takes a public paper is nobody's business.
    """
    file: dict[str, Any] = {"document_id": document_id, "sheet": sheet, "day": day}
    rows = DownloadCount.objects.filter(**file)
    if rows.update(times=F("times") + 1):
        return
    # The first of the day; whoever comes second at the same moment adds to the row of the first.
    _, is_first = DownloadCount.objects.get_or_create(**file, defaults={"times": 1})
    if not is_first:
        rows.update(times=F("times") + 1)
