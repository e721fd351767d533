"""What says nothing goes: players that were opened and never played, names of people who never watched."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.declared import declared
from foundation.limits.queries import limits
from training_media.viewing.limits import REPORTS_KEPT, REPORTS_TAKEN, UNUSED_KEPT
from training_media.viewing.models import PlayedPiece, Sitting, TakenOfADay, Viewer

MEASURED_FOR = timedelta(days=1)


def tidy_up(*, now: datetime) -> tuple[int, int]:
    """Delete sittings that nothing was reported of, then viewers of whom nothing is known but a name.

    Returns how many of each; what was measured on former days goes along. A sitting goes once no report of it
    is taken any more, and only while none can have been forgotten; a viewer goes `viewing.unused_kept` days
    after they were named.
    """
    days = limits(REPORTS_TAKEN, UNUSED_KEPT, on=timezone.localdate(now))
    TakenOfADay.objects.filter(day__lt=timezone.localdate(now) - MEASURED_FOR).delete()
    sittings = _drop_sittings(until=now - timedelta(days=days[REPORTS_TAKEN]), now=now)
    return sittings, _drop_viewers(until=now - timedelta(days=days[UNUSED_KEPT]), now=now)


@transaction.atomic(durable=True)
def _drop_sittings(*, until: datetime, now: datetime) -> int:
    reported = Exists(PlayedPiece.objects.filter(sitting=OuterRef("pk")))
    since = now - timedelta(days=declared(REPORTS_KEPT).least)
    empty = list(Sitting.objects.filter(~reported, began_at__gte=since, began_at__lt=until))
    if empty:
        Sitting.objects.filter(pk__in=[each.pk for each in empty]).delete()
        chain.record("viewing.empty_sittings_dropped", actor=None, subject=empty[-1], now=now)
    return len(empty)


@transaction.atomic(durable=True)
def _drop_viewers(*, until: datetime, now: datetime) -> int:
    unused = _unused(Viewer.objects.filter(known_since__lt=until))
    found = list(unused.order_by("pk").select_for_update(skip_locked=True))
    if found:
        Viewer.objects.filter(pk__in=[each.pk for each in found]).delete()
        chain.record("viewing.unused_viewers_dropped", actor=None, subject=found[-1], now=now)
    return len(found)


def _unused(viewers: QuerySet[Viewer]) -> QuerySet[Viewer]:
    """Keep those to whom no row of any app points, also of apps that this one does not know."""
    for relation in Viewer._meta.related_objects:
        model = relation.related_model
        assert not isinstance(model, str)
        rows: QuerySet[Model] = QuerySet(model).filter(**{relation.field.name: OuterRef("pk")})
        viewers = viewers.filter(~Exists(rows))
    return viewers
