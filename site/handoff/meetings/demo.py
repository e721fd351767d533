"""Invented meetings beside the hand-off in which both sides move their tasks: one called, one held."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.machine.enums import Side, State
from handoff.machine.models import Handoff

from .enums import MeetingKind
from .models import SupportMeeting
from .services.calling import Call, call_meeting
from .services.holding import Minutes, NewDecision, write_uncalled

FORMS = UUID("0b5f7d9a-6f0e-4f0e-8f3a-5f6a2d1c9b7e")
CALL = {
    "place": "見本市役所 2階の会議室。センターは電話で入ります。",
    "asked": "福祉課の係長\n相談支援専門員\nグループホームの世話人",
    "agenda": "通院の付き添いを、だれがするか\n夜の連絡のしかた\n次の3か月の予定",
}
SAID = {
    "who": "本人、グループホームの世話人、生活支援員、センターの相談員",
    "said": "本人は、朝の声かけがあると落ち着くと話した。\n通院は、来月から世話人がいっしょに行く。\n"
    "お金の使い方は、もう少しセンターが聞く。",
}


def fill(world: World) -> None:
    """Add what is missing."""
    with opened(CLOCK, now=world.now):
        handoff = Handoff.objects.filter(state=State.HANDING, requester=None).order_by("made_at").first()
        if handoff is None or SupportMeeting.objects.exists():
            return
    today = timezone.localdate(world.now)
    decisions = (
        NewDecision(
            position=1,
            what="次の通院に、世話人がいっしょに行く",
            owner="世話人",
            side=Side.RECEIVER,
            due_on=today + timedelta(days=14),
        ),
        NewDecision(
            position=2, what="福祉課に、手続きの日を聞く", owner="相談員", side=Side.GIVER, due_on=today
        ),
    )
    minutes = Minutes(
        held_on=today - timedelta(days=1),
        texts=SAID,
        decisions=decisions,
        next_on=today + timedelta(days=30),
    )
    write_uncalled(
        handoff_id=handoff.pk,
        kind=MeetingKind.COORDINATION,
        minutes=minutes,
        form_key=uuid5(FORMS, f"{handoff.pk}:held"),
        actor=_actor(world, "case_worker"),
        now=world.now,
    )
    starts_at = timezone.make_aware(datetime.combine(today + timedelta(days=10), time(13, 30)))
    call_meeting(
        handoff_id=handoff.pk,
        call=Call(kind=MeetingKind.CARE, starts_at=starts_at, lasts=60, texts=CALL),
        form_key=uuid5(FORMS, f"{handoff.pk}:called"),
        actor=_actor(world, "agency_worker"),
        now=world.now,
    )


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)
