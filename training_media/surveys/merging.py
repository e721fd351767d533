"""What becomes of marks when two viewers are one person."""

from .models import AnsweredByViewer


def move_marks(kept: int, merged: int) -> None:
    """Mark one viewer for what the other answered, by id; who answered as both is marked once."""
    marked = AnsweredByViewer.objects.filter(viewer=kept).values("asked")
    AnsweredByViewer.objects.filter(viewer=merged).exclude(asked__in=marked).update(viewer=kept)
