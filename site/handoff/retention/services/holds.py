"""Holds: set by one at once, let go by two different people."""

from datetime import datetime
from uuid import UUID

from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused, Shredded, obey
from handoff.retention.access import hold_for, kept_case
from handoff.retention.enums import HoldKind
from handoff.retention.models import Destruction, Hold
from handoff.retention.rules import may_release


def set_hold(*, case_id: UUID, kind: HoldKind, reason: str, actor: Actor, now: datetime) -> Hold:
    """Stop every destruction of a case from this moment, and take back what was proposed of it.

    Raises Http404, Shredded when there is nothing left to hold, Refused without a reason or when its
    destruction is under way.
    """
    if not reason.strip():
        raise Refused("わけを書いてください。")
    with opened(actor, now=now) as opening:
        case = kept_case(actor, case_id)
        if case.shredded_at is not None:
            raise Shredded(case.pk)
        going_on = Destruction.objects.filter(case=case, withdrawn_at=None, destroyed_at=None)
        if going_on.filter(confirmed_at__isnull=False).exists():
            raise Refused("2人が確かめて、もう消去が始まっています。止められません。")
        going_on.update(withdrawn_by=actor.user, withdrawn_at=now)
        hold = Hold(case=case, agency_id=case.agency_id, kind=kind, set_by=actor.user, set_at=now)
        hold.seal(reason=reason)
        hold.save(force_insert=True)
        opening.note("retention.hold_set", hold, [kind])
    return hold


def ask_release(*, hold_id: UUID, actor: Actor, now: datetime) -> Hold:
    """Say as the first of two that a hold may go; nothing is let go yet. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        hold = hold_for(actor, hold_id)
        if hold.released_at is not None or hold.release_asked_at is not None:
            raise Refused("もう、1人目が決めています。")
        hold.release_asked_by, hold.release_asked_at = actor.user, now
        hold.save(update_fields=["release_asked_by", "release_asked_at"])
        opening.note("retention.hold_release_asked", hold)
    return hold


def release(*, hold_id: UUID, actor: Actor, now: datetime) -> Hold:
    """Let a hold go as the second of two. Raises Http404, Refused."""
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        hold = hold_for(actor, hold_id)
        if hold.released_at is not None:
            raise Refused("もう、解かれています。")
        obey(may_release(asked_by_id=hold.release_asked_by_id, actor_id=actor.user.pk))
        hold.released_by, hold.released_at = actor.user, now
        hold.save(update_fields=["released_by", "released_at"])
        opening.note("retention.hold_released", hold)
    return hold


def read_holds(*, case_id: UUID, actor: Actor, now: datetime) -> tuple[str, list[tuple[Hold, str]]]:
    """Return a case's reference and its holds with why they were set, the newest first.

    Raises Http404, Shredded.
    """
    with opened(actor, now=now) as opening:
        case = kept_case(actor, case_id)
        if case.shredded_at is not None:
            raise Shredded(case.pk)
        people = ("set_by__person", "release_asked_by__person", "released_by__person")
        rows = list(Hold.objects.filter(case=case).select_related(*people).order_by("-set_at"))
        for row in rows:
            row.case = case
        opening.note("retention.holds_read", case)
        return case.reference, [(row, row.unseal("reason")) for row in rows]
