"""What the desk finds of rounds; its door is that of the register."""

from django.shortcuts import get_object_or_404

from .models import Round, Target


def round_at_the_desk(pk: int) -> Round:
    """Return a round. Raises Http404."""
    return get_object_or_404(Round, pk=pk)


def target_at_the_desk(pk: int) -> Target:
    """Return an agency of a round. Raises Http404."""
    return get_object_or_404(Target.objects.select_related("round", "agency__municipality"), pk=pk)
