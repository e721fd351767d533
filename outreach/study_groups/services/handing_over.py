"""What is handed over to whoever runs a community next is ticked, and its pack is taken."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.enums import Action, HandoverItem
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, HandoverRound, HandoverTick

from .steps import hold_in_transaction

ANOTHER_BEGAN = "新しい引き継ぎが始まっています。画面を開き直してください。"


@transaction.atomic(durable=True)
def begin_handover(*, community: Community, after: int | None, actor: User, now: datetime) -> HandoverRound:
    """Begin to hand a community over anew; what was ticked before stays as it is. Raises GroupRefused.

    `after` is the round that was the latest on the page, by id: pressed twice, one begins.
    """
    held = hold_in_transaction(community, Action.HAND_OVER, actor=actor, now=now).community
    _insist_on_latest(held, after)
    made = HandoverRound.objects.create(community=held, begun_on=timezone.localdate(now), begun_by=actor)
    chain.record("study_groups.handover_begun", actor=actor, subject=held, now=now, fields=["begun_on"])
    return made


def _insist_on_latest(community: Community, known: int | None) -> HandoverRound | None:
    latest = community.handover_rounds.first()
    if (latest.pk if latest else None) != known:
        raise GroupRefused(ANOTHER_BEGAN)
    return latest


@transaction.atomic(durable=True)
def tick_off(
    *,
    community: Community,
    of: int,
    done: Collection[HandoverItem],
    seen: Collection[HandoverItem],
    actor: User,
    now: datetime,
) -> None:
    """Say what has been handed over in the latest round, by id. Raises GroupRefused.

    Ticks that stay keep who made them and when. Of those not done go the ones that were `seen` ticked: what
    somebody else ticked meanwhile stays.
    """
    held = hold_in_transaction(community, Action.HAND_OVER, actor=actor, now=now).community
    latest = _insist_on_latest(held, of)
    ticks = HandoverTick.objects.filter(round=latest)
    gone = ticks.filter(item__in=seen).exclude(item__in=done)
    fields = [f"off:{item}" for item in gone.values_list("item", flat=True)]
    gone.delete()
    known = set(ticks.values_list("item", flat=True))
    made = [each for each in HandoverItem if each in done and each not in known]
    HandoverTick.objects.bulk_create(
        HandoverTick(round=latest, item=each, ticked_by=actor, ticked_at=now) for each in made
    )
    fields += [f"on:{item}" for item in made]
    chain.record("study_groups.handover_ticked", actor=actor, subject=held, now=now, fields=fields)


@transaction.atomic(durable=True)
def record_pack_taken(*, community: Community, actor: User, now: datetime) -> None:
    """Write down that somebody takes the pack of a community. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.HAND_OVER, actor=actor, now=now).community
    chain.record("study_groups.pack_taken", actor=actor, subject=held, now=now)
