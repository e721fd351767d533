"""Pairs of deeds around the end of a case: destroying it, holding it, and whatever else still touches it."""

from functools import partial

from handoff.cases.enums import Duty, OriginKind
from handoff.cases.models import Case
from handoff.cases.services.cases import NewCase, close_case, open_case
from handoff.disclosure.enums import ReceiverCategory
from handoff.incidents.enums import Kind
from handoff.incidents.services.reporting import Word, report_incident
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff
from handoff.retention.enums import HoldKind
from handoff.retention.models import ClosingCount, Destruction
from handoff.retention.services.destroying import confirm, finish_all, propose, withdraw_proposal
from handoff.retention.services.holds import ask_release, release, set_hold
from handoff.vault import index, store
from tests.factories.cases import (
    CANARIES,
    NOW,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    rows,
    staff_of_agency,
)
from tests.factories.handoff import make_agency
from tests.factories.retention import LATER, make_closed_case, make_ended_case, settle, wait_until_due

from .arena import events, pair, together
from .machine import presses
from .rooms import by_each, one_row, whole_centre

WHY = {"kind": HoldKind.LAWSUIT, "reason": "裁判"}


def listed(*, make=make_closed_case):
    """Return a centre and a case of it that may be destroyed on this day."""
    centre = whole_centre()
    settle(vars(centre))
    case = make(vars(centre))
    wait_until_due()
    return centre, case


def to_be_confirmed(**more):
    centre, case = listed(**more)
    (found,) = propose(records=[case.pk], actor=acting(centre.lead, now=LATER), now=LATER)
    return centre, case, found


def confirming(centre, found, *others):
    return by_each(confirm, *(others or (centre.officer,)), now=LATER, destruction_id=found.pk)


def is_gone(case):
    """Return what is not as it must be once a case was destroyed, and once only."""
    wrong = []
    if str(case.key) in store.names() or fresh(case, now=LATER).shredded_at is None:
        wrong.append("the key is there")
    counted = sum(row.cases for row in rows(ClosingCount.objects.filter(counted="duty"), now=LATER))
    gone = len(rows(Case.objects.exclude(shredded_at=None), now=LATER))
    done = len(events("retention.destroyed"))
    fits = counted == gone == done
    return wrong + [f"{gone} cases gone, counted {counted}, destroyed {done}"] * (not fits)


def is_whole(case):
    """Return what is not as it must be while a case was not destroyed."""
    there = str(case.key) in store.names() and fresh(case, now=LATER).shredded_at is None
    return [] if there else ["something of it is gone"]


def destroyed_or_not(case):
    """Return whether a case is either wholly destroyed or wholly there, as its own row says."""
    confirmed = rows(Destruction.objects.filter(case=case, confirmed_at__isnull=False), now=LATER)
    return is_gone(case) if confirmed else is_whole(case)


def either(first, second, *, times=1):
    """Return a judge: the first deed was done once and the second not at all, or the other way round."""

    def stands(outcome):
        return (outcome.done[first], outcome.done[second]) in ((1, 0), (0, times))

    return stands


def confirm_by_two():
    centre, case, found = to_be_confirmed()
    makers = confirming(centre, found, centre.officer, centre.deputy)
    return together("confirm", *makers, holds=partial(is_gone, case))


def propose_by_two():
    centre, case = listed()
    makers = by_each(propose, centre.lead, centre.officer, now=LATER, records=[case.pk])
    return together("propose", *makers, holds=partial(one_row, Destruction.objects, case=case))


def confirm_or_take_back():
    centre, case, found = to_be_confirmed()
    (take_back,) = by_each(withdraw_proposal, centre.deputy, now=LATER, destruction_id=found.pk)
    (confirms,) = confirming(centre, found)
    return pair(("confirm", confirms), ("take back", take_back), holds=partial(destroyed_or_not, case))


def hold_or_destroy():
    """Each may hold for a reason of their own: once one does, all four do and nothing is destroyed."""
    centre, case, found = to_be_confirmed()
    (hold,) = by_each(set_hold, centre.deputy, now=LATER, case_id=case.pk, **WHY)
    (confirms,) = confirming(centre, found)
    stands = either("confirm", "hold", times=4)
    return pair(("confirm", confirms), ("hold", hold), stands=stands, holds=partial(destroyed_or_not, case))


def two_finish():
    """The clock and whoever confirmed carry out the same intention."""
    centre, case, found = to_be_confirmed()
    (confirms,) = confirming(centre, found)
    clock = lambda: partial(finish_all, now=LATER)  # noqa: E731 -- a maker
    return pair(
        ("confirm", confirms), ("finish", clock),
        stands=lambda outcome: outcome.done["confirm"] == 1, holds=partial(is_gone, case),
    )  # fmt: skip


