"""Hand-offs as far along as the records around them need, and everybody who might look at those."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.aftercare.enums import Outcome
from handoff.aftercare.services.reviewing import hold_review
from handoff.cases.enums import Place
from handoff.disclosure.enums import Part, ReceiverCategory
from handoff.machine.enums import Deed, HomeKind, ItemState, Side
from handoff.machine.models import JointMeeting, RoleItem
from handoff.machine.services.naming import Named
from handoff.machine.services.running import (
    NewItem,
    confirm_meeting_in_transaction,
    locked_together,
    move_item,
    settle_days,
    write_items,
    write_meeting_in_transaction,
)
from handoff.safeguards.enums import Way
from tests.factories.cases import (
    NOW,
    TEXTS,
    TODAY,
    acting,
    do,
    make_case,
    make_draft,
    rows,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency, make_enrolled_user

PARTS = TEXTS | {part: f"{part}かなりあ" for part in (Part.HEALTH, Part.BEHAVIOUR, Part.PLAN, Part.RISK)}


def make_world(*, way=Way.HERE, stage="accepted"):
    """Return a hand-off that a city has taken on, its case, its people, and strangers to it."""
    centre, city = staff_of_centre(), make_agency(name="見本市", category=ReceiverCategory.MUNICIPALITY)
    people = staff_of_agency(city)
    case = make_case(centre)
    handoff = make_draft(case, city, centre, parts=PARTS, way=way)
    strangers = [
        *staff_of_centre().values(),
        *staff_of_agency(make_agency(name="よその市")).values(),
        *(
            make_enrolled_user(name=role, role=role)
            for role in (PrivateRole.AUDITOR, PrivateRole.KEY_CUSTODIAN)
        ),
    ]
    world = SimpleNamespace(
        centre=centre,
        worker=centre["worker"],
        lead=centre["lead"],
        city=city,
        coordinator=people["coordinator"],
        hand=people["hand"],
        case=case,
        handoff=handoff,
        # Whoever leads the centre sees all its cases.
        strangers=[each for each in strangers if "lead" not in str(each.person)],
        told={} if way == Way.HERE else {"told_by": "係長から電話で"},
    )
    for step in (send, accept, run_alongside, begin_handing, hand_over)[: STAGES.index(stage) + 1]:
        step(world)
    return world


REVIEW = {"who": "両方かなりあ", "seen": "落ち着いているかなりあ", "next": "電話するかなりあ"}
STAGES = ("sent", "accepted", "overlap", "handing", "backup")


def send(world):
    do(world.handoff, Deed.SUBMIT, world.worker)
    do(world.handoff, Deed.APPROVE, world.lead)


def receiver(world):
    """Return who speaks for the receiver: its own people, or the asking side where it is on paper."""
    return world.worker if world.told else world.coordinator


def accept(world):
    do(world.handoff, Deed.ACKNOWLEDGE, receiver(world), **world.told)
    if world.told:
        named = (Named(place=Place.MAIN, name="係長"), Named(place=Place.SECOND, name="主査"))
    else:
        named = (
            Named(place=Place.MAIN, person=world.hand.person),
            Named(place=Place.SECOND, person=world.coordinator.person),
        )
    do(world.handoff, Deed.ACCEPT, receiver(world), receivers=named, **world.told)


def run_alongside(world):
    pk, actor = world.handoff.pk, acting(world.worker)
    items = [
        NewItem(what=f"仕事{side}かなりあ", now_side=side, next_side=side)
        for side in (Side.GIVER, Side.RECEIVER)
    ]
    write_items(handoff_id=pk, items=items, seen=0, actor=actor, now=NOW)
    meet(world)
    settle_days(handoff_id=pk, overlap_until=TODAY + timedelta(days=90), actor=actor, now=NOW)
    do(world.handoff, Deed.BEGIN_OVERLAP, world.worker)
    do(world.handoff, Deed.BEGIN_OVERLAP, receiver(world), **world.told)


def meet(world):
    hold_meeting(handoff_id=world.handoff.pk, actor=acting(world.worker))


def hold_meeting(*, handoff_id, actor, now=NOW, decided="続ける", is_confirmed=True):
    """Let both sides have met, and the other side hold what was written of it to be right."""
    with opened(actor, now=now) as opening:
        handoff = locked_together(handoff_id, actor, now, opening)
        meeting = JointMeeting(handoff=handoff, written_by=actor.user, written_at=now)
        write_meeting_in_transaction(
            meeting, held_at=now, who="両方", decided=decided, next_on=None, opening=opening
        )
        if is_confirmed:
            confirm_meeting_in_transaction(meeting, opening=opening)


def begin_handing(world):
    home = (TODAY, HomeKind.GROUP_HOME)
    settle_days(handoff_id=world.handoff.pk, home=home, actor=acting(world.worker), now=NOW)
    do(world.handoff, Deed.BEGIN_HANDING, world.worker)


def hand_over(world):
    pk, actor = world.handoff.pk, acting(world.worker)
    for item in rows(RoleItem.objects.filter(handoff=pk)):
        user = world.worker if item.now_side == Side.GIVER else receiver(world)
        move_item(item_id=item.pk, to=ItemState.STAYS, actor=acting(user), now=NOW)
    meet(world)
    settle_days(handoff_id=pk, backup_until=TODAY + timedelta(days=300), actor=actor, now=NOW)
    do(world.handoff, Deed.HAND_OVER, world.lead)
    do(world.handoff, Deed.HAND_OVER, receiver(world), **world.told)


def hold_last_review(handoff, user, *, now=NOW):
    """Write the review that closing asks for."""
    hold_review(
        handoff_id=handoff.pk, held_on=timezone.localdate(now), outcome=Outcome.END, texts=REVIEW,
        actor=acting(user, now=now), now=now,
    )  # fmt: skip
