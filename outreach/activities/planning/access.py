"""What the desk finds of requirements and plans; its door is that of the register."""

from django.shortcuts import get_object_or_404

from .models import PlanLine


def line_at_the_desk(pk: int) -> PlanLine:
    """Return a line of a plan. Raises Http404."""
    return get_object_or_404(PlanLine.objects.select_related("plan", "activity", "area", "carried_to"), pk=pk)
