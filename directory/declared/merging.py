"""What becomes of an agency's own words when it is merged."""

from wagtail.models import Revision

from directory.models import Agency

from .models import Declaration, EntryLink, Vacancy, VisibilityWish


def move_declarations(kept: Agency, merged: Agency) -> None:
    """Let the kept agency say what the merged one said, unless it speaks for itself; vacancies move all.

    What the kept agency has written holds then; the other's words stay where they were, for staff to read.
    """
    Vacancy.objects.filter(agency=merged).update(agency=kept)
    # Nobody writes for an agency that is no more; what was asked and answered stays under its number.
    EntryLink.objects.filter(agency=merged, used_at=None, revoked_at=None).delete()
    # Whoever wished to be hidden still does; the kept agency's own wish holds where it has one.
    wished = VisibilityWish.objects.filter(agency=kept).values("group")
    VisibilityWish.objects.filter(agency=merged, group__in=wished).delete()
    VisibilityWish.objects.filter(agency=merged).update(agency=kept)
    declaration = Declaration.objects.filter(agency=merged).first()
    if declaration is None or Declaration.objects.filter(agency=kept).exists():
        return
    Declaration.objects.filter(pk=declaration.pk).update(agency=kept)
    # A version names its agency, and would give it back to the merged one when it is published.
    for revision in declaration.revisions.all():
        Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"agency": kept.pk})
