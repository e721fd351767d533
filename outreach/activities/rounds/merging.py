"""What becomes of rounds when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import Target


def move_targets(kept: Model, merged: Model) -> None:
    """Let the kept agency stand wherever the merged one stood; where both are in a round, visits go over."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    there = {each.round_id: each for each in Target.objects.filter(agency=kept)}
    for each in Target.objects.filter(agency=merged):
        both = there.get(each.round_id)
        if both is None:
            Target.objects.filter(pk=each.pk).update(agency=kept)
        else:
            each.visits.update(target=both)
            each.delete()
