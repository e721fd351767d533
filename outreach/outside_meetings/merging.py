"""What becomes of meetings, contacts and kits when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import Contact, HostSending, OutsideMeeting


def move_rows(kept: Model, merged: Model) -> None:
    """Let the kept agency stand wherever the merged one stood; what it has already goes together."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    OutsideMeeting.objects.filter(host=merged).update(host=kept)
    known = Contact.objects.filter(agency=kept).values("attendance")
    Contact.objects.filter(agency=merged, attendance__in=known).delete()
    Contact.objects.filter(agency=merged).update(agency=kept)
    # Nobody is asked as a buddy of itself.
    for one, other in ((kept, merged), (merged, kept)):
        both = HostSending.objects.filter(agency=one, buddy=other)
        both.update(buddy=None, buddy_agreed_on=None)
    HostSending.objects.filter(buddy=merged).update(buddy=kept)
    for each in HostSending.objects.filter(agency=merged):
        _join(kept, each)


def _join(kept: Agency, sending: HostSending) -> None:
    """Let one kit go to the kept agency; where it has that kit already, the questions alone go over."""
    there = HostSending.objects.filter(agency=kept, kit=sending.kit_id).first()
    if there is None:
        HostSending.objects.filter(pk=sending.pk).update(agency=kept)
        return
    sending.questions.update(sending=there)
    sending.delete()
