"""What moves in lectures when two rows of a lower app become one."""

from django.db.models import Model

from directory.models import Agency

from .models import LectureRequest


def move_requests(kept: Model, merged: Model) -> None:
    """Let the requests of a merged agency be the kept one's; the name of their day stays as it was."""
    if isinstance(kept, Agency):
        LectureRequest.objects.filter(agency=merged).update(agency=kept)
