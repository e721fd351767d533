"""What becomes of leads and reasons when two agencies become one, or two viewers are one person."""

from django.db.models import Model

from directory.models import Agency

from .models import Lead, NotNow


def move_leads(kept: Model, merged: Model) -> None:
    """Let the leads of the merged agency go on at the kept one."""
    if isinstance(kept, Agency) and isinstance(merged, Agency):
        Lead.objects.filter(agency=merged).update(agency=kept)


def unite(kept: int, merged: int) -> None:
    """Let a viewer, by id, keep what was said last: by themselves, or as the other one."""
    for said in NotNow.objects.filter(viewer=merged):
        same = NotNow.objects.filter(viewer=kept, course=said.course_id, is_sure=said.is_sure)
        same.filter(said_at__lt=said.said_at).delete()
        if not same.exists():
            NotNow.objects.filter(pk=said.pk).update(viewer=kept)
