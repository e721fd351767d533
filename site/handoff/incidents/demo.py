"""Invented incidents: one nearly happened and taught something, one letter that went to the wrong place."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.machine.models import Handoff

from .enums import Criterion, Exemption, Item, Kind, StepKind
from .models import Incident
from .services.handling import (
    ItemWords,
    Judgement,
    assess,
    close_incident,
    write_report_items,
    write_step,
)
from .services.reporting import Word, report_incident

LESSON = "封筒に入れる前に、宛名と中の紙の番号を、ふたりで声に出して読み合わせます。"
ITEMS = {
    Item.OUTLINE: ItemWords(
        text="引継ぎの書類を入れた封筒を、となりの市の同じ名前の課に送った。相手からの電話でわかった。",
        is_known=True,
    ),
    Item.DATA: ItemWords(text="年代、希望する暮らし、通院のこと。名前はない。", is_known=True),
    Item.PEOPLE: ItemWords(text="1人", is_known=True),
    Item.CAUSE: ItemWords(text="宛名のラベルを、前の年の一覧から作った。", is_known=False),
}


def fill(world: World) -> None:
    """Add what is missing; made by the same services as everything at this door."""
    with opened(CLOCK, now=world.now):
        if Incident.objects.exists():
            return
        sent = Handoff.objects.filter(sent_at__isnull=False, requester=None).order_by("made_at").last()
    worker, lead = _actor(world, "case_worker"), _actor(world, "lead")
    today = timezone.localdate(world.now)
    nearly = Word(
        kind=Kind.NEAR_MISS,
        what="封をする前に、別の方の紙が1枚まざっているのに気づきました。",
        found_on=today - timedelta(days=6),
    )
    first = report_incident(word=nearly, actor=worker, now=world.now)
    _judge(world, first.pk, lead, Kind.NEAR_MISS, frozenset(), "外に出る前に気づいた。")
    close_incident(incident_id=first.pk, lesson=LESSON, actor=lead, now=world.now)
    wrong = Word(
        kind=Kind.WRONG_RECIPIENT,
        what="となりの市の福祉課に、まちがえて書類を送りました。相手は、まだ封を開けていないそうです。",
        found_on=today - timedelta(days=2),
        about=sent.reference if sent else "",
    )
    second = report_incident(word=wrong, actor=worker, now=world.now)
    criteria = frozenset({Criterion.SENSITIVE})
    _judge(
        world,
        second.pk,
        lead,
        Kind.WRONG_RECIPIENT,
        criteria,
        "通院のことがある。返ってくるまで、読まれたものとして動く。",
    )
    write_report_items(incident_id=second.pk, items=ITEMS, actor=lead, now=world.now)
    write_step(
        incident_id=second.pk,
        kind=StepKind.RECIPIENT_ASKED,
        done_on=today - timedelta(days=1),
        words="電話で、開けずに返してもらうようたのんだ。",
        actor=lead,
        now=world.now,
    )
    lost = Word(kind=Kind.LOSS, what="面談のメモを書いた手帳が、見当たりません。", found_on=today)
    report_incident(word=lost, actor=worker, now=world.now)


def _judge(
    world: World, incident_id: UUID, lead: Actor, kind: Kind, criteria: frozenset[Criterion], why: str
) -> None:
    judgement = Judgement(kind=kind, criteria=criteria, exemption=Exemption.NONE, reason=why)
    assess(incident_id=incident_id, judgement=judgement, actor=lead, now=world.now)


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)
