"""What becomes of viewers when two agencies become one, or two viewers are one person."""

from django.db.models import Model

from directory.models import Agency
from foundation.transactions import assert_in_transaction
from training_media.registries import viewers_united
from training_media.viewing import queries
from training_media.viewing.models import Coverage, Seat, Viewer
from training_media.viewing.spans import union

from .carrying import carry_all_in_transaction
from .ledger import rebuild_in_transaction


def move_viewers(kept: Model, merged: Model) -> None:
    """Let the kept agency have the viewers of the merged one; whoever was known to both becomes one."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    for viewer in Viewer.objects.filter(agency=merged).order_by("pk"):
        twin = queries.twin_at(kept, viewer)
        if twin is None:
            Viewer.objects.filter(pk=viewer.pk).update(agency=kept)
        else:
            unite_in_transaction(twin, viewer)


def unite_in_transaction(kept: Viewer, merged: Viewer) -> None:
    """Give one viewer what the other reported; the moments of both are one life from now on.

    What other rooms keep of the other one moves along (`registries.viewers_united`); then it is deleted.
    """
    assert_in_transaction("unite")
    for move in viewers_united:
        move(kept.pk, merged.pk)
    shared = Seat.objects.filter(viewer=kept).values("sitting")
    Seat.objects.filter(viewer=merged).exclude(sitting__in=shared).update(viewer=kept)
    Seat.objects.filter(viewer=merged).delete()
    for row in Coverage.objects.filter(viewer=merged):
        # Of what was forgotten nobody can say any more whether both watched at once.
        rest = union(row.carried_before, row.alone_before, row.together_before)
        own, _ = Coverage.objects.get_or_create(viewer=kept, recording=row.recording)
        own.carried_before = union(own.carried_before, rest)
        own.carried = union(own.carried, rest)
        own.save(update_fields=["carried", "carried_before"])
    merged.delete()
    rebuild_in_transaction([kept.pk])
    carry_all_in_transaction(kept.pk)
