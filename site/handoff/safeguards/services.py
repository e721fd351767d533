"""Verbs of safeguards: write one down, confirm it, hold it, end it. Ending never waits for anybody."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from foundation import jobs
from foundation.transactions import assert_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.exceptions import Refused
from handoff.models import AgencyCopy, Enrolment

from .access import WRITING, writable_safeguard
from .enums import Way
from .models import Confirmers, Safeguard
from .rules import CONFIRMERS, may_confirm

# What rests on a safeguard is closed to its readers at once; this writes it down where it is kept.
LOOK_AT_FOOTING = "handoff.machine.look_at_footing"


def write_safeguard(
    *,
    kind: SafeguardKind,
    agency: AgencyCopy | None,
    covers: frozenset[Part],
    since: date,
    until: date | None,
    details: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> Safeguard:
    """Write down what binds a receiver; it counts once another has confirmed it. Raises Http404, Refused."""
    if not actor.centre_roles & WRITING:
        raise Http404
    with opened(actor, now=now) as opening:
        safeguard = Safeguard(
            kind=kind,
            agency=agency,
            covers=sorted(covers),
            since=since,
            until=until,
            written_by=actor.user,
            written_at=now,
            **details,
        )
        try:
            with transaction.atomic():
                safeguard.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_words_of(error)) from error
        opening.note("safeguards.written", safeguard, details)
    return safeguard


def make_pledge_in_transaction(
    *, agency: AgencyCopy, only_for: str, actor: Actor, now: datetime
) -> Safeguard:
    """Make a 誓約書 ready for one hand-off: it is printed, signed by the receiver's head, then confirmed.

    Whoever has enrolled people reads here, everybody else gets paper. Raises Http404.
    """
    assert_in_transaction("make_pledge")
    if not actor.centre_roles & WRITING:
        raise Http404
    today = timezone.localdate(now)
    is_here = Enrolment.objects.valid(today=today).filter(agency=agency).exists()
    pledge = Safeguard(
        kind=SafeguardKind.PLEDGE,
        agency=agency,
        way=Way.HERE if is_here else Way.PAPER,
        covers=sorted(Part),
        since=today,
        only_for=only_for,
        written_by=actor.user,
        written_at=now,
    )
    pledge.save(force_insert=True)
    return pledge


def confirm_safeguard(*, safeguard_id: UUID, actor: Actor, now: datetime) -> Safeguard:
    """Say that it was signed, or that the law binds. Raises Http404, Refused."""
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        found = writable_safeguard(actor, safeguard_id)
        decision = may_confirm(
            is_confirmed=found.confirmed_at is not None,
            is_ended=found.ended_on is not None,
            writer_id=found.written_by_id,
            actor_id=actor.user.pk,
            roles=actor.centre_roles,
            allowed=confirmers(SafeguardKind(found.kind)),
        )
        if not decision.allowed:
            raise Refused(decision.reason)
        found.confirmed_by, found.confirmed_at = actor.user, now
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        opening.note("safeguards.confirmed", found)
    return found


def suspend_safeguard(*, safeguard_id: UUID, is_suspended: bool, actor: Actor, now: datetime) -> Safeguard:
    """Hold a safeguard, or let it count again; what rests on it is closed meanwhile. Raises Http404."""
    with opened(actor, now=now) as opening:
        found = writable_safeguard(actor, safeguard_id)
        found.suspended_at = now if is_suspended else None
        found.save(update_fields=["suspended_at"])
        opening.note("safeguards.suspended" if is_suspended else "safeguards.resumed", found)
        jobs.defer(LOOK_AT_FOOTING)
    return found


def end_safeguard(*, safeguard_id: UUID, actor: Actor, now: datetime) -> Safeguard:
    """End a safeguard from today on: yesterday was its last day. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = writable_safeguard(actor, safeguard_id)
        if found.ended_on is not None:
            raise Refused("もう終わっています。")
        found.ended_on = timezone.localdate(now)
        found.save(update_fields=["ended_on"])
        opening.note("safeguards.ended", found)
        jobs.defer(LOOK_AT_FOOTING)
    return found


def settle_confirmers(*, kind: SafeguardKind, roles: frozenset[str], actor: Actor, now: datetime) -> None:
    """Let people in these roles confirm a kind from now on. Raises Http404, Refused."""
    if not actor.keeps(None):
        raise Http404
    if not roles or not roles <= CONFIRMERS[SafeguardKind.PLEDGE]:
        raise Refused("センターの役割を、1つ以上選んでください。")
    with opened(actor, now=now) as opening:
        row, _ = Confirmers.objects.update_or_create(kind=kind, defaults={"roles": sorted(roles)})
        opening.note("safeguards.confirmers_settled", row, ["roles"])


def confirmers(kind: SafeguardKind) -> frozenset[str]:
    """Return the roles that may confirm a kind today."""
    settled = Confirmers.objects.filter(kind=kind).values_list("roles", flat=True).first()
    return frozenset(settled) if settled else CONFIRMERS[kind]


def _words_of(error: IntegrityError) -> str:
    for constraint in Safeguard._meta.constraints:  # noqa: SLF001 -- where Django keeps what a model says of itself
        if constraint.name in str(error):
            return str(constraint.violation_error_message)
    raise error
