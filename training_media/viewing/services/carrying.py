"""Whoever watched an earlier edit knows of the new one what both have in common."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet

from foundation.transactions import assert_in_transaction
from training_media.models import Recording
from training_media.viewing.models import Coverage, KeptPiece
from training_media.viewing.rules import SamePiece, carried_over
from training_media.viewing.spans import NOTHING, Spans, union


def keep_pieces_in_transaction(recording: Recording, pieces: Sequence[SamePiece]) -> None:
    """Say anew what a recording has in common with the one in its place, and carry over what was watched.

    Raises IntegrityError for pieces that overlap in the old recording.
    """
    assert_in_transaction("keep_pieces")
    KeptPiece.objects.filter(recording=recording).delete()
    KeptPiece.objects.bulk_create(
        KeptPiece(recording=recording, start=each.old[0], end=each.old[1], new_start=each.new_start)
        for each in pieces
    )
    carry_over_in_transaction(recording)


def carry_over_in_transaction(recording: Recording, *, viewers: Collection[int] | None = None) -> None:
    """Work out anew what is carried over from a recording to the one in its place, and on from there.

    Of some viewers, or of all. Nothing happens while the recording has not been replaced.
    """
    assert_in_transaction("carry_over")
    new = recording.replaced_by
    while new is not None:
        _work_out(new, viewers)
        new = new.replaced_by


def carry_all_in_transaction(viewer: int) -> None:
    """Work out anew what one viewer knows of all recordings that came in the place of others."""
    assert_in_transaction("carry_all")
    replaced = Recording.objects.filter(coverage__viewer=viewer, replaced_by__isnull=False)
    for recording in replaced.order_by("pk"):
        carry_over_in_transaction(recording, viewers=[viewer])


def _work_out(new: Recording, viewers: Collection[int] | None) -> None:
    """Let `carried` of one recording be what its earlier edits come to, and what came from other viewers."""
    pieces: dict[int, list[SamePiece]] = defaultdict(list)
    for each in KeptPiece.objects.filter(recording__replaced_by=new):
        pieces[each.recording_id].append(SamePiece((each.start, each.end), each.new_start))
    known: dict[int, Spans] = {}
    for row in _of(viewers).filter(recording__replaced_by=new):
        found = carried_over(row.watched, pieces[row.recording_id])
        if found:
            known[row.viewer_id] = union(known.get(row.viewer_id, NOTHING), found)
    _write(new, known, viewers)


def _write(new: Recording, known: Mapping[int, Spans], viewers: Collection[int] | None) -> None:
    """Write what is known now; whoever knows nothing any more loses it."""
    rows = [Coverage(viewer_id=viewer, recording=new) for viewer in sorted(known)]
    Coverage.objects.bulk_create(rows, ignore_conflicts=True)
    for row in _of(viewers).filter(recording=new).order_by("viewer").select_for_update():
        carried = union(row.carried_before, known.get(row.viewer_id, NOTHING))
        if carried != row.carried:
            row.carried = carried
            row.save(update_fields=["carried"])


def _of(viewers: Collection[int] | None) -> QuerySet[Coverage]:
    return Coverage.objects.all() if viewers is None else Coverage.objects.filter(viewer__in=viewers)
