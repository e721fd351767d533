"""Reads of the ledger."""

from collections.abc import Collection, Sequence

from directory.models import Agency

from .models import PLAYED, PlayedPiece, Sitting, Viewer
from .rules import Beacon


def twin_at(agency: Agency, viewer: Viewer) -> Viewer | None:
    """Return the same person, or without one the same name, at another agency; none for an erased one."""
    if viewer.erased_at is not None:
        return None
    known = Viewer.objects.filter(agency=agency, person=viewer.person, erased_at__isnull=True)
    return (known if viewer.person_id else known.filter(folded_name=viewer.folded_name)).first()


def beacons_of(viewer: Viewer, *, sittings: Sequence[Sitting] | None = None) -> list[Beacon]:
    """Return what was reported while this viewer sat there to the end; of some sittings, or of all.

    Two queries; the pieces, of which there may be tens of thousands, never become rows of the model.
    """
    sat = Sitting.objects.filter(seats__viewer=viewer, seats__stayed=True)
    if sittings is not None:
        sat = sat.filter(pk__in=[each.pk for each in sittings])
    known = {each.pk: each for each in sat}
    pieces = PlayedPiece.objects.filter(sitting__in=known).values_list("sitting", *PLAYED)
    return [known[row[0]].as_beacon(row[1:]) for row in pieces]


def count_beacons(viewers: Collection[int]) -> int:
    """Return how many pieces `beacons_of` would return for all of these viewers together."""
    pieces = PlayedPiece.objects.filter(sitting__seats__viewer__in=viewers, sitting__seats__stayed=True)
    return pieces.count()
