"""Pairs of deeds on one hand-off: every state from which two roads lead on, and what is asked of it."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.enums import PrivateRole
from handoff.cases.enums import Place
from handoff.machine.enums import Deed, HomeKind, ItemState, Side
from handoff.machine.models import RoleItem, Turn
from handoff.machine.reasons import CODES
from handoff.machine.services.moving import Answer, move
from handoff.machine.services.naming import Named
from handoff.machine.services.running import NewItem, move_item, settle_days, write_items
from tests.factories.cases import NOW, TODAY, acting, do, fresh, rows
from tests.factories.handoff import make_enrolled_user
from tests.factories.records import accept, begin_handing, hand_over, hold_last_review, meet, send
from tests.handoff.machine.walk import Walk

from .arena import THREADS, events, last_event, new_form, pair, together


def ring(*, until=()):
    """Return two requests as in the random walks, the first of them as far as these steps lead."""
    walk = Walk(0)
    more = {"deputy": PrivateRole.DEPUTY_LEAD, "officer": PrivateRole.PRIVACY_OFFICER}
    walk.centre |= {key: make_enrolled_user(name=key, role=role) for key, role in more.items()}
    handoff = walk.handoffs[0]
    world = SimpleNamespace(walk=walk, handoff=handoff, told={}, **walk.centre, **walk.people[handoff.pk])
    for step in until:
        step(world)
    world.turns, world.event = len(turns(world)), last_event()
    return world


def acknowledge(world):
    do(world.handoff, Deed.ACKNOWLEDGE, world.coordinator)


def submit(world):
    do(world.handoff, Deed.SUBMIT, world.worker)


def ask(world):
    do(world.handoff, Deed.ASK, world.coordinator, reason="どの駅ですか")


def make_ready(world):
    """Write what the overlap asks for, and the asking side's word for it."""
    sides = (Side.GIVER, Side.RECEIVER)
    items = [NewItem(what="付き添い", now_side=each, next_side=each) for each in sides]
    actor = acting(world.worker)
    write_items(handoff_id=world.handoff.pk, items=items, seen=0, actor=actor, now=NOW)
    meet(world)
    until = TODAY + timedelta(days=90)
    settle_days(handoff_id=world.handoff.pk, overlap_until=until, actor=actor, now=NOW)


def first_word(world):
    do(world.handoff, Deed.BEGIN_OVERLAP, world.worker)


def overlap(world):
    make_ready(world)
    first_word(world)
    do(world.handoff, Deed.BEGIN_OVERLAP, world.coordinator)


def settle_home(world):
    home = (TODAY, HomeKind.GROUP_HOME)
    settle_days(handoff_id=world.handoff.pk, home=home, actor=acting(world.worker), now=NOW)


def settle_items(world):
    for item in rows(RoleItem.objects.filter(handoff=world.handoff)):
        user = world.worker if item.now_side == Side.GIVER else world.coordinator
        move_item(item_id=item.pk, to=ItemState.STAYS, actor=acting(user), now=NOW)
    meet(world)
    until = TODAY + timedelta(days=300)
    settle_days(handoff_id=world.handoff.pk, backup_until=until, actor=acting(world.worker), now=NOW)


def review(world):
    hold_last_review(world.handoff, world.worker)
    settle_days(handoff_id=world.handoff.pk, person_told_on=TODAY, actor=acting(world.worker), now=NOW)


SENT = (send,)
REVIEWING = (send, acknowledge)
ACCEPTED = (send, accept)
HANDING = (send, accept, overlap, begin_handing)


def turns(world):
    return rows(Turn.objects.filter(handoff=world.handoff).order_by("version"))


def presses(world, deed, user, *, key=None, now=NOW, **words):
    """Return who makes presses of one button on the page of this moment, each time another form."""
    seen, code = fresh(world.handoff, now=now).version, next(iter(CODES.get(deed, {"": ""})))
    actor = acting(user, now=now)
    words = {"reason": "わけ", "code": code} | words

    def make():
        answer = Answer(seen=seen, key=key or new_form(), **words)
        return partial(move, handoff_id=world.handoff.pk, deed=deed, answer=answer, actor=actor, now=now)

    return make


def named(world):
    hand = Named(place=Place.MAIN, person=world.hand.person)
    return {"receivers": (hand, Named(place=Place.SECOND, person=world.coordinator.person))}


def moved_once(world):
    """Return what does not hold once one turn was taken: INV1–INV8, by the account of the random walks.

    Each turn has one event and one mail to send, written in the same commit (INV5).
    """
    wrong = []
    new = turns(world)[world.turns :]
    if len(new) != 1:
        wrong.append(f"{len(new)} turns")
    for turn in new:
        if len(events(f"machine.{turn.deed}", after=world.event)) != 1:
            wrong.append(f"events of {turn.deed}")
        jobs = ProcrastinateJob.objects.filter(task_name="handoff.machine.tell_turn")
        if sum(job.args["turn_id"] == str(turn.pk) for job in jobs) != 1:
            wrong.append(f"mails of {turn.deed}")
    return wrong + checked(world)


