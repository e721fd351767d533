"""What becomes of leads and reasons when two agencies become one, before viewers become one."""

from django.db.models import Model

from directory.models import Agency
from training_media.viewing.models import Viewer

from .models import Lead, NotNow


def move_leads(kept: Model, merged: Model) -> None:
    """Let leads go on at the kept agency, and let whoever was known to both keep what they said last."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    Lead.objects.filter(agency=merged).update(agency=kept)
    for viewer in Viewer.objects.filter(agency=merged):
        known = Viewer.objects.filter(agency=kept, person=viewer.person)
        twin = (known if viewer.person_id else known.filter(folded_name=viewer.folded_name)).first()
        if twin is None:
            continue
        for said in NotNow.objects.filter(viewer=viewer):
            older = NotNow.objects.filter(viewer=twin, course=said.course_id, said_at__lt=said.said_at)
            older.delete()
            if not NotNow.objects.filter(viewer=twin, course=said.course_id).exists():
                NotNow.objects.filter(pk=said.pk).update(viewer=twin)
