"""What becomes of the centre's own knowledge when two agencies are merged."""

from directory.models import Agency

from .models import AcceptanceProfile, ContactRecord, HousingFacts


def move_what_the_centre_knows(kept: Agency, merged: Agency) -> None:
    """Let the kept agency have contacts, acceptance and housing of the merged one.

    Where both have a row, the kept agency's holds, with the other's notes and cautions below its own.
    """
    ContactRecord.objects.filter(agency=merged).update(agency=kept)
    HousingFacts.objects.filter(registered_with=merged).exclude(agency=kept).update(registered_with=kept)
    if not HousingFacts.objects.filter(agency=kept).exists():
        # Nobody is registered with itself.
        HousingFacts.objects.filter(agency=merged, registered_with=kept).update(registered_with=None)
        HousingFacts.objects.filter(agency=merged).update(agency=kept)
    ours = AcceptanceProfile.objects.filter(agency=kept).first()
    theirs = AcceptanceProfile.objects.filter(agency=merged).first()
    if theirs is None:
        return
    if ours is None:
        AcceptanceProfile.objects.filter(pk=theirs.pk).update(agency=kept)
        return
    ours.note, ours.cautions = _joined(ours.note, theirs.note), _joined(ours.cautions, theirs.cautions)
    ours.save(update_fields=["note", "cautions"])


def _joined(ours: str, theirs: str) -> str:
    return "\n".join(filter(None, (ours, theirs)))
