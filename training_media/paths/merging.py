"""What becomes of paths when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import Assignment, Ticked


def move_walks(kept: Model, merged: Model) -> None:
    """Let people of the merged agency go on at the kept one; who walks a path at both keeps every tick."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    own = {(each.path_id, each.person_id): each for each in Assignment.objects.filter(agency=kept)}
    for each in Assignment.objects.filter(agency=merged):
        there = own.get((each.path_id, each.person_id))
        if there is None:
            Assignment.objects.filter(pk=each.pk).update(agency=kept)
            continue
        ticked = Ticked.objects.filter(assignment=there).values("item")
        Ticked.objects.filter(assignment=each).exclude(item__in=ticked).update(assignment=there)
        Assignment.objects.filter(pk=each.pk).delete()
