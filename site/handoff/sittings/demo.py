"""An invented committee: one sitting that is over, one whose papers went out, one being planned."""

from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import User
from foundation.demo import World
from handoff.access import current_enrolments, opened
from handoff.actors import CLOCK, Actor, actor_from
from handoff.cases.models import Case

from .enums import How, ItemKind, Place, Presence, Response, SittingDeed, SittingState
from .models import CaseItem, Seat, Sitting
from .rules import known_as
from .services.advising import give_advice, note_effect, respond
from .services.asking import Asking, ask, introduce
from .services.items import Putting, approve_paper, put_case, write_minutes, write_paper
from .services.moving import Step, move_sitting
from .services.planning import give_seat, plan_sitting

TERM = timedelta(days=300)
SEATS = {"committee_member": Place.CHAIR, "observer": Place.OBSERVER}
PAPERS = (
    (
        "60代の方。出所のあと、部屋を借りて暮らすことを望んでいます。薬を忘れると、眠れなくなります。",
        "ひとりで暮らしはじめる月の支え方を、教えてください。",
    ),
    (
        "50代の方。年金と手帳の手続きが、これからです。人と話すことは好きで、急がされると黙ります。",
        "はじめの窓口を、どこにするとよいでしょうか。",
    ),
)
ADVICE = (
    (
        "薬の時間に声をかける人を、はじめの1か月は毎日決めておくとよい。",
        Response.ADOPTED,
        "",
        "薬を忘れる日が、週1回に減りました。",
    ),
    ("通いさきは、週5日から始めるとよい。", Response.ADAPTED, "疲れが出たので、週3日から始めました。", ""),
    ("近くの診療所にも、早めに相談しておくとよい。", None, "", ""),
)


def fill(world: World) -> None:
    """Add what is missing; made by the same services as everything at this door."""
    with opened(CLOCK, now=world.now):
        if Sitting.objects.exists():
            return
        cases = list(Case.objects.filter(agency=None).order_by("opened_on", "reference")[:3])
    today = timezone.localdate(world.now)
    for key, place in SEATS.items():
        give_seat(
            person=world.people[key],
            place=place,
            since=today - TERM,
            until=today + TERM,
            actor=_actor(world, "lead"),
            now=world.now,
        )
    past = _plan(world, today - timedelta(days=31))
    first = _put(world, cases[0], past, ItemKind.NEW, PAPERS[0])
    _held(world, past, first)
    coming = _plan(world, today + timedelta(days=12))
    _put(world, cases[0], coming, ItemKind.AGAIN, PAPERS[0])
    _put(world, cases[1], coming, ItemKind.NEW, PAPERS[1])
    _send(world, coming)
    _plan(world, today + timedelta(days=73))
    _ask(world, cases[-1])
    introduce(
        case_id=cases[1].pk,
        linked_by=world.people["committee_member"],
        linked_on=today - timedelta(days=9),
        body="見本年金相談センター",
        actor=_actor(world, "case_worker"),
        now=world.now,
    )


def _actor(world: World, key: str) -> Actor:
    user = User.objects.get(person=world.people[key])
    return actor_from(user, current_enrolments(user, now=world.now), is_fresh=True)


def _plan(world: World, day: date) -> Sitting:
    today = timezone.localdate(world.now)
    sitting = plan_sitting(
        held_on=max(day, today),
        starts_at=time(13, 30),
        ends_at=time(15, 30),
        place="見本会館 第2会議室",
        actor=_actor(world, "lead"),
        now=world.now,
    )
    if day < today:
        # Nobody plans one that is over, and the people of this world came only today.
        sitting.held_on = day
        with opened(CLOCK, now=world.now):
            sitting.save(update_fields=["held_on"])
    return sitting


def _put(world: World, case: Case, sitting: Sitting, kind: ItemKind, paper: tuple[str, str]) -> CaseItem:
    worker, outline_and_question = _actor(world, "case_worker"), paper
    putting = Putting(sitting_id=sitting.pk, kind=kind, minutes=40)
    item = put_case(case_id=case.pk, putting=putting, actor=worker, now=world.now)
    outline, question = outline_and_question
    write_paper(item_id=item.pk, outline=outline, question=question, actor=worker, now=world.now)
    seen = known_as((outline, question))
    approve_paper(item_id=item.pk, seen=seen, actor=_actor(world, "lead"), now=world.now)
    return item


def _move(world: World, sitting: Sitting, deed: SittingDeed, step: Step, who: str = "lead") -> None:
    move_sitting(sitting_id=sitting.pk, deed=deed, step=step, actor=_actor(world, who), now=world.now)


def _send(world: World, sitting: Sitting) -> None:
    today = timezone.localdate(world.now)
    briefed = Step(seen=SittingState.PLANNED, on=min(today, sitting.held_on), how=How.MEETING)
    _move(world, sitting, SittingDeed.BRIEF, briefed)
    _move(world, sitting, SittingDeed.SEND, Step(seen=SittingState.BRIEFED))


def _held(world: World, sitting: Sitting, item: CaseItem) -> None:
    """Let a sitting be over: who came, what was advised, the minutes confirmed by the chair."""
    _send(world, sitting)
    with opened(CLOCK, now=world.now):
        presence = {seat.pk: Presence.PRESENT for seat in Seat.objects.all()}
    _move(world, sitting, SittingDeed.HOLD, Step(seen=SittingState.SENT, presence=presence))
    worker, member = _actor(world, "case_worker"), world.people["committee_member"]
    for text, response, reason, effect in ADVICE:
        advice = give_advice(item_id=item.pk, text=text, given_by=member, actor=worker, now=world.now)
        if response:
            respond(advice_id=advice.pk, response=response, reason=reason, actor=worker, now=world.now)
        if effect:
            note_effect(advice_id=advice.pk, effect=effect, next_sitting=None, actor=worker, now=world.now)
    words = "はじめの1か月の支え方を話し合った。薬の声かけと、通いさきの日数について助言があった。"
    write_minutes(item_id=item.pk, words=words, actor=worker, now=world.now)
    confirmed = Step(seen=SittingState.HELD, minutes_seen=known_as([words]))
    _move(world, sitting, SittingDeed.CONFIRM, confirmed, "committee_member")


def _ask(world: World, case: Case) -> None:
    asking = Asking(
        asked_of=world.people["committee_member"],
        question="あさって釈放されるかもしれない方です。その日に泊まれるところを、どこから探すとよいでしょうか。",
        basis_id=None,
        tells_nobody=True,
    )
    ask(case_id=case.pk, asking=asking, actor=_actor(world, "case_worker"), now=world.now)
