"""The desk writes down forms and their versions, publishes empty ones, and says that it looked at them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.search.services import index_in_transaction
from foundation.audit import chain
from foundation.decision import NotAllowed, insist
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.role_sheets.form_library.limits import CHECKED_EVERY
from outreach.role_sheets.form_library.models import FormKind, FormVersion
from outreach.role_sheets.form_library.rules import may_publish, may_remove

SEARCH = "forms"
SAME_CODE = "同じ記号の様式が、もうあります。"
SAME_DAY = "同じ日から使う版が、もうあります。"
SAME_NAME = "同じ名前の版が、もうあります。"
NO_FILE = "様式のファイルを、1つ以上入れてください。"


@dataclass(frozen=True)
class Upload:
    """A file that was looked into: its ending by its content, and its bytes."""

    suffix: str
    content: bytes


@transaction.atomic(durable=True)
def add_kind(*, details: Mapping[str, Any], actor: User, now: datetime) -> FormKind:
    """Write a form into the library. Raises NotAllowed for a code that is taken."""
    if FormKind.objects.filter(code=details["code"]).exists():
        raise NotAllowed(SAME_CODE)
    made = FormKind.objects.create(**details, created_at=now)
    _shown_in_transaction(made)
    chain.record("form_library.kind_added", actor=actor, subject=made, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def change_kind(*, kind: FormKind, details: Mapping[str, Any], actor: User, now: datetime) -> FormKind:
    """Change what is said of a form, or whether everybody reads of it. Raises NotAllowed for a taken code."""
    found = FormKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    if FormKind.objects.filter(code=details["code"]).exclude(pk=found.pk).exists():
        raise NotAllowed(SAME_CODE)
    changed = [name for name, value in details.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, details[name])
    found.save()
    _shown_in_transaction(found)
    chain.record("form_library.kind_changed", actor=actor, subject=found, now=now, fields=changed)
    return found


@transaction.atomic(durable=True)
def add_version(
    *,
    kind: FormKind,
    details: Mapping[str, Any],
    blank: Upload | None,
    marked: Upload | None,
    actor: User,
    now: datetime,
) -> FormVersion:
    """Add a version of a form, checked today and seen by staff alone until it is published.

    Files get names that say nothing. Raises NotAllowed for a day or name that is taken, or without a file.
    """
    held = FormKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    if blank is None and marked is None:
        raise NotAllowed(NO_FILE)
    _insist_on_one(held, details["name"], details["valid_from"])
    made = FormVersion(kind=held, **details, created_at=now, changed_at=now)
    _looked_at(made, now)
    if blank is not None:
        made.blank_size = len(blank.content)
        made.blank.save(_name(blank), ContentFile(blank.content), save=False)
    if marked is not None:
        made.marked.save(_name(marked), ContentFile(marked.content), save=False)
    made.save()
    chain.record("form_library.version_added", actor=actor, subject=made, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def change_version(
    *, version: FormVersion, details: Mapping[str, Any], actor: User, now: datetime
) -> FormVersion:
    """Change the words of a version; its files stay. Raises NotAllowed for a day or name that is taken."""
    found = _held_in_transaction(version)
    _insist_on_one(found.kind, details["name"], details["valid_from"], besides=found)
    changed = [name for name, value in details.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, details[name])
    found.changed_at = now
    found.save()
    _shown_in_transaction(found.kind)
    chain.record("form_library.version_changed", actor=actor, subject=found, now=now, fields=changed)
    return found


@transaction.atomic(durable=True)
def publish_version(*, version: FormVersion, actor: User, now: datetime) -> None:
    """Let everybody take the empty form of a version. Raises NotAllowed without one."""
    found = _held_in_transaction(version)
    insist(may_publish(has_blank=bool(found.blank)))
    found.published_at = found.published_at or now
    found.first_published_at = found.first_published_at or found.published_at
    found.changed_at = now
    found.save(update_fields=["published_at", "first_published_at", "changed_at"])
    _shown_in_transaction(found.kind)
    chain.record("form_library.version_published", actor=actor, subject=found, now=now)


@transaction.atomic(durable=True)
def withdraw_version(*, version: FormVersion, actor: User, now: datetime) -> None:
    """Take the empty form of a version back from everybody; staff keep it, and that it was public."""
    found = _held_in_transaction(version)
    found.published_at, found.changed_at = None, now
    found.save(update_fields=["published_at", "changed_at"])
    _shown_in_transaction(found.kind)
    chain.record("form_library.version_withdrawn", actor=actor, subject=found, now=now)


@transaction.atomic(durable=True)
def say_checked(*, version: FormVersion, actor: User, now: datetime) -> date:
    """Write down that somebody looked whether a version is still right; return the day of the next time."""
    found = _held_in_transaction(version)
    _looked_at(found, now)
    found.save(update_fields=["reviewed_on", "review_due_on"])
    clear_public_pages_in_transaction()
    chain.record("form_library.version_checked", actor=actor, subject=found, now=now)
    assert found.review_due_on is not None  # set by _looked_at
    return found.review_due_on


@transaction.atomic(durable=True)
def remove_version(*, version: FormVersion, actor: User, now: datetime) -> None:
    """Take a version away that was added by mistake, with its files.

    Raises NotAllowed once it was used or published.
    """
    found = _held_in_transaction(version)
    insist(may_remove(fillings=found.fillings.count(), was_published=found.first_published_at is not None))
    chain.record("form_library.version_removed", actor=actor, subject=found, now=now)
    for file in filter(None, (found.blank, found.marked)):
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    found.delete()


def _insist_on_one(kind: FormKind, name: str, day: date, besides: FormVersion | None = None) -> None:
    others = kind.versions.exclude(pk=besides.pk) if besides else kind.versions.all()
    if others.filter(name=name).exists():
        raise NotAllowed(SAME_NAME)
    if others.filter(valid_from=day).exists():
        raise NotAllowed(SAME_DAY)


def _held_in_transaction(version: FormVersion) -> FormVersion:
    """Hold a version, its form first, as whoever adds one does."""
    assert_in_transaction("hold_version")
    FormKind.objects.select_for_update(of=("self",)).get(pk=version.kind_id)
    return FormVersion.objects.select_for_update(of=("self",)).select_related("kind").get(pk=version.pk)


def _looked_at(version: FormVersion, now: datetime) -> None:
    version.reviewed_on = timezone.localdate(now)
    days = limit(CHECKED_EVERY, on=version.reviewed_on)
    version.review_due_on = version.reviewed_on + timedelta(days=days)


def _shown_in_transaction(kind: FormKind) -> None:
    assert_in_transaction("show_form")
    clear_public_pages_in_transaction()
    index_in_transaction(SEARCH, [str(kind.pk)])


def _name(upload: Upload) -> str:
    return f"{secrets.token_hex(8)}.{upload.suffix}"
