"""Reads of sheets: the members of a team, and the packs that are to be looked at again."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.waiting import Waiting

from .enums import PackState, SheetKind
from .models import FollowUpPack, SupportTeam, TeamMember


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """One member with what is written of them."""

    member: TeamMember
    texts: dict[str, str]
    is_over: bool


def member_lines(team: SupportTeam, *, today: date) -> list[MemberLine]:
    """Return the members of a team, those who back it up last. One query."""
    found = []
    for member in team.members.select_related("agency"):
        member.team = team
        texts = member.unseal_data("contents")
        assert isinstance(texts, dict), "texts lie under names"
        is_over = member.until is not None and member.until < today
        found.append(MemberLine(member=member, texts=texts, is_over=is_over))
    return found


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return the packs in use of an actor's cases whose day to look at them again has come. One query."""
    rows = FollowUpPack.objects.filter(case__in=cases_for(actor, today=today).values("pk"))
    due = rows.filter(state=PackState.ACTIVE, review_on__lte=today).select_related("handoff")
    return [
        Waiting(
            day=pack.review_on or today,
            what="フォローアップの引継書を、見直してください",
            reference=pack.handoff.reference if pack.handoff else "",
            address=reverse("handoff:sheet", args=[SheetKind.PACK, pack.pk]),
        )
        for pack in due
    ]
