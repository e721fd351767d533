"""What is counted of documents: the copies that their receiving side has taken."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from .models import Document, TakenCopy


def taken_by_receivers(documents: Iterable[Document]) -> Counter[UUID]:
    """Return how many copies the receiving side has taken of each document, by its key. One query."""
    rows = TakenCopy.objects.filter(document__in=[each.pk for each in documents], number__isnull=False)
    counts = rows.order_by().values_list("document").annotate(count=Count("pk"))
    return Counter(dict(counts))
