"""How somebody of the invented world acts at this door; and two sides that already work alongside each other."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.cases.enums import Place

from .enums import Deed, HomeKind, ItemState, Side
from .models import Handoff, JointMeeting, RoleItem
from .services.moving import Answer, move
from .services.naming import Named
from .services.running import (
    NewItem,
    confirm_meeting_in_transaction,
    locked_together,
    move_item,
    settle_days,
    write_items,
    write_meeting_in_transaction,
)

FORMS = UUID("6f1c2c38-3a0e-4f6e-9f5e-0d1a2b3c4d5e")
# (what, who does it now, who will, how far that has come)
TASKS = (
    ("通院の付き添い（月に1回）", Side.GIVER, Side.RECEIVER, (ItemState.OFFERED, ItemState.MOVED)),
    ("福祉課での手続き", Side.GIVER, Side.RECEIVER, (ItemState.OFFERED,)),
    ("お金の使い方の相談", Side.GIVER, Side.RECEIVER, ()),
    ("朝と夕方の声かけ", Side.RECEIVER, Side.RECEIVER, (ItemState.STAYS,)),
)


def actor_of_cast(world: World, key: str) -> Actor:
    """Return somebody of the cast as they act at this door."""
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)


def send(world: World, handoff: Handoff, *, writer: str = "case_worker", approver: str = "lead") -> None:
    """Let one submit a request and another approve it."""
    do(world, handoff, Deed.SUBMIT, writer)
    do(world, handoff, Deed.APPROVE, approver)


def do(
    world: World,
    handoff: Handoff,
    deed: Deed,
    who: str,
    *,
    told_by: str = "",
    receivers: tuple[Named, ...] = (),
) -> None:
    """Let somebody of the cast do a deed, once however often the world is made."""
    with opened(CLOCK, now=world.now):
        seen = Handoff.objects.get(pk=handoff.pk).version
    key = uuid5(FORMS, f"{handoff.pk}:{seen}")
    answer = Answer(seen=seen, key=key, told_by=told_by, receivers=receivers)
    move(handoff_id=handoff.pk, deed=deed, answer=answer, actor=actor_of_cast(world, who), now=world.now)


def work_alongside(world: World, handoff: Handoff) -> None:
    """Let a home here take a request on, and the two sides move their tasks one by one."""
    worker, hand, now = actor_of_cast(world, "case_worker"), actor_of_cast(world, "agency_worker"), world.now
    do(world, handoff, Deed.ACKNOWLEDGE, "agency_coordinator")
    named = (
        Named(place=Place.MAIN, person=world.people["agency_worker"]),
        Named(place=Place.SECOND, person=world.people["agency_coordinator"]),
    )
    do(world, handoff, Deed.ACCEPT, "agency_coordinator", receivers=named)
    today = timezone.localdate(now)
    _meet(handoff, worker, now=now)
    items = [NewItem(what=what, now_side=side, next_side=later) for what, side, later, _ in TASKS]
    write_items(handoff_id=handoff.pk, items=items, seen=0, actor=worker, now=now)
    settle_days(handoff_id=handoff.pk, overlap_until=today + timedelta(days=90), actor=worker, now=now)
    for who in ("case_worker", "agency_worker"):
        do(world, handoff, Deed.BEGIN_OVERLAP, who)
    settle_days(handoff_id=handoff.pk, home=(today, HomeKind.GROUP_HOME), actor=worker, now=now)
    do(world, handoff, Deed.BEGIN_HANDING, "case_worker")
    with opened(worker, now=now):
        rows = list(RoleItem.objects.filter(handoff=handoff).order_by("position"))
    for row, (*_, steps) in zip(rows, TASKS, strict=True):
        for step in steps:
            move_item(item_id=row.pk, to=step, actor=worker if step == ItemState.OFFERED else hand, now=now)


def _meet(handoff: Handoff, actor: Actor, *, now: datetime) -> None:
    """Let both sides have met, and hold what was written of it to be right."""
    with opened(actor, now=now) as opening:
        found = locked_together(handoff.pk, actor, now, opening)
        meeting = JointMeeting(handoff=found, written_by=actor.user, written_at=now)
        write_meeting_in_transaction(
            meeting,
            held_at=now,
            who="本人、世話人、生活支援員、センターの相談員",
            decided="3か月のあいだ、いっしょに支える。通院から順に引き継ぐ。",
            next_on=timezone.localdate(now) + timedelta(days=30),
            opening=opening,
        )
        confirm_meeting_in_transaction(meeting, opening=opening)
