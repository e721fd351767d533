"""The desk's door, and what everybody may read: listed forms and the empty files of published versions."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door

from .enums import FORM_DESK_ROLES
from .models import Filling, FormKind, FormVersion

form_desk = Door(FORM_DESK_ROLES)


def listed_kinds() -> QuerySet[FormKind]:
    """Return the forms that everybody may read of, each with its published versions."""
    published = FormVersion.objects.filter(published_at__isnull=False).order_by("-valid_from", "-pk")
    return (
        FormKind.objects.filter(is_listed=True)
        .select_related("duty")
        .prefetch_related(Prefetch("versions", published, to_attr="published"))
        .order_by("duty__number", "title", "pk")
    )


def listed_kind(code: str) -> FormKind:
    """Return a form that everybody may read of. Raises Http404."""
    return get_object_or_404(listed_kinds(), code=code)


def public_version(code: str, pk: int, name: str) -> FormVersion:
    """Return a published version of a listed form, asked for by the name of its file. Raises Http404."""
    found = get_object_or_404(
        FormVersion.objects.select_related("kind"),
        pk=pk,
        kind__code=code,
        kind__is_listed=True,
        published_at__isnull=False,
    )
    if name != f"{code}.{found.blank_suffix}":
        raise Http404
    return found


def kind_at_the_desk(pk: int) -> FormKind:
    """Return a form for whoever works at the desk. Raises Http404."""
    return get_object_or_404(FormKind.objects.select_related("duty"), pk=pk)


def version_at_the_desk(pk: int) -> FormVersion:
    """Return a version of a form. Raises Http404."""
    return get_object_or_404(FormVersion.objects.select_related("kind__duty"), pk=pk)


def filling_at_the_desk(pk: int) -> Filling:
    """Return a form that was filled. Raises Http404."""
    rows = Filling.objects.select_related("version__kind", "filled_by__person")
    return get_object_or_404(rows, pk=pk)
