"""Pairs of deeds beside the steps of a hand-off: what is written in it, and what comes with it."""

from functools import partial

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.enums import Place
from handoff.disclosure.enums import BasisKind, Part
from handoff.machine.enums import Deed, ItemState, Provision, Side, State, ToldHow
from handoff.machine.models import Emergency, ProvisionRecord, RoleItem
from handoff.machine.services.calls import note_call
from handoff.machine.services.emergencies import Telling, tell_in_emergency
from handoff.machine.services.naming import Named
from handoff.machine.services.running import NewItem, move_item, name_receivers, write_items
from handoff.machine.services.writing import Draft, rewrite_handoff
from tests.factories.cases import NOW, TEXTS, acting, do, fresh, rows
from tests.factories.documents import put_down

from .arena import THREADS, last_event, new_form, pair, together
from .machine import ACCEPTED, HANDING, REVIEWING, checked, moved_once, named, presses, ring, turns


def rewrite_or_submit():
    world = ring()
    found = world.walk.fresh(world.handoff)
    draft = Draft(
        kind=found.kind, performer=found.performer, safeguard=found.safeguard, basis=found.basis,
        ask="べつのお願い", parts=TEXTS,
    )  # fmt: skip
    actor = acting(world.lead)
    again = partial(
        rewrite_handoff, handoff_id=found.pk, seen=found.version, draft=draft, actor=actor, now=NOW
    )

    def holds():
        now = fresh(world.handoff)
        new = len(turns(world)) - world.turns
        fits = (now.state, new) in ((State.DRAFT, 0), (State.APPROVAL, 1))
        return [] if fits and now.version == found.version + 1 else [f"{now.state}, {new} turns"]

    return pair(
        ("rewrite", lambda: again), ("submit", presses(world, Deed.SUBMIT, world.worker)), holds=holds
    )


def approve_after_twice():
    world = ring()
    handoff = world.walk.handoffs[1]
    world.handoff, world.turns = handoff, 0
    do(handoff, Deed.SEND_AT_ONCE, world.worker, reason="勾留の満期")
    world.turns, world.event = 1, last_event()
    made = [presses(world, Deed.APPROVE_AFTER, each) for each in (world.lead, world.deputy)]
    return together("approve afterwards", *made, holds=partial(moved_once, world))


def write_items_twice():
    world = ring(until=ACCEPTED)
    items = [NewItem(what="付き添い", now_side=Side.GIVER, next_side=Side.RECEIVER)]
    made = [
        partial(write_items, handoff_id=world.handoff.pk, items=items, seen=0, actor=acting(user), now=NOW)
        for user in (world.worker, world.coordinator)
    ]
    return together("write roles", *[lambda each=each: each for each in made], holds=partial(checked, world))


def item_stays_or_ends():
    world = ring(until=HANDING)
    item = rows(RoleItem.objects.filter(handoff=world.handoff, now_side=Side.GIVER))[0]
    made = {
        to: partial(move_item, item_id=item.pk, to=to, actor=acting(world.worker), now=NOW)
        for to in (ItemState.STAYS, ItemState.ENDS)
    }
    return pair(*[(to, lambda each=each: each) for to, each in made.items()], holds=partial(checked, world))


def name_receivers_at_once():
    """Whoever is last has named; there is one in each place at any time, and nobody in both."""
    world = ring(until=ACCEPTED)
    hand, other = world.hand.person, world.coordinator.person
    made = [
        partial(
            name_receivers,
            handoff_id=world.handoff.pk,
            named=(Named(place=Place.MAIN, person=first), Named(place=Place.SECOND, person=second)),
            actor=acting(world.coordinator),
            now=NOW,
        )
        for first, second in ((hand, other), (other, hand))
    ]

    def holds():
        with opened(CLOCK, now=NOW):
            now = list(world.handoff.receivers.filter(ended_on=None).values_list("place", "person"))
        return [] if len(dict(now)) == len({person for _, person in now}) == len(now) == 2 else [str(now)]

    makers = [lambda each=each: each for each in made]
    return together("name", *makers, stands=lambda outcome: outcome.winners >= 1, holds=holds)


def call_or_accept():
    """A call that is noted refers to the row that is locked: nobody waits for ever, and both are written."""
    world = ring(until=REVIEWING)
    call = partial(
        note_call, handoff_id=world.handoff.pk, words="電話した", actor=acting(world.worker), now=NOW
    )
    return pair(
        ("note a call", lambda: call),
        ("accept", presses(world, Deed.ACCEPT, world.coordinator, **named(world))),
        stands=lambda outcome: (outcome.done["note a call"], outcome.done["accept"]) == (4, 1),
        holds=partial(moved_once, world),
    )


def document_or_void():
    """A document that is put into a draft takes case and draft, closing it as a mistake both as well."""
    world = ring()
    do(world.handoff, Deed.VOID, world.lead, reason="まちがい")
    world.event = last_event()
    facts = {"handoff_id": world.handoff.pk, "part": Part.NEED}
    put = partial(put_down, world.handoff.case_id, world.worker)
    return pair(
        ("put a document down", lambda: partial(put, form_key=new_form(), **facts)),
        ("void, the second word", presses(world, Deed.VOID, world.officer)),
        # A new document is a new version of the draft.
        stands=lambda outcome: (
            (outcome.done["void, the second word"], outcome.done["put a document down"]) in ((1, 0), (0, 4))
        ),
    )


def tell_at_once_twice():
    world = ring(until=ACCEPTED)
    telling = Telling(
        ground=BasisKind.PROTECTION_OF_LIFE, parts=frozenset({Part.NEED}), how=ToldHow.PHONE,
        told_to="消防", reason="倒れている", key=new_form(),
    )  # fmt: skip
    made = partial(
        tell_in_emergency, handoff_id=world.handoff.pk, telling=telling, actor=acting(world.lead), now=NOW
    )

    def holds():
        told = rows(ProvisionRecord.objects.filter(handoff=world.handoff, kind=Provision.TOLD))
        known = rows(Emergency.objects.filter(handoff=world.handoff))
        return [] if len(told) == len(known) == 1 else [f"{len(known)} tellings, {len(told)} in the ledger"]

    done = lambda outcome: outcome.winners == THREADS  # noqa: E731 -- said once
    return together("tell at once", lambda: made, stands=done, holds=holds)


BESIDE_STEPS = {
    "rewrite or submit": rewrite_or_submit,
    "approve afterwards by two": approve_after_twice,
    "write roles by two": write_items_twice,
    "a role stays or ends": item_stays_or_ends,
    "name receivers at once": name_receivers_at_once,
    "note a call or accept": call_or_accept,
    "put a document into a draft or close it as a mistake": document_or_void,
    "tell in an emergency twice": tell_at_once_twice,
}
