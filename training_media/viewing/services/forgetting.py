"""What players reported is forgotten some time after; what it came to stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from training_media.viewing.limits import REPORTS_KEPT
from training_media.viewing.models import Coverage, PlayedPiece, Sitting, Viewer
from training_media.viewing.queries import beacons_of
from training_media.viewing.rules import Settled, settled
from training_media.viewing.spans import NOTHING, union

AT_ONCE = 500


def forget_old_reports(*, now: datetime) -> int:
    """Forget what was reported of sittings that began so long ago; returns of how many."""
    until = now - timedelta(days=limit(REPORTS_KEPT, on=timezone.localdate(now)))
    forgotten = 0
    while count := _forget_some(until, now):
        forgotten += count
    return forgotten


@transaction.atomic(durable=True)
def _forget_some(until: datetime, now: datetime) -> int:
    """Forget the reports of the oldest sittings: those that began first count first, so no total moves."""
    reported = Exists(PlayedPiece.objects.filter(sitting=OuterRef("pk")))
    old = Sitting.objects.filter(reported, began_at__lt=until).order_by("began_at", "pk")
    sittings = list(old[:AT_ONCE])
    if not sittings:
        return 0
    viewers = Viewer.objects.filter(seats__sitting__in=sittings, seats__stayed=True).values("pk")
    for viewer in Viewer.objects.filter(pk__in=viewers).order_by("pk").select_for_update():
        _keep(viewer, sittings)
    PlayedPiece.objects.filter(sitting__in=sittings).delete()
    chain.record("viewing.reports_forgotten", actor=None, subject=sittings[-1], now=now)
    return len(sittings)


def _keep(viewer: Viewer, sittings: Sequence[Sitting]) -> None:
    found: Settled = settled(beacons_of(viewer, sittings=sittings), spent=viewer.spent_before)
    Viewer.objects.filter(pk=viewer.pk).update(spent_before=found.spent)
    for row in Coverage.objects.filter(viewer=viewer):
        row.alone_before, row.together_before = (
            union(before, found.credit.get((row.recording_id, is_together), NOTHING))
            for is_together, before in ((False, row.alone_before), (True, row.together_before))
        )
        row.save(update_fields=["alone_before", "together_before"])
