"""What one side cannot settle alone: what both agreed on, the end of the back-up, who was met."""

from datetime import timedelta

import pytest
from django.http import Http404

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.japanese.dates import long_date
from handoff.access import opened
from handoff.cases.enums import Place
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.enums import Deed, Side, State
from handoff.machine.models import Handoff
from handoff.machine.services.naming import Named, possible_receivers
from handoff.machine.services.reading import read_handoff
from handoff.machine.services.running import (
    NewItem,
    name_receivers,
    note_interview,
    settle_days,
    write_items,
)
from tests.factories.cases import NOW, TODAY, acting, do, fresh
from tests.factories.handoff import make_enrolment
from tests.factories.records import hold_meeting, make_world
from tests.handoff.clients import as_, page

pytestmark = pytest.mark.django_db


def change_days(world):
    settle_days(
        handoff_id=world.handoff.pk,
        overlap_until=TODAY + timedelta(days=900),
        actor=acting(world.hand),
        now=NOW,
    )


def change_tasks(world):
    new = NewItem(what="お金のこと", now_side=Side.GIVER, next_side=Side.GIVER)
    write_items(handoff_id=world.handoff.pk, items=[new], seen=2, actor=acting(world.hand), now=NOW)


def change_people(world):
    named = (
        Named(place=Place.MAIN, person=world.coordinator.person),
        Named(place=Place.SECOND, person=world.hand.person),
    )
    name_receivers(handoff_id=world.handoff.pk, named=named, actor=acting(world.coordinator), now=NOW)


def ready_to_overlap(world, **more):
    actor = acting(world.worker)
    items = [
        NewItem(what=f"仕事{side}", now_side=side, next_side=side) for side in (Side.GIVER, Side.RECEIVER)
    ]
    write_items(handoff_id=world.handoff.pk, items=items, seen=0, actor=actor, now=NOW)
    hold_meeting(handoff_id=world.handoff.pk, actor=actor, **more)
    settle_days(handoff_id=world.handoff.pk, overlap_until=TODAY + timedelta(days=90), actor=actor, now=NOW)


@pytest.mark.parametrize("change", [change_days, change_tasks, change_people])
def test_what_changes_after_the_first_word_asks_for_it_anew(change):
    world = make_world(stage="accepted")
    ready_to_overlap(world)
    do(world.handoff, Deed.BEGIN_OVERLAP, world.worker)
    change(world)
    do(world.handoff, Deed.BEGIN_OVERLAP, world.hand)
    assert fresh(world.handoff).state == State.ACCEPTED
    do(world.handoff, Deed.BEGIN_OVERLAP, world.worker)
    assert fresh(world.handoff).state == State.OVERLAP


@pytest.mark.parametrize("change", [change_days, change_tasks, change_people])
def test_a_page_that_was_opened_before_a_change_carries_no_word(change):
    world = make_world(stage="accepted")
    ready_to_overlap(world)
    seen = fresh(world.handoff).version
    change(world)
    do(world.handoff, Deed.BEGIN_OVERLAP, world.hand)
    with pytest.raises(ChangedMeanwhile):
        do(world.handoff, Deed.BEGIN_OVERLAP, world.worker, seen=seen)
    assert fresh(world.handoff).state == State.ACCEPTED


def test_minutes_that_one_side_alone_has_written_open_no_gate():
    world = make_world(stage="accepted")
    ready_to_overlap(world, is_confirmed=False)
    with pytest.raises(Refused, match="もう片方の側に確かめてもらって"):
        do(world.handoff, Deed.BEGIN_OVERLAP, world.worker)


def test_whoever_says_their_word_sees_for_what_and_the_reading_is_written_down():
    world = make_world(stage="accepted")
    ready_to_overlap(world)
    change_days(world)
    for user in (world.worker, world.hand):
        client, address = as_(user), page("act", world.handoff.pk, Deed.BEGIN_OVERLAP)
        text = client.get(address).text
        assert long_date(TODAY + timedelta(days=900)) in text
        assert "仕事giver" in text
        assert Entry.objects.filter(verb="machine.tasks_read", actor_id=user.pk).count() == 1


def test_the_receiver_settles_no_days_of_the_back_up():
    world = make_world(stage="backup")
    until = fresh(world.handoff).backup_until
    for days in ({"backup_until": TODAY + timedelta(days=9_000)}, {"person_told_on": TODAY}):
        with pytest.raises(Refused, match="送った側が書きます"):
            settle_days(handoff_id=world.handoff.pk, actor=acting(world.hand), now=NOW, **days)
    assert (fresh(world.handoff).backup_until, fresh(world.handoff).person_told_on) == (until, None)


def test_the_receiver_does_not_say_that_it_has_met_the_person():
    world = make_world(stage="sent")
    do(world.handoff, Deed.ACKNOWLEDGE, world.coordinator)
    with pytest.raises(Refused, match="ほかの役割"):
        note_interview(handoff_id=world.handoff.pk, met_at=NOW, actor=acting(world.coordinator), now=NOW)
    note_interview(handoff_id=world.handoff.pk, met_at=NOW, actor=acting(world.worker), now=NOW)
    assert fresh(world.handoff).met_at == NOW


def test_the_asking_side_names_nobody_for_a_receiver_that_is_here():
    world = make_world(stage="accepted")
    named = (Named(place=Place.MAIN, person=world.hand.person),)
    with pytest.raises(Refused, match="ほかの役割"):
        name_receivers(handoff_id=world.handoff.pk, named=named, actor=acting(world.worker), now=NOW)


def test_whoever_works_for_an_agency_no_longer_reads_nothing_of_it_although_they_sit_for_it():
    world = make_world(stage="accepted")
    person = world.hand.person
    make_enrolment(person=person, role=PrivateRole.COMMITTEE_MEMBER, agency=world.city)
    read_handoff(handoff_id=world.handoff.pk, actor=acting(world.hand), now=NOW)
    person.enrolments.filter(role=PrivateRole.AGENCY_WORKER).update(ended_at=NOW - timedelta(days=1))
    actor = acting(world.hand)
    assert actor.agency_roles
    with pytest.raises(Http404):
        read_handoff(handoff_id=world.handoff.pk, actor=actor, now=NOW)
    with opened(actor, now=NOW):
        assert not Handoff.objects.exists()
    assert person not in possible_receivers(world.handoff, today=TODAY)
