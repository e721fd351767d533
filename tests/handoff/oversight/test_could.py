"""Who could read what stands in no ledger: beside the parts, after the end, in the committee."""

from datetime import timedelta

import pytest

from accounts.enums import PrivateRole
from handoff.cases.services.bases import withdraw_basis
from handoff.machine.enums import Deed
from handoff.machine.services.running import settle_days
from handoff.meetings.reading import list_meetings
from handoff.oversight.committee import ASKED, SHOWN
from handoff.oversight.could import BACKUP, BESIDE_PARTS
from handoff.oversight.services.tracing import trace
from handoff.safeguards.services import end_safeguard, suspend_safeguard
from handoff.sittings.enums import Place, RecusalBy
from handoff.sittings.services.asking import close_question
from tests.factories.cases import NOW, TODAY, acting, do, fresh, make_case
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.records import hold_last_review, make_world
from tests.factories.sittings import ask_member, make_committee, make_sitting, no_part, put, seat, send

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def could(case, centre, what, *, since=NOW - HOUR, until=NOW + timedelta(days=999)):
    found = trace(
        reference=case.reference, since=since, until=until, actor=acting(centre["lead"]), now=NOW
    ).could
    return [(each.person, each.time.since, each.time.until) for each in found if each.what == what]


def beside(world, **more):
    """Return when the coordinator of the receiver could read what belongs to no part."""
    found = could(world.case, world.centre, BESIDE_PARTS, **more)
    return [times for person, *times in found if person == world.coordinator.person.name]


def hold_safeguard(world, *, is_suspended, now):
    suspend_safeguard(
        safeguard_id=fresh(world.handoff).safeguard_id,
        is_suspended=is_suspended,
        actor=acting(world.lead, now=now),
        now=now,
    )


def test_whoever_read_between_a_resumption_and_the_clock_stands_among_those_who_could():
    world = make_world()
    hold_safeguard(world, is_suspended=True, now=NOW + HOUR)
    again = NOW + 2 * HOUR
    hold_safeguard(world, is_suspended=False, now=again)
    # The clock has not looked yet, so that the ledger says nothing of this time.
    actor = acting(world.coordinator, now=again)
    assert list_meetings(handoff_id=world.handoff.pk, actor=actor, now=again).standing.sides
    (first, second) = beside(world)
    assert (first, second[0]) == ([NOW, NOW + HOUR], again)
    assert [times[0] for times in beside(world, since=again + HOUR)] == [again + HOUR]
    assert beside(world, since=NOW + HOUR + timedelta(minutes=1), until=again - timedelta(minutes=1)) == []


@pytest.mark.parametrize("ending", ["consent", "safeguard", "end"])
def test_nobody_could_read_on_once_the_footing_fell_or_it_ended(ending):
    world, later = make_world(), NOW + HOUR
    row, worker, lead = fresh(world.handoff), acting(world.worker, now=later), acting(world.lead, now=later)
    if ending == "consent":
        withdraw_basis(basis_id=row.basis_id, reason="やめたい", actor=worker, now=later)
    elif ending == "safeguard":
        end_safeguard(safeguard_id=row.safeguard_id, actor=lead, now=later)
    else:
        do(world.handoff, Deed.RETURN, world.coordinator, code="no_room", reason="いっぱい", now=later)
    assert beside(world) == [[NOW, later]]
    assert beside(world, since=later + HOUR) == []


def test_a_receiver_could_read_what_it_asked_until_the_agreed_day_of_the_back_up():
    world = make_world(stage="backup")
    settle_days(handoff_id=world.handoff.pk, person_told_on=TODAY, actor=acting(world.worker), now=NOW)
    hold_last_review(world.handoff, world.worker)
    do(world.handoff, Deed.CLOSE, world.lead)
    assert {person for person, *_ in could(world.case, world.centre, BACKUP)} == {
        world.coordinator.person.name,
        world.hand.person.name,
    }
    assert beside(world) == [[NOW, NOW]]


def test_the_committee_could_read_what_it_was_shown_and_no_more(centre):
    case, committee = make_case(centre), make_committee(centre)
    late = seat_after(centre)
    sitting = make_sitting(centre, held_on=TODAY)
    item = put(case, sitting, centre)
    assert could(case, centre, SHOWN) == []
    send(sitting, centre)
    no_part(item, committee["other"].person, committee["other"], by=RecusalBy.OWN, now=NOW + HOUR)
    found = {person: (since, until) for person, since, until in could(case, centre, SHOWN)}
    assert found.keys() == {committee[key].person.name for key in ("chair", "member", "other", "observer")}
    assert found[committee["other"].person.name] == (NOW, NOW + HOUR)
    assert late.person.name not in found


def seat_after(centre):
    """Return somebody whose term begins after the day of the sitting."""
    found = make_enrolled_user(
        name="委員会 あとから", role=PrivateRole.COMMITTEE_MEMBER, agency=make_agency(name="もう1つの事務所")
    )
    seat(found, Place.MEMBER, centre, since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=9))
    return found


def test_whoever_was_asked_in_haste_could_read_it_until_it_was_closed(centre):
    case, committee = make_case(centre), make_committee(centre)
    question = ask_member(case, committee["member"], centre)
    later = NOW + HOUR
    close_question(question_id=question.pk, actor=acting(centre["worker"], now=later), now=later)
    assert could(case, centre, ASKED) == [(committee["member"].person.name, NOW, later)]
