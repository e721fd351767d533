"""Which sheets somebody reads and writes; absent and forbidden are the same 404."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404

from handoff.actors import Actor
from handoff.records.access import Ground, readable_on, record_for
from handoff.records.enums import Use

from .enums import SheetKind
from .models import FollowUpPack, LimitsSheet, SupportTeam, TeamMember
from .rules import BESIDE_A_HANDOFF, KINDS

type Sheet = SupportTeam | LimitsSheet | FollowUpPack
MODELS: Mapping[SheetKind, type[Sheet]] = {
    SheetKind.TEAM: SupportTeam,
    SheetKind.LIMITS: LimitsSheet,
    SheetKind.PACK: FollowUpPack,
}


def sheet_for(actor: Actor, kind: SheetKind, pk: UUID, use: Use, *, today: date) -> tuple[Sheet, Ground]:
    """Return a sheet with which this actor may do this, and how they stand to it. Raises Http404."""
    return record_for(MODELS[kind].objects.all(), actor, pk, KINDS[kind].sharing, use, today=today)


def locked_sheet(actor: Actor, kind: SheetKind, pk: UUID, use: Use, *, today: date) -> tuple[Sheet, Ground]:
    """Return the same, with its row locked until the transaction ends. Raises Http404."""
    rows = MODELS[kind].objects.select_for_update(of=("self",))
    return record_for(rows, actor, pk, KINDS[kind].sharing, use, today=today)


def may_begin_on(ground: Ground, kind: SheetKind) -> bool:
    """Return whether this actor may write a new sheet of a kind here."""
    if kind in BESIDE_A_HANDOFF and ground.handoff is None:
        return False
    return ground.opens(Use.WRITE, KINDS[kind].sharing, state=KINDS[kind].first)


def sheets_on(ground: Ground, kind: SheetKind) -> Sequence[Sheet]:
    """Return the sheets of a kind on a ground that this actor may read, the newest first."""
    model: type[Any] = MODELS[kind]
    return list(readable_on(model.objects.all(), ground, KINDS[kind].sharing).order_by("-written_at"))


def member_of(team: SupportTeam, pk: UUID) -> TeamMember:
    """Return a member of a team. Raises Http404."""
    found = team.members.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.team = team
    return found
