"""What becomes of statements and cards when two viewers are one person."""

from .models import PersonalCard, Statement


def move_statements(kept: int, merged: int) -> None:
    """Give one viewer what the other said, and their cards; what both said counts once."""
    said = Statement.objects.filter(viewer=kept).values("part")
    Statement.objects.filter(viewer=merged).exclude(part__in=said).update(viewer=kept)
    have = PersonalCard.objects.filter(viewer=kept).values("invitation")
    PersonalCard.objects.filter(viewer=merged).exclude(invitation__in=have).update(viewer=kept)
