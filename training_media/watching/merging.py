"""What becomes of statements and cards of viewers when two agencies become one, before viewers become one."""

from django.db.models import Model

from directory.models import Agency
from training_media.viewing.models import Viewer

from .models import PersonalCard, Statement


def move_statements(kept: Model, merged: Model) -> None:
    """Give whoever was known to both agencies at the kept one what they said at the merged one."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    for viewer in Viewer.objects.filter(agency=merged):
        known = Viewer.objects.filter(agency=kept, person=viewer.person)
        twin = (known if viewer.person_id else known.filter(folded_name=viewer.folded_name)).first()
        if twin is None:
            continue
        said = Statement.objects.filter(viewer=twin).values("part")
        Statement.objects.filter(viewer=viewer).exclude(part__in=said).update(viewer=twin)
        have = PersonalCard.objects.filter(viewer=twin).values("invitation")
        PersonalCard.objects.filter(viewer=viewer).exclude(invitation__in=have).update(viewer=twin)
