"""Reads of the ledger."""

from collections.abc import Sequence

from directory.models import Agency

from .models import PlayedPiece, Sitting, Viewer
from .rules import Beacon


def twin_at(agency: Agency, viewer: Viewer) -> Viewer | None:
    """Return the same person, or without one the same name, at another agency; none for an erased one."""
    if viewer.erased_at is not None:
        return None
    known = Viewer.objects.filter(agency=agency, person=viewer.person, erased_at__isnull=True)
    return (known if viewer.person_id else known.filter(folded_name=viewer.folded_name)).first()


def beacons_of(viewer: Viewer, *, sittings: Sequence[Sitting] | None = None) -> list[Beacon]:
    """Return what was reported while this viewer sat there to the end; of some sittings, or of all."""
    pieces = PlayedPiece.objects.filter(sitting__seats__viewer=viewer, sitting__seats__stayed=True)
    if sittings is not None:
        pieces = pieces.filter(sitting__in=sittings)
    return [piece.as_beacon(piece.sitting) for piece in pieces.select_related("sitting")]
