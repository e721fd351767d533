"""Reads of the ledger."""

from collections.abc import Sequence

from .models import PlayedPiece, Sitting, Viewer
from .rules import Beacon


def beacons_of(viewer: Viewer, *, sittings: Sequence[Sitting] | None = None) -> list[Beacon]:
    """Return what was reported while this viewer sat there to the end; of some sittings, or of all."""
    pieces = PlayedPiece.objects.filter(sitting__seats__viewer=viewer, sitting__seats__stayed=True)
    if sittings is not None:
        pieces = pieces.filter(sitting__in=sittings)
    return [piece.as_beacon(piece.sitting) for piece in pieces.select_related("sitting")]