def checked(world):
    world.walk.check()
    return []


def two_roads(until, first, second, *, words=lambda _: {}):
    """Return the scene of two deeds that both lead on from where these steps end."""

    def scene():
        world = ring(until=until)
        made = [
            (f"{deed} by {who}", presses(world, deed, getattr(world, who), **given))
            for (deed, who), given in ((first, words(world)), (second, {}))
        ]
        return pair(*made, holds=partial(moved_once, world))

    return scene


def any_number(_):
    """Both words, or the same form again, are answered with the same page: what counts are the turns."""
    return True


def both_words(until, deed, first, second):
    def scene():
        world = ring(until=until)
        made = [(who, presses(world, deed, getattr(world, who))) for who in (first, second)]
        return pair(*made, stands=any_number, holds=partial(moved_once, world))

    return scene


def same_form():
    world = ring(until=REVIEWING)
    make = presses(world, Deed.ACCEPT, world.coordinator, key=new_form(), **named(world))
    done = lambda outcome: outcome.winners == THREADS  # noqa: E731 -- said once
    return together("the same form", make, stands=done, holds=partial(moved_once, world))


def void_or_accept():
    world = ring(until=REVIEWING)
    do(world.handoff, Deed.VOID, world.lead, reason="まちがい")
    world.event = last_event()
    return pair(
        ("void, the second word", presses(world, Deed.VOID, world.officer)),
        ("accept", presses(world, Deed.ACCEPT, world.coordinator, **named(world))),
        holds=partial(moved_once, world),
    )


ON_ONE_HANDOFF = {
    "accept or withdraw": two_roads(
        REVIEWING, (Deed.ACCEPT, "coordinator"), (Deed.WITHDRAW, "worker"), words=named
    ),
    "accept or decline": two_roads(
        REVIEWING, (Deed.ACCEPT, "coordinator"), (Deed.DECLINE, "coordinator"), words=named
    ),
    "accept or ask": two_roads(
        REVIEWING, (Deed.ACCEPT, "coordinator"), (Deed.ASK, "coordinator"), words=named
    ),
    "approve or send back": two_roads((submit,), (Deed.APPROVE, "lead"), (Deed.SEND_BACK, "deputy")),
    "approve by two": two_roads((submit,), (Deed.APPROVE, "lead"), (Deed.APPROVE, "deputy")),
    "approve or withdraw": two_roads((submit,), (Deed.APPROVE, "lead"), (Deed.WITHDRAW, "worker")),
    "submit or withdraw": two_roads((), (Deed.SUBMIT, "worker"), (Deed.WITHDRAW, "worker")),
    "acknowledge or withdraw": two_roads(SENT, (Deed.ACKNOWLEDGE, "coordinator"), (Deed.WITHDRAW, "lead")),
    "answer or withdraw": two_roads(
        (send, acknowledge, ask), (Deed.ANSWER, "worker"), (Deed.WITHDRAW, "lead")
    ),
    "begin overlap or return": two_roads(
        (*ACCEPTED, make_ready, first_word), (Deed.BEGIN_OVERLAP, "coordinator"), (Deed.RETURN, "lead")
    ),
    "begin overlap or pause": two_roads(
        (*ACCEPTED, make_ready, first_word), (Deed.BEGIN_OVERLAP, "coordinator"), (Deed.PAUSE, "worker")
    ),
    "begin handing or return": two_roads(
        (*ACCEPTED, overlap, settle_home), (Deed.BEGIN_HANDING, "worker"), (Deed.RETURN, "coordinator")
    ),
    "resume or return": two_roads(
        (*ACCEPTED, lambda world: do(world.handoff, Deed.PAUSE, world.worker, code="hospital")),
        (Deed.RESUME, "lead"), (Deed.RETURN, "coordinator"),
    ),
    "close or return": two_roads(
        (*HANDING, hand_over, review), (Deed.CLOSE, "lead"), (Deed.RETURN, "coordinator")
    ),
    "both words of the overlap": both_words(
        (*ACCEPTED, make_ready), Deed.BEGIN_OVERLAP, "worker", "coordinator"
    ),
    "both words of the handing": both_words(
        (*HANDING, settle_items), Deed.HAND_OVER, "lead", "coordinator"
    ),
    "both words of a mistake": both_words(SENT, Deed.VOID, "lead", "officer"),
    "void or accept": void_or_accept,
    "the same form eight times": same_form,
}  # fmt: skip
