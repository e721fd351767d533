"""What becomes of official records when two agencies are merged."""

from directory.models import Agency

from .models import OfficialRecord, RecordProposal


def move_official_records(kept: Agency, merged: Agency) -> None:
    """Let records, and proposals that nobody has decided, name the kept agency."""
    OfficialRecord.objects.filter(agency=merged).update(agency=kept)
    known = RecordProposal.objects.filter(agency=kept).values("record")
    proposals = RecordProposal.objects.filter(agency=merged)
    proposals.filter(record__in=known).delete()
    proposals.update(agency=kept)
