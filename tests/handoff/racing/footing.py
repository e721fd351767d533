"""Pairs of deeds in which the ground of a hand-off goes away, or its time: consent, safeguard, clock."""

import time
from datetime import timedelta
from functools import partial

from django.http import Http404

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.disclosure.enums import Part
from handoff.machine.enums import Deed, Provision
from handoff.machine.models import ProvisionRecord
from handoff.machine.services.looking import look_after, look_after_all
from handoff.machine.services.reading import read_part
from handoff.safeguards.services import end_safeguard, suspend_safeguard
from tests.factories.cases import NOW, TEXTS, acting, rows

from .arena import events, pair, together
from .machine import ACCEPTED, REVIEWING, SENT, moved_once, named, presses, ring


def expire_or_acknowledge():
    world = ring(until=SENT)
    world.walk.now = later = NOW + timedelta(days=14)
    clock = lambda: partial(look_after, handoff_id=world.handoff.pk, now=later)  # noqa: E731 -- a maker
    return pair(
        ("expire", clock),
        ("acknowledge", presses(world, Deed.ACKNOWLEDGE, world.coordinator, now=later)),
        holds=partial(moved_once, world),
    )


def two_clocks():
    """The basis has ended; several workers of the clock find the hand-off at the same moment."""
    world = ring(until=ACCEPTED)
    withdraw_basis(basis_id=world.handoff.basis_id, reason="", actor=acting(world.worker), now=NOW)
    closed = ProvisionRecord.objects.filter(handoff=world.handoff, kind=Provision.CLOSED)

    def holds():
        numbers = [row.part for row in rows(closed)]
        return moved_once(world) + ([] if len(numbers) == len(set(numbers)) == 3 else [f"closed: {numbers}"])

    paused = lambda outcome: True  # noqa: E731 -- what counts is the one turn
    return together("look", lambda: partial(look_after_all, now=NOW), stands=paused, holds=holds)


def withdraw_consent(world):
    basis_id, actor = world.handoff.basis_id, acting(world.worker)
    return lambda: partial(withdraw_basis, basis_id=basis_id, reason="やめたい", actor=actor, now=NOW)


def consent_or_accept():
    world = ring(until=REVIEWING)
    return pair(
        ("withdraw consent", withdraw_consent(world)),
        ("accept", presses(world, Deed.ACCEPT, world.coordinator, **named(world))),
        stands=lambda outcome: outcome.done["withdraw consent"] == 1 and outcome.done["accept"] <= 1,
        holds=partial(nothing_is_open, world),
    )


def suspend_or_acknowledge():
    world = ring(until=SENT)
    made = partial(
        suspend_safeguard,
        safeguard_id=world.handoff.safeguard_id,
        is_suspended=True,
        actor=acting(world.lead),
        now=NOW,
    )
    return pair(
        ("suspend", lambda: made),
        ("acknowledge", presses(world, Deed.ACKNOWLEDGE, world.coordinator)),
        # To hold what is held already changes nothing, and is no mistake.
        stands=lambda outcome: outcome.done["suspend"] == 4 and outcome.done["acknowledge"] <= 1,
        holds=partial(nothing_is_open, world),
    )


def nothing_is_open(world):
    """Return what the receiver still reads: nothing, before the clock has looked and afterwards."""
    reading = [part for part in TEXTS if world.walk.reads(world.handoff, part, world.coordinator)]
    world.walk.check()
    with opened(CLOCK, now=NOW):
        last = dict(world.handoff.provisions.order_by("number").values_list("part", "kind"))
    return [f"reads {reading}"] * bool(reading) + [
        f"{part} stands open" for part, kind in last.items() if kind != Provision.CLOSED
    ]


def consent_or_reading():
    """Whoever begins to read after the withdrawal was answered reads nothing."""
    world = ring(until=REVIEWING)
    actor, ended, began = acting(world.coordinator), [], []

    def withdraw():
        withdraw_consent(world)()()
        ended.append(time.perf_counter())

    def reading():
        while True:
            moment = time.perf_counter()
            try:
                read_part(handoff_id=world.handoff.pk, part=Part.NEED, actor=actor, now=NOW)
            except Http404:
                return False
            began.append(moment)

    def holds():
        late = [moment for moment in began if moment > ended[0]]
        read = len(events("machine.part_read", after=world.event))
        wrong = [f"{len(late)} read after the withdrawal"] if late else []
        return wrong + ([] if read == len(began) else [f"{len(began)} read, {read} events"])

    return pair(
        ("withdraw consent", lambda: withdraw), ("read", lambda: reading),
        stands=lambda outcome: outcome.done["withdraw consent"] == 1, holds=holds,
    )  # fmt: skip


def end_safeguard_twice():
    world = ring(until=REVIEWING)
    safeguard_id = world.handoff.safeguard_id
    made = [
        partial(end_safeguard, safeguard_id=safeguard_id, actor=acting(user), now=NOW)
        for user in (world.lead, world.officer)
    ]
    return together(
        "end the safeguard",
        *[lambda each=each: each for each in made],
        holds=lambda: [part for part in TEXTS if world.walk.reads(world.handoff, part, world.coordinator)],
    )


ON_FOOTING = {
    "expire or acknowledge": expire_or_acknowledge,
    "two clocks": two_clocks,
    "withdraw consent or accept": consent_or_accept,
    "withdraw consent or read": consent_or_reading,
    "suspend safeguard or acknowledge": suspend_or_acknowledge,
    "end the safeguard by two": end_safeguard_twice,
}
