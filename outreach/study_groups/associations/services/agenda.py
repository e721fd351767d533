"""A general meeting is prepared: until when proxies come, what is decided, who takes no part in what."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from directory.models import Agency
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.models import Assembly, Recusal, Resolution
from outreach.study_groups.associations.models.resolution import ANSWERED_TO, PUT
from outreach.study_groups.associations.rules import CLOSED, may_change, may_remove, may_set_deadline
from outreach.study_groups.enums import Action, SessionFormat
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import PlanRow
from outreach.study_groups.overtaking import insist_on_seen
from outreach.study_groups.services.steps import hold_in_transaction, insist

NO_GENERAL_MEETING = "この回は、総会ではありません。"
AGENDA_STANDS = "書面の議決が届いているので、議案は変えられません。加わらない機関だけは、決められます。"
GONE = "この議案は、もうありません。"


def hold_open_in_transaction(assembly: Assembly, action: Action, *, actor: User, now: datetime) -> Assembly:
    """Return a general meeting that is not closed, held with its association. Raises GroupRefused."""
    assert_in_transaction("hold_assembly")
    hold_in_transaction(assembly.row.plan.community, action, actor=actor, now=now)
    found = (
        Assembly.objects.select_for_update(of=("self",))
        .select_related("row__plan__community", "row__event")
        .get(pk=assembly.pk)
    )
    if found.is_closed:
        raise GroupRefused(CLOSED)
    return found


@transaction.atomic(durable=True)
def prepare_assembly(*, row: PlanRow, actor: User, now: datetime) -> Assembly:
    """Begin to prepare a general meeting; twice is as once. Raises GroupRefused."""
    hold_in_transaction(row.plan.community, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    found = PlanRow.objects.get(pk=row.pk)
    if found.format != SessionFormat.GENERAL_MEETING:
        raise GroupRefused(NO_GENERAL_MEETING)
    made, is_new = Assembly.objects.get_or_create(row=found, defaults={"begun_at": now})
    if is_new:
        chain.record("group_associations.assembly_begun", actor=actor, subject=made, now=now)
    return made


@transaction.atomic(durable=True)
def set_deadline(*, assembly: Assembly, until: datetime, actor: User, now: datetime) -> None:
    """Say until when proxies and votes in writing come in: before the meeting. Raises GroupRefused."""
    held = hold_open_in_transaction(assembly, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    insist(may_set_deadline(until, starts_at=queries.start_of(held.row), now=now))
    held.proxies_until = until
    held.save(update_fields=["proxies_until"])
    fields = ["proxies_until"]
    chain.record("group_associations.deadline_set", actor=actor, subject=held, now=now, fields=fields)


@transaction.atomic(durable=True)
def add_resolution(
    *, assembly: Assembly, details: Mapping[str, Any], actor: User, now: datetime
) -> Resolution:
    """Put one resolution more on the agenda. Raises GroupRefused."""
    held = hold_open_in_transaction(assembly, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    _insist_on_open_agenda(held)
    last = held.resolutions.aggregate(last=Max("number"))["last"] or 0
    made = Resolution.objects.create(assembly=held, number=last + 1, **details)
    fields = [f"number:{made.number}"]
    chain.record("group_associations.resolution_added", actor=actor, subject=held, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def change_resolution(
    *,
    resolution: Resolution,
    details: Mapping[str, Any],
    seen: str | None = None,
    actor: User,
    now: datetime,
) -> Resolution:
    """Put a resolution right that nobody has voted on in writing, and that says what its writer had `seen`.

    Raises GroupRefused, once a proxy came in too, where it would say something else than people answered to.
    """
    held = hold_open_in_transaction(resolution.assembly, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    _insist_on_open_agenda(held)
    found = resolution_in_transaction(held, resolution.pk)
    insist_on_seen(found, PUT, seen)
    if any(name in details and details[name] != getattr(found, name) for name in ANSWERED_TO):
        insist(may_change(is_answered=queries.is_answered(found)))
    for name, value in details.items():
        setattr(found, name, value)
    found.save(update_fields=[*details])
    fields = [f"number:{found.number}", *details]
    chain.record("group_associations.resolution_changed", actor=actor, subject=held, now=now, fields=fields)
    return found


@transaction.atomic(durable=True)
def remove_resolution(*, resolution: Resolution, actor: User, now: datetime) -> None:
    """Take a resolution off the agenda; those behind it move up.

    Raises GroupRefused once a proxy or a vote came in: what people answered to stays.
    """
    held = hold_open_in_transaction(resolution.assembly, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    found = resolution_in_transaction(held, resolution.pk)
    insist(may_remove(is_answered=queries.has_written(held) or queries.is_answered(found)))
    number = found.number
    found.delete()
    for each in held.resolutions.filter(number__gt=number).order_by("number"):
        each.number -= 1
        each.save(update_fields=["number"])
    fields = [f"number:{number}"]
    chain.record("group_associations.resolution_removed", actor=actor, subject=held, now=now, fields=fields)


@transaction.atomic(durable=True)
def recuse(*, resolution: Resolution, agencies: Collection[Agency], actor: User, now: datetime) -> None:
    """Say which agencies take no part in a resolution, in place of those said before. Raises GroupRefused."""
    held = hold_open_in_transaction(resolution.assembly, Action.HOLD_ASSEMBLY, actor=actor, now=now)
    found = resolution_in_transaction(held, resolution.pk)
    found.recusals.exclude(agency__in=agencies).delete()
    known = set(found.recusals.values_list("agency", flat=True))
    Recusal.objects.bulk_create(
        Recusal(resolution=found, agency=each) for each in agencies if each.pk not in known
    )
    fields = [f"number:{found.number}", f"recused:{len(agencies)}"]
    chain.record("group_associations.recused", actor=actor, subject=held, now=now, fields=fields)


def resolution_in_transaction(assembly: Assembly, pk: int) -> Resolution:
    """Return a resolution of a general meeting that is held. Raises GroupRefused once it was removed."""
    assert_in_transaction("read_resolution")
    found = assembly.resolutions.filter(pk=pk).first()
    if found is None:
        raise GroupRefused(GONE)
    return found


def _insist_on_open_agenda(assembly: Assembly) -> None:
    if queries.has_written(assembly):
        raise GroupRefused(AGENDA_STANDS)
