"""A sheet is made from a template, a neighbour's sheet or nothing; it gets new versions; it is given up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import has_role
from accounts.enums import PublicRole
from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction
from outreach.role_sheets.content import Content, whole
from outreach.role_sheets.enums import OPEN, VersionState
from outreach.role_sheets.exceptions import SheetRefused
from outreach.role_sheets.limits import CHECK_HOLDS
from outreach.role_sheets.models import RoleSheet, SheetEdit, SheetVersion
from outreach.role_sheets.naming import new_slug
from outreach.role_sheets.own_row import carried_over
from outreach.role_sheets.papers import fits
from outreach.role_sheets.rules import may_change_about

from .steps import GONE, insist, tell_public_in_transaction

OPEN_ALREADY = "書いている版が、もうあります。そちらを開いてください。"
NOTHING_YET = "まだ公開していないので、新しい版は要りません。いまの版を直してください。"
NO_LONGER_ONE_PAGE = "この名前では、公開している表がA4横1枚に入らなくなります。短くしてください。"
KEPT = "公開したことのある表は、消せません。担当の方に、新しい版で「使っていない」と書いてもらってください。"


@transaction.atomic(durable=True)
def make_sheet(
    *,
    about: Mapping[str, Any],
    content: Content,
    made_from: RoleSheet | None,
    actor: User,
    now: datetime,
) -> RoleSheet:
    """Make a sheet with its first version, which says what `content` says.

    What was said of the municipality of `made_from` is said of its own.
    """
    made = RoleSheet.objects.create(**about, slug=new_slug(), made_from=made_from, created_at=now)
    of = made_from.own_place if made_from else ""
    words = carried_over(content, of=of, to=made.own_place)
    _begin_in_transaction(made, words, number=1, edition=0, actor=actor, now=now)
    chain.record("role_sheets.made", actor=actor, subject=made, now=now, fields=about)
    return made


@transaction.atomic(durable=True)
def copy_to_own(*, version: SheetVersion, agency: Agency, actor: User, now: datetime) -> RoleSheet:
    """Make a copy of a published sheet that an agency keeps and changes for itself."""
    of = version.sheet
    made = RoleSheet.objects.create(
        slug=new_slug(),
        title=of.title,
        theme=of.theme,
        scene=of.scene,
        municipality=of.municipality,
        plan_name=of.plan_name,
        keeper=agency,
        made_from=of,
        responsible=agency.name[:60],
        created_at=now,
    )
    _begin_in_transaction(made, version.content, number=1, edition=0, actor=actor, now=now)
    chain.record("role_sheets.copied", actor=actor, subject=made, now=now, fields=["keeper"])
    return made


@transaction.atomic(durable=True)
def begin_version(*, sheet: RoleSheet, actor: User, now: datetime) -> SheetVersion:
    """Begin the next version with the words of the published one, which stays until the next is published.

    Raises SheetRefused.
    """
    held = RoleSheet.objects.select_for_update().filter(pk=sheet.pk).first()
    if held is None:
        raise SheetRefused(GONE)
    versions = list(held.versions.order_by("number"))
    if any(each.state in OPEN for each in versions):
        raise SheetRefused(OPEN_ALREADY)
    last = next((each for each in versions if each.state == VersionState.PUBLISHED), None)
    if last is None:
        raise SheetRefused(NOTHING_YET)
    number, edition = versions[-1].number + 1, versions[-1].edition + 1
    made = _begin_in_transaction(held, last.content, number=number, edition=edition, actor=actor, now=now)
    chain.record("role_sheets.begun", actor=actor, subject=held, now=now, fields=[f"version:{number}"])
    return made


@transaction.atomic(durable=True)
def change_about(*, sheet: RoleSheet, about: Mapping[str, Any], actor: User, now: datetime) -> None:
    """Change for whom a sheet is, and who looks after it; its words and versions stay.

    What stands on the paper is agreed with it. Raises SheetRefused, also when a published page would no
    longer be one.
    """
    held = RoleSheet.objects.select_for_update(of=("self",)).filter(pk=sheet.pk).first()
    if held is None:
        raise SheetRefused(GONE)
    versions = list(held.versions.all())
    changed = [name for name, value in about.items() if getattr(held, name) != value]
    is_publisher = has_role(actor, {PublicRole.MANAGER})
    insist(may_change_about(changed, [each.state for each in versions], is_publisher=is_publisher))
    for name in changed:
        setattr(held, name, about[name])
    standing = next((each for each in versions if each.state == VersionState.PUBLISHED), None)
    if standing is not None:
        standing.sheet = held
        if not fits(standing):
            raise SheetRefused(NO_LONGER_ONE_PAGE)
    held.save(update_fields=changed)
    tell_public_in_transaction(sheet)
    chain.record("role_sheets.changed", actor=actor, subject=sheet, now=now, fields=about)


@transaction.atomic(durable=True)
def confirm_sheet(*, sheet: RoleSheet, actor: User, now: datetime) -> None:
    """Say that what is published was read and still holds; it is due again when the check is over."""
    confirm_in_transaction(sheet, now=now)
    tell_public_in_transaction(sheet)
    chain.record("role_sheets.confirmed", actor=actor, subject=sheet, now=now, fields=["reviewed_on"])


def confirm_in_transaction(sheet: RoleSheet, *, now: datetime) -> None:
    """Write down that a sheet was read today."""
    assert_in_transaction("confirm_sheet")
    today = timezone.localdate(now)
    due = today + timedelta(days=limit(CHECK_HOLDS, on=today))
    RoleSheet.objects.filter(pk=sheet.pk).update(reviewed_on=today, review_due_on=due)


@transaction.atomic(durable=True)
def give_up_sheet(*, sheet: RoleSheet, actor: User, now: datetime) -> None:
    """Delete a sheet that was never published, or an agency's own copy. Raises SheetRefused."""
    held = RoleSheet.objects.select_for_update().filter(pk=sheet.pk).first()
    if held is None:
        raise SheetRefused(GONE)
    if held.versions.filter(published_on__isnull=False).exists():
        raise SheetRefused(KEPT)
    chain.record("role_sheets.given_up", actor=actor, subject=held, now=now)
    held.delete()


def _begin_in_transaction(
    sheet: RoleSheet, content: Content, *, number: int, edition: int, actor: User, now: datetime
) -> SheetVersion:
    assert_in_transaction("begin_version")
    words = whole(content)
    made = SheetVersion.objects.create(sheet=sheet, number=number, edition=edition, content=words)
    SheetEdit.objects.create(
        version=made, edition=edition, content=words, changed=0, saved_at=now, saved_by=actor
    )
    return made
