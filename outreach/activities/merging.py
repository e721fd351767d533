"""What becomes of those who were there when two agencies become one; what was locked stays as it was."""

from django.db.models import Model

from directory.models import Agency

from .models import Presence


def move_rows(kept: Model, merged: Model) -> None:
    """Let the kept agency stand wherever the merged one stood; where both were, their people go together."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    there = {each.activity_id: each for each in Presence.objects.filter(agency=kept)}
    for each in Presence.objects.filter(agency=merged):
        both = there.get(each.activity_id)
        if both is None:
            each.agency = kept
            each.save(update_fields=["agency"])
        else:
            both.people += each.people
            both.person_ids = sorted({*both.person_ids, *each.person_ids})
            each.delete()
            both.save(update_fields=["people", "person_ids"])
