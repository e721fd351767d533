"""Agencies are added, changed and merged."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.exceptions import AgencyRefused
from directory.finding.queries import whole_agencies
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency, AgencyKind, Corporation
from foundation.audit import chain
from foundation.japanese.text import fold
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.registry import merge_handlers
from foundation.transactions import assert_in_transaction

from .merging import narrow_visibilities_in_transaction
from .people import lock_agencies_in_transaction, move_memberships_in_transaction


def add_agency_in_transaction(
    *, kind: AgencyKind, name: str, actor: User | None, now: datetime, **details: Any
) -> Agency:
    """Add an agency; its sector follows its kind unless one is given."""
    assert_in_transaction("add_agency")
    agency = Agency(kind=kind, name=name, **details)
    agency.sector = agency.sector or kind.sector
    agency.save()
    _show(agency, today=timezone.localdate(now))
    chain.record("directory.agency_added", actor=actor, subject=agency, now=now, fields=["name", *details])
    return agency


@transaction.atomic(durable=True)
def add_agency(*, details: Mapping[str, Any], body: Mapping[str, str], actor: User, now: datetime) -> Agency:
    """Add an agency from the fields of a form; `body` names its corporation, see `_corporation`."""
    corporation = _corporation(**body, today=timezone.localdate(now))
    return add_agency_in_transaction(**details, corporation=corporation, actor=actor, now=now)


@transaction.atomic(durable=True)
def update_agency(
    *, agency: Agency, details: Mapping[str, Any], body: Mapping[str, str], actor: User, now: datetime
) -> Agency:
    """Change what is known of an agency; only names of changed fields are recorded.

    From then on official data corrects it no more: what staff wrote holds. Raises AgencyRefused for a merged
    agency and where the agency would stand below itself.
    """
    lock_agencies_in_transaction(agency, details["parent"])
    current = Agency.objects.get(pk=agency.pk)
    if current.merged_into_id:
        raise AgencyRefused("統合した機関は変えられません。統合した先を変えてください。")
    today = timezone.localdate(now)
    wanted = {**details, "corporation": _corporation(**body, today=today)}
    wanted["sector"] = wanted["sector"] or wanted["kind"].sector
    if is_below(wanted["parent"], current):
        raise AgencyRefused("上の組織が、この機関の下にあります。別の組織を選んでください。")
    changed = [name for name, value in wanted.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, wanted[name])
    current.follows_official = current.follows_official and not changed
    current.save()
    _show(current, today=today)
    chain.record("directory.agency_changed", actor=actor, subject=current, now=now, fields=changed)
    return current


@transaction.atomic(durable=True)
def merge_agencies(*, kept: Agency, merged: Agency, actor: User, now: datetime) -> None:
    """Let one agency go on as another: its units, people and whatever points at it move to the kept one.

    The merged agency keeps its number and points on to the kept one, as do those that were merged into it
    before. What was written under its name on a day (applications, certificates) keeps that name.
    Raises AgencyRefused.
    """
    both = Agency.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = both.in_bulk([kept.pk, merged.pk])
    kept, merged = rows[kept.pk], rows[merged.pk]
    if kept == merged:
        raise AgencyRefused("同じ機関どうしは統合できません。")
    if kept.merged_into_id or merged.merged_into_id:
        raise AgencyRefused("すでに統合した機関です。統合した先を選んでください。")
    if is_below(kept, merged):
        raise AgencyRefused("下にある組織には統合できません。先に「上の組織」を変えてください。")
    (brought,) = whole_agencies([merged.pk])
    merged.units.update(parent=kept)
    merged.merged_agencies.update(merged_into=kept)
    for move in merge_handlers:
        move(kept, merged)
    today = timezone.localdate(now)
    merged.merged_into = kept
    merged.closed_on = merged.closed_on or max(filter(None, (today, merged.opened_on)))
    merged.save()
    narrow_visibilities_in_transaction(kept=kept, merged=merged, brought=brought.profile)
    _show(kept, merged, today=today)
    # Last, because it may close accounts, which writes to the audit chain.
    move_memberships_in_transaction(kept=kept, merged=merged, actor=actor, now=now)
    fields = ["merged_into", "closed_on"]
    chain.record("directory.agency_merged", actor=actor, subject=merged, now=now, fields=fields)


def is_below(agency: Agency | None, body: Agency) -> bool:
    """Return whether `agency` is `body` or stands somewhere below it; a circle is walked once."""
    seen: set[int] = set()
    while agency is not None and agency.pk not in seen:
        if agency == body:
            return True
        seen.add(agency.pk)
        agency = agency.parent
    return False


def _corporation(*, number: str, name: str, today: date) -> Corporation | None:
    """Return the corporation of this number, else of this name, added if new; a name typed now is kept."""
    if not (number or name):
        return None
    if number:
        found, is_new = Corporation.objects.get_or_create(corporate_number=number, defaults={"name": name})
        if name and not is_new and found.name != name:
            found.name = name
            found.save(update_fields=["name"])
            _show(*found.agency_set.all(), today=today)
        return found
    same_name = (each for each in Corporation.objects.order_by("id") if fold(each.name) == fold(name))
    return next(same_name, None) or Corporation.objects.create(name=name)


def _show(*agencies: Agency, today: date) -> None:
    """Let the index and the public pages say what the tables say of these agencies."""
    index_agencies_in_transaction([each.pk for each in agencies], today=today)
    clear_public_pages_in_transaction()
