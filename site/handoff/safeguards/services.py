"""Verbs of safeguards: write one down, confirm it, hold it, end it. Ending never waits for anybody."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.models import Person
from foundation import jobs
from foundation.transactions import assert_in_transaction
from handoff.access import opened
from handoff.actors import CENTRE_WORK, CLOCK, LEADING, Actor
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.endings import step_reached
from handoff.exceptions import Refused, obey
from handoff.models import AgencyCopy, Enrolment
from handoff.waiting_mail import reachable, tell_in_transaction

from .access import safeguards_for, writable_safeguard
from .enums import Way
from .models import Confirmers, EndingNotice, Safeguard
from .queries import all_confirmers, endings_of, told_of
from .rules import MAY_CONFIRM, TOLD_BEFORE, may_confirm

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
    if not actor.centre_roles & CENTRE_WORK:
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
    if not actor.centre_roles & CENTRE_WORK:
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
        kind = SafeguardKind(found.kind)
        obey(
            may_confirm(
                is_confirmed=found.confirmed_at is not None,
                is_ended=found.ended_on is not None,
                writer_id=found.written_by_id,
                actor_id=actor.user.pk,
                roles=actor.centre_roles,
                allowed=all_confirmers()[kind],
            )
        )
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


def settle_confirmers(*, chosen: Mapping[SafeguardKind, frozenset[str]], actor: Actor, now: datetime) -> None:
    """Let people in these roles confirm these kinds from now on. Raises Http404, Refused."""
    if not actor.keeps(None):
        raise Http404
    if any(not roles or not roles <= set(MAY_CONFIRM) for roles in chosen.values()):
        raise Refused("どの種類にも、センターの役割を1つ以上選んでください。")
    with opened(actor, now=now) as opening:
        before = all_confirmers()
        for kind, roles in chosen.items():
            if roles != before[kind]:
                row, _ = Confirmers.objects.update_or_create(kind=kind, defaults={"roles": sorted(roles)})
                opening.note("safeguards.confirmers_settled", row, ["roles"])


def tell_of_endings(*, now: datetime) -> int:
    """Tell those who may renew what ends soon, each safeguard once a step; one mail a person, however many.

    A step that was missed is told as what it is today. Returns of how many safeguards somebody was told.
    """
    today = timezone.localdate(now)
    with opened(CLOCK, now=now):
        endings = endings_of(safeguards_for(CLOCK).select_related("written_by"), today=today)
        told = told_of(each.safeguard for each in endings)
        steps = [(each, step_reached(each.left, TOLD_BEFORE)) for each in endings]
        due = [(each, step) for each, step in steps if step and (each.safeguard.pk, step) not in told]
        causes: dict[Person, str] = {}
        for ending, step in due:
            notice = EndingNotice(safeguard=ending.safeguard, days_before=step, told_at=now)
            notice.save(force_insert=True)
            for person in _renewers(ending.safeguard, now=now):
                causes.setdefault(person, f"safeguards.ending:{notice.pk}")
        for person, cause in causes.items():
            tell_in_transaction(person, cause=cause, now=now)
    return len(due)


def _renewers(safeguard: Safeguard, *, now: datetime) -> list[Person]:
    """Return who may renew a safeguard and has an address: those who lead, and whoever wrote it."""
    standing = Enrolment.objects.valid(today=timezone.localdate(now)).filter(agency=None)
    writer = Q(role__in=CENTRE_WORK, person__user=safeguard.written_by)
    found = standing.filter(Q(role__in=LEADING) | writer)
    return reachable(found.values_list("person_id", flat=True), now=now)


def _words_of(error: IntegrityError) -> str:
    for constraint in Safeguard._meta.constraints:
        if constraint.name in str(error):
            return str(constraint.violation_error_message)
    raise error
