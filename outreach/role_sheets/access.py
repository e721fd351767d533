"""Who reads and writes which sheet: everybody what is published, the desk and a municipality's own more."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from content.desk import Door
from directory.models import Membership

from .enums import OPEN, SHEET_DESK_ROLES, VersionState
from .models import RoleSheet, SheetVersion

sheet_desk = Door(SHEET_DESK_ROLES)

FORMER = (VersionState.PUBLISHED, VersionState.SUPERSEDED)


def published_versions() -> QuerySet[SheetVersion]:
    """Return the version of each sheet that everybody reads today."""
    return SheetVersion.objects.filter(
        state=VersionState.PUBLISHED, sheet__keeper__isnull=True
    ).select_related("sheet__municipality", "sheet__keeper")


def published_version(slug: str) -> SheetVersion:
    """Return what is published of a sheet. Raises Http404."""
    return get_object_or_404(published_versions(), sheet__slug=slug)


def version_once_published(slug: str, number: int) -> SheetVersion:
    """Return a version that is published or was. Raises Http404."""
    versions = SheetVersion.objects.filter(sheet__keeper__isnull=True, state__in=FORMER)
    return get_object_or_404(
        versions.select_related("sheet__municipality", "sheet__keeper"), sheet__slug=slug, number=number
    )


def sheets_at_the_desk() -> QuerySet[RoleSheet]:
    """Return every sheet of the centre, with its versions; copies of agencies are their own."""
    return (
        RoleSheet.objects.filter(keeper__isnull=True)
        .select_related("municipality", "office")
        .prefetch_related("versions")
    )


def sheet_at_the_desk(pk: int) -> RoleSheet:
    """Return a sheet of the centre. Raises Http404."""
    return get_object_or_404(sheets_at_the_desk(), pk=pk)


def open_version_at_the_desk(pk: int) -> SheetVersion:
    """Return the version of a sheet that is being written. Raises Http404."""
    return get_object_or_404(
        SheetVersion.objects.filter(state__in=sorted(OPEN), sheet__keeper__isnull=True).select_related(
            "sheet__municipality", "sheet__office", "sheet__keeper"
        ),
        sheet=pk,
    )


def version_at_the_desk(pk: int, number: int) -> SheetVersion:
    """Return a version of a sheet of the centre. Raises Http404."""
    versions = SheetVersion.objects.filter(sheet__keeper__isnull=True)
    return get_object_or_404(
        versions.select_related("sheet__municipality", "sheet__office", "sheet__keeper"),
        sheet=pk,
        number=number,
    )


def own_sheets(membership: Membership) -> QuerySet[RoleSheet]:
    """Return the sheets that this agency keeps, and those of the centre that it checks or has agreed to.

    A unit checks what its body checks: 障害福祉課 what stands under the city's name.
    """
    shown = SheetVersion.objects.exclude(state=VersionState.DRAFT, sheet__keeper__isnull=True)
    sheets = _kept_by(membership) | _checked_by(membership).filter(versions__in=shown)
    return (
        sheets.distinct()
        .select_related("municipality", "office", "keeper")
        .prefetch_related(Prefetch("versions", queryset=shown.order_by("-number")))
    )


def versions_to_check(membership: Membership) -> QuerySet[SheetVersion]:
    """Return what waits for this agency to be read and agreed to, the first sent first."""
    waiting = SheetVersion.objects.filter(
        state=VersionState.WITH_MUNICIPALITY, answered_on__isnull=True, sheet__in=_checked_by(membership)
    )
    return waiting.select_related("sheet__municipality").order_by("sent_on", "pk")


def own_version(membership: Membership, pk: int) -> SheetVersion:
    """Return the version that this agency works on: its copy, or what the centre has given it to check.

    Where nothing is open the published one. Raises Http404 for sheets of others and for drafts of the centre.
    """
    sheet = get_object_or_404(own_sheets(membership), pk=pk)
    found = next(iter(sheet.versions.all()), None)
    if found is None:
        raise Http404
    found.sheet = sheet
    return found


def version_that_was_open(membership: Membership, pk: int) -> SheetVersion:
    """Return the newest version of a sheet that this agency checks or keeps, in whatever state it is now.

    For a form that was open when the state changed: the service says why it can not be saved, and what was
    typed stays. Raises Http404.
    """
    sheets = _kept_by(membership) | _checked_by(membership)
    found = SheetVersion.objects.filter(sheet__in=sheets).select_related(
        "sheet__municipality", "sheet__office", "sheet__keeper"
    )
    newest = found.filter(sheet=pk).order_by("-number").first()
    if newest is None:
        raise Http404
    return newest


def _kept_by(membership: Membership) -> QuerySet[RoleSheet]:
    return RoleSheet.objects.filter(keeper=membership.agency_id)


def _checked_by(membership: Membership) -> QuerySet[RoleSheet]:
    agencies = [each for each in (membership.agency_id, membership.agency.parent_id) if each]
    return RoleSheet.objects.filter(keeper__isnull=True, office__in=agencies)
