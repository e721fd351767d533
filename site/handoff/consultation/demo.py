"""Invented consultations: one that the lawyers' association sent on, one that was answered."""

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from

from .enums import Source, Topic, Urgency
from .models import ConsultationRequest
from .services import Question, answer, ask, take

HOME = "minamo"
TROUBLE = Question(
    topic=Topic.TROUBLE,
    urgency=Urgency.SOON,
    texts={
        "question": "夜に大きな声を出す方がいて、近所から電話がありました。どう話せばよいでしょうか。",
        "tried": "世話人が、次の朝に話を聞きました。",
    },
)
ANSWER = {
    "answer": "まず、眠れているかを聞いてください。薬が変わったあとなら、クリニックに電話します。近所には、管理者が出向きます。",
    "second_from": "精神保健福祉士",
    "second": "話を聞くのは、静かな部屋で、1対1がよいです。",
}


def fill(world: World) -> None:
    """Add what is missing."""
    with opened(CLOCK, now=world.now):
        if ConsultationRequest.objects.exists():
            return
    now, staff = world.now, _actor(world, "case_worker")
    asked = ask(
        question=TROUBLE,
        agency=world.agencies[HOME],
        actor=_actor(world, "agency_coordinator"),
        now=now,
    )
    take(request_id=asked.pk, actor=staff, now=now)
    answer(request_id=asked.pk, texts=ANSWER, minutes=40, actor=staff, now=now)
    others = Question(
        topic=Topic.MONEY,
        urgency=Urgency.NO_HURRY,
        texts={
            "question": "借金の相談をしたい方がいます。どこに、いっしょに行けばよいでしょうか。",
            "from_whom": "見本弁護士会の当番弁護士",
            "consent_at": "事務室の書庫の2",
        },
        source=Source.BAR,
        has_consent=True,
        shared_on=timezone.localdate(now),
    )
    ask(question=others, agency=None, actor=staff, now=now)


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)
