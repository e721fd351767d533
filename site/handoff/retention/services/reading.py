"""Reading of what is due, of one destruction, and of a certificate; each reading is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from foundation.decision import Decision
from handoff.access import opened
from handoff.actors import KEEPING, Actor
from handoff.models import AgencyCopy
from handoff.retention import rules
from handoff.retention.access import (
    counts_for,
    destruction_for,
    destruction_of,
    destructions_for,
    destructions_to_confirm,
    holds_for,
    keeps_records,
    may_end,
    periods_for,
    replies_for,
)
from handoff.retention.enums import DESTROYABLE, OF_AGENCIES, RecordClass
from handoff.retention.models import ClosingCount, Destruction, Hold, PartnerReply, RetentionPeriod
from handoff.retention.queries import DueLine, current_periods, partners_of
from handoff.waiting import Waiting

from .destroying import line_of, lines_of


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
    waiting: Sequence[Destruction]
    letting_go: Sequence[Hold]
    coming: Sequence[DueLine]
    done: Sequence[Destruction]


@dataclass(frozen=True, kw_only=True)
class DestructionRead:
    """One destruction, what hinders this reader from confirming it, and what partners told."""

    destruction: Destruction
    confirming: Decision | None
    may_end: bool
    about: str
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
        lines = lines_of(actor, today=today)
        periods = current_periods(periods_for(actor))
        ended = {kind: sum(1 for line in lines if line.kind == kind) for kind in RecordClass}
        all_of_it = destructions_for(actor).filter(withdrawn_at=None)
        asked = holds_for(actor).filter(release_asked_at__isnull=False, released_at=None)
        return Desk(
            classes=[
                Kept(kind=kind, period=periods.get(kind), ended=ended[kind])
                for kind in (RecordClass if actor.centre_roles else OF_AGENCIES)
            ],
            waiting=list(
                all_of_it.filter(confirmed_at=None)
                .select_related("proposed_by__person", "agency")
                .order_by("proposed_at")
            ),
            letting_go=list(
                asked.select_related("release_asked_by__person", "agency").order_by("release_asked_at")
            ),
            coming=[line for line in lines if rules.is_soon(line.due_on, today=today) and not line.proposal],
            done=list(all_of_it.exclude(confirmed_at=None).order_by("-confirmed_at")),
        )


def waiting(actor: Actor, *, today: date) -> list[Waiting]:  # noqa: ARG001 -- as every source
    """Return what somebody else proposed to destroy or to let go, to whoever may be the second of two.

    Two queries at most.
    """
    if not actor.centre_roles & KEEPING and not actor.agency_roles:
        return []
    asked = holds_for(actor).filter(release_asked_at__isnull=False, released_at=None)
    return [
        *(
            Waiting(
                day=timezone.localdate(each.proposed_at),
                what="消去の提案を、2人目として確かめてください",
                reference=each.record_reference,
                address=reverse("handoff:destruction", args=[each.pk]),
            )
            for each in destructions_to_confirm(actor)
        ),
        *(
            Waiting(
                day=timezone.localdate(each.release_asked_at),
                what="消去を止めているのを解くか、2人目として決めてください",
                reference="",
                address=reverse("handoff:retention"),
            )
            for each in asked.exclude(release_asked_by=actor.user)
        ),
    ]


def read_destruction(*, destruction_id: UUID, actor: Actor, now: datetime) -> DestructionRead:
    """Return one destruction with what a second person has to know. Raises Http404.

    What it is about is said only to whoever decides for that side.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = destruction_for(actor, destruction_id)
        is_open = found.confirmed_at is None and found.withdrawn_at is None
        ends, line = may_end(actor, found), line_of(found, opening) if is_open else None
        confirming = None
        if ends and line is not None and actor.user is not None:
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
            may_end=ends,
            about=line.one.about if line and found.agency_id is None and keeps_records(actor) else "",
            partners=partners_of(found) if found.agency_id is None else [],
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
