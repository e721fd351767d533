"""Pairs of deeds in the committee's room."""

from functools import partial

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.sittings.enums import How, ItemKind, Place, RecusalBy, SittingDeed, SittingState
from handoff.sittings.models import CaseItem, NumberedCopy, Recusal, Seat, Sitting
from handoff.sittings.rules import known_as
from handoff.sittings.services.asking import answer, close_question
from handoff.sittings.services.items import Putting, put_case, recuse, write_minutes, write_paper
from handoff.sittings.services.moving import Step, move_sitting
from handoff.sittings.services.planning import give_seat
from tests.factories.cases import NOW, TODAY, acting, fresh, make_case, rows
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.sittings import (
    A_YEAR,
    MINUTES,
    ask_member,
    brief,
    hold,
    make_committee,
    make_sitting,
    put,
    send,
)

from .arena import events, last_event, pair, together
from .destroying import either
from .rooms import by_each, one_row, whole_centre


def nobody_sits_there():
    """Let the committee of the round before go: there is one chair at a time."""
    with opened(CLOCK, now=NOW):
        Seat.objects.filter(ended_at=None).update(ended_at=NOW)


def prepared():
    """Return a centre, its committee, and a case before a sitting whose papers are not out yet."""
    centre = whole_centre()
    staff = vars(centre)
    nobody_sits_there()
    committee = make_committee(staff)
    case, sitting = make_case(staff), make_sitting(staff)
    return centre, committee, case, sitting, put(case, sitting, staff)


def stepping(sitting, deed, *users, **words):
    """Return who makes presses of one step on the page of this moment."""
    step = Step(seen=SittingState(fresh(sitting).state), minutes_seen=known_as([MINUTES]), **words)
    return by_each(move_sitting, *users, sitting_id=sitting.pk, deed=deed, step=step)


def confirm_by_chair_and_lead():
    centre, committee, _, sitting, item = prepared()
    send(sitting, vars(centre))
    hold(sitting, vars(centre))
    write_minutes(item_id=item.pk, words=MINUTES, actor=acting(centre.worker), now=NOW)
    (chair,) = stepping(sitting, SittingDeed.CONFIRM, committee["chair"])
    (lead,) = stepping(sitting, SittingDeed.CONFIRM, centre.lead, how=How.PHONE)
    return pair(("chair", chair), ("lead", lead))


def confirm_or_write_minutes():
    """Once minutes are confirmed no word of them changes, and only those that were read are confirmed."""
    centre, committee, _, sitting, item = prepared()
    send(sitting, vars(centre))
    hold(sitting, vars(centre))
    write_minutes(item_id=item.pk, words=MINUTES, actor=acting(centre.worker), now=NOW)
    event = last_event()
    (confirm,) = stepping(sitting, SittingDeed.CONFIRM, committee["chair"])
    (write,) = by_each(write_minutes, centre.worker, item_id=item.pk, words="書きなおしたことば")

    def holds():
        confirmed = events(f"sittings.{SittingDeed.CONFIRM}", after=event)
        written = events("sittings.minutes_written", after=event)
        return [f"{len(written)} written beside a confirmation"] if confirmed and written else []

    return pair(
        ("confirm", confirm), ("write", write),
        stands=either("confirm", "write", times=4), holds=holds,
    )  # fmt: skip


def send_by_two():
    centre, _, _, sitting, _ = prepared()
    brief(sitting, vars(centre))
    makers = stepping(sitting, SittingDeed.SEND, centre.lead, centre.deputy)

    def holds():
        return [] if len(rows(NumberedCopy.objects.filter(sitting=sitting))) == 3 else ["copies"]

    return together("send", *makers, holds=holds)


def send_or_rewrite_paper():
    """A paper that was written anew is to be approved anew: it never goes out unapproved."""
    centre, _, _, sitting, item = prepared()
    brief(sitting, vars(centre))
    (sends,) = stepping(sitting, SittingDeed.SEND, centre.lead)
    (write,) = by_each(write_paper, centre.worker, item_id=item.pk, outline="べつのあらまし", question="何を")
    return pair(("send", sends), ("write", write), stands=either("send", "write", times=4))


