"""What becomes of an agency's answers when it becomes part of another one."""

from django.db.models import Model

from directory.models import Agency

from .models import AgencyAnswer


def move_answers(kept: Model, merged: Model) -> None:
    """Let the kept agency's answers stand; what it has not answered comes over."""
    if isinstance(kept, Agency):
        known = AgencyAnswer.objects.filter(agency=kept).values("key")
        theirs = AgencyAnswer.objects.filter(agency=merged)
        theirs.filter(key__in=known).delete()
        theirs.update(agency=kept)