def report_or_destroy():
    """An incident that is open holds the case; of one that is gone nobody can report."""
    centre, case, found = to_be_confirmed()
    word = Word(kind=Kind.LEAK, what="見られた", found_on=TODAY, about=case.reference)
    (report,) = by_each(report_incident, centre.worker, now=LATER, word=word)
    (confirms,) = confirming(centre, found)
    stands = either("confirm", "report", times=4)
    return pair(
        ("confirm", confirms), ("report", report), stands=stands, holds=partial(destroyed_or_not, case)
    )


def with_draft(staff):
    """Make a closed case with a draft of a request that waits for its approval."""
    case = make_case(staff)
    city = make_agency(name="見本市", category=ReceiverCategory.MUNICIPALITY)
    handoff = make_draft(case, city, staff)
    do(handoff, Deed.SUBMIT, staff["worker"])
    close_case(case=case, actor=acting(staff["lead"]), now=NOW)
    return fresh(case)


def with_declined(staff):
    city = make_agency(name="見本市", category=ReceiverCategory.MUNICIPALITY)
    return make_ended_case(staff, city, staff_of_agency(city))[0]


def void_or_destroy():
    """What was closed as a mistake opens an incident, and that holds the case."""
    centre, case, found = to_be_confirmed(make=with_declined)
    (handoff,) = rows(Handoff.objects.filter(case=case))
    do(handoff, Deed.VOID, centre.lead, now=LATER, reason="まちがい")
    (confirms,) = confirming(centre, found)
    return pair(
        ("confirm", confirms), ("void", presses_of(centre.deputy, handoff, Deed.VOID)),
        holds=partial(destroyed_or_not, case),
    )  # fmt: skip


def withdraw_or_destroy():
    """A draft is no obstacle: whoever withdraws it is in time, or finds it gone."""
    centre, case, found = to_be_confirmed(make=with_draft)
    (handoff,) = rows(Handoff.objects.filter(case=case))
    (confirms,) = confirming(centre, found)
    return pair(
        ("confirm", confirms), ("withdraw", presses_of(centre.lead, handoff, Deed.WITHDRAW)),
        stands=lambda outcome: outcome.done["confirm"] == 1 and outcome.done["withdraw"] <= 1,
        holds=partial(is_gone, case),
    )  # fmt: skip


def presses_of(user, handoff, deed):
    class world:  # noqa: N801 -- what `presses` asks for
        pass

    world.handoff = handoff
    return presses(world, deed, user, now=LATER)


def open_or_destroy():
    """A case that is opened for her keeps her key; where it comes too late it is refused."""
    centre, case, found = to_be_confirmed()
    new = NewCase(
        duty=Duty.FOLLOW_UP, origin_kind=OriginKind.CONSULTATION, origin_on=TODAY, person=case.person,
        main=centre.worker.person, second=centre.second.person,
    )  # fmt: skip
    (opens,) = by_each(open_case, centre.worker, now=LATER, new=new)
    (confirms,) = confirming(centre, found)

    def holds():
        others = rows(Case.objects.filter(person=case.person, shredded_at=None), now=LATER)
        has_key = str(case.person.key) in store.names()
        found = bool(index.find(CANARIES["name_kana"]))
        fits = bool(others) == has_key == found
        return is_gone(case) + [f"{len(others)} cases, key {has_key}, found by name {found}"] * (not fits)

    return pair(
        ("confirm", confirms), ("open", opens),
        stands=lambda outcome: outcome.done["confirm"] == 1, holds=holds,
    )  # fmt: skip


def held():
    centre, case = listed()
    hold = set_hold(case_id=case.pk, actor=acting(centre.lead), now=NOW, **WHY)
    return centre, hold


def ask_release_by_two():
    centre, hold = held()
    return together("ask", *by_each(ask_release, centre.lead, centre.officer, hold_id=hold.pk))


def release_by_two():
    centre, hold = held()
    ask_release(hold_id=hold.pk, actor=acting(centre.lead), now=NOW)
    return together("release", *by_each(release, centre.deputy, centre.officer, hold_id=hold.pk))


AT_THE_END = {
    "confirm a destruction by two": confirm_by_two,
    "propose a destruction by two": propose_by_two,
    "confirm a destruction or take it back": confirm_or_take_back,
    "hold or destroy": hold_or_destroy,
    "two carry out one destruction": two_finish,
    "report an incident or destroy": report_or_destroy,
    "close as a mistake or destroy": void_or_destroy,
    "withdraw a draft or destroy": withdraw_or_destroy,
    "open another case or destroy": open_or_destroy,
    "ask for the release of a hold by two": ask_release_by_two,
    "release a hold by two": release_by_two,
}