def send_or_put_another():
    """A case without a paper keeps the papers from going out, and none is put there afterwards."""
    centre, _, _, sitting, _ = prepared()
    brief(sitting, vars(centre))
    another = make_case(vars(centre))
    putting = Putting(sitting_id=sitting.pk, kind=ItemKind.NEW, minutes=10)
    (puts,) = by_each(put_case, centre.worker, case_id=another.pk, putting=putting)
    (sends,) = stepping(sitting, SittingDeed.SEND, centre.lead)
    return pair(("send", sends), ("put", puts), stands=either("send", "put"))


def put_by_two():
    centre, _, _, sitting, _ = prepared()
    another = make_case(vars(centre))
    putting = Putting(sitting_id=sitting.pk, kind=ItemKind.NEW, minutes=10)
    makers = by_each(put_case, centre.worker, centre.lead, case_id=another.pk, putting=putting)
    return together("put", *makers, holds=partial(one_row, CaseItem.objects, case=another))


def recuse_by_two():
    centre, committee, case, sitting, item = prepared()
    send(sitting, vars(centre))
    person = committee["member"].person
    facts = {"item_id": item.pk, "person_id": person.pk, "reason": "親族"}
    (own,) = by_each(recuse, committee["member"], by=RecusalBy.OWN, **facts)
    (chair,) = by_each(recuse, committee["chair"], by=RecusalBy.CHAIR, **facts)
    once = partial(one_row, Recusal.objects, case=case, person=person)
    return pair(("own", own), ("chair", chair), holds=once)


def answer_question_by_two():
    centre, committee, case, _, _ = prepared()
    question = ask_member(case, committee["member"], vars(centre))
    made = {
        name: by_each(answer, user, question_id=question.pk, words=name)[0]
        for name, user in (("member", committee["member"]), ("worker", centre.worker))
    }
    winner = []

    def stands(outcome):
        winner.extend(outcome.done)
        return outcome.winners == 1

    def holds():
        found = fresh(question).unseal("answer")
        return [] if [found] == winner else [f"{winner} won, {found} stands there"]

    return pair(*made.items(), stands=stands, holds=holds)


def answer_or_close_question():
    """Whoever closes always closes; an answer is in time, or refused."""
    centre, committee, case, _, _ = prepared()
    question = ask_member(case, committee["member"], vars(centre))
    (answers,) = by_each(answer, committee["member"], question_id=question.pk, words="駅前")
    (closes,) = by_each(close_question, centre.worker, question_id=question.pk)
    return pair(
        ("answer", answers), ("close", closes),
        stands=lambda outcome: outcome.done["close"] == 1 and outcome.done["answer"] <= 1,
        holds=lambda: [] if fresh(question).state == "closed" else [fresh(question).state],
    )  # fmt: skip


def plan_at_once():
    """Two who plan do not conflict: each gets a number of its own."""
    centre = whole_centre()
    makers = [partial(make_sitting, {"lead": user}) for user in (centre.lead, centre.deputy)]

    def holds():
        numbers = [row.number for row in rows(Sitting.objects.order_by("number"))]
        return [] if numbers[-8:] == list(range(numbers[-1] - 7, numbers[-1] + 1)) else [str(numbers)]

    return together(
        "plan", *[lambda each=each: each for each in makers],
        stands=lambda outcome: outcome.winners == 8, holds=holds,
    )  # fmt: skip


def two_chairs():
    centre = whole_centre()
    nobody_sits_there()
    people = [
        make_enrolled_user(name=f"委員{number}", role="committee_member", agency=make_agency())
        for number in range(2)
    ]
    made = [
        by_each(
            give_seat, centre.lead, person=user.person, place=Place.CHAIR, since=TODAY, until=TODAY + A_YEAR
        )[0]
        for user in people
    ]
    return pair(*[(f"chair {number}", each) for number, each in enumerate(made)])


IN_COMMITTEE = {
    "confirm minutes by chair and lead": confirm_by_chair_and_lead,
    "confirm or write minutes": confirm_or_write_minutes,
    "send papers by two": send_by_two,
    "send papers or rewrite one": send_or_rewrite_paper,
    "send papers or put another case": send_or_put_another,
    "put a case by two": put_by_two,
    "recuse by two": recuse_by_two,
    "answer a quick question by two": answer_question_by_two,
    "answer or close a quick question": answer_or_close_question,
    "plan at once": plan_at_once,
    "two chairs": two_chairs,
}
