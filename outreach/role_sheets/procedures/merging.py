"""What becomes of a municipality's copies when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import StartUpCopy, StartUpTick


def move_copies(kept: Model, merged: Model) -> None:
    """Let the kept agency go on with the copies; one of the same year takes what it lacks."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    own = {copy.year: copy for copy in StartUpCopy.objects.filter(agency=kept)}
    for copy in StartUpCopy.objects.filter(agency=merged):
        there = own.get(copy.year)
        if there is None:
            StartUpCopy.objects.filter(pk=copy.pk).update(agency=kept)
            continue
        said = StartUpTick.objects.filter(copy=there).values("step")
        StartUpTick.objects.filter(copy=copy).exclude(step__in=said).update(copy=there)
        copy.delete()
