"""Reading of what is due, of one destruction, and of a certificate; each reading is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from foundation.decision import Decision
from handoff.access import opened
from handoff.actors import Actor
from handoff.models import AgencyCopy
from handoff.retention import rules
from handoff.retention.access import (
    counts_for,
    destruction_for,
    destruction_of,
    destructions_for,
    keeps_records,
    periods_for,
    replies_for,
)
from handoff.retention.enums import DESTROYABLE, RecordClass
from handoff.retention.models import ClosingCount, Destruction, PartnerReply, RetentionPeriod
from handoff.retention.queries import DueLine, current_periods, partners_of

from .destroying import lines_of


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A class of records, its period where one is settled, and how many of it have ended."""

    kind: RecordClass
    period: RetentionPeriod | None
    ended: int

    @property
    def is_destroyed_here(self) -> bool:
        return self.kind in DESTROYABLE


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the list of retention shows."""

    classes: Sequence[Kept]
    waiting: Sequence[DueLine]
    coming: Sequence[DueLine]
    done: Sequence[Destruction]


@dataclass(frozen=True, kw_only=True)
class DestructionRead:
    """One destruction, what hinders this reader from confirming it, and what partners told."""

    destruction: Destruction
    confirming: Decision | None
    partners: Sequence[AgencyCopy]
    replies: Mapping[int, PartnerReply]

    @property
    def unanswered(self) -> list[AgencyCopy]:
        return [each for each in self.partners if each.pk not in self.replies]

    @property
    def lines(self) -> list[tuple[AgencyCopy, PartnerReply | None]]:
        return [(each, self.replies.get(each.pk)) for each in self.partners]


def read_desk(*, actor: Actor, now: datetime) -> Desk:
    """Return what is due and soon due, what waits for a second person, and what is gone."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        lines = lines_of(actor)
        periods = current_periods(periods_for(actor))
        ended = {kind: sum(1 for line in lines if line.kind == kind) for kind in RecordClass}
        soon = [line for line in lines if rules.is_soon(line.due_on, today=today) or line.proposal]
        done = destructions_for(actor).exclude(confirmed_at=None).select_related("confirmed_by__person")
        return Desk(
            classes=[Kept(kind=kind, period=periods.get(kind), ended=ended[kind]) for kind in RecordClass],
            waiting=[line for line in soon if line.proposal],
            coming=[line for line in soon if not line.proposal],
            done=list(done.order_by("-confirmed_at")),
        )


def read_destruction(*, destruction_id: UUID, actor: Actor, now: datetime) -> DestructionRead:
    """Return one destruction with what a second person has to know. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = destruction_for(actor, destruction_id)
        record_id = found.handoff_id or found.case_id
        is_open = found.confirmed_at is None and found.withdrawn_at is None
        line = next((each for each in lines_of(actor) if each.record_id == record_id), None)
        confirming = None
        if is_open and line is not None and keeps_records(actor) and actor.user is not None:
            confirming = rules.may_confirm(
                line.standing,
                proposer_id=found.proposed_by_id,
                actor_id=actor.user.pk,
                is_fresh=True,
                today=today,
            )
        replies = replies_for(actor).filter(destruction=found)
        opening.note("retention.destruction_read", found)
        return DestructionRead(
            destruction=found,
            confirming=confirming,
            partners=partners_of(found),
            replies={each.agency_id: each for each in replies},
        )


def read_certificate(*, record_id: UUID, actor: Actor, now: datetime) -> Destruction:
    """Return what became of a case or a hand-off, to both its sides. Raises Http404."""
    with opened(actor, now=now) as opening:
        found = destruction_of(actor, record_id, today=timezone.localdate(now))
        opening.note("retention.certificate_read", found)
    return found


def read_counts(*, actor: Actor, now: datetime) -> list[ClosingCount]:
    """Return the counts that stay when cases are gone."""
    with opened(actor, now=now):
        return list(counts_for(actor))
