"""The release day: from planned to checked, each tick with its time and person, and who reads it when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.http import Http404

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.enums import Deed
from handoff.release.enums import PlanDeed, PlanState
from handoff.release.models import ReleaseDayPlan, ReleaseStep, StepTick
from handoff.release.queries import waiting
from handoff.release.reading import list_plans, read_plan
from handoff.release.rules import in_order
from handoff.release.services import drop_step, rewrite_plan, take_step, tick_step, write_plan, write_step
from tests.factories.cases import NOW, TODAY, acting, do, fresh, rows
from tests.factories.records import make_world

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)
TEXTS = {
    "meet_by": "相談員かなりあ",
    "meet_where": "正門かなりあ",
    "meet_at": "8:30",
    "first_night": "夜かなりあ",
    "phones": "1 センターかなりあ",
}


@pytest.fixture
def world():
    return make_world()


def planned(world, *, day=TODAY, steps=2, **where):
    plan = write_plan(
        day=day, texts=TEXTS, actor=acting(world.worker), now=NOW, **where or {"handoff_id": world.handoff.pk}
    )
    for number in range(steps):
        texts = {"time": f"{10 - number}:00", "what": f"市役所{number}かなりあ"}
        write_step(plan_id=plan.pk, texts=texts, actor=acting(world.worker), now=NOW)
    return plan


def step(plan, deed, user, *, words="", now=NOW):
    take_step(plan_id=plan.pk, deed=deed, words=words, actor=acting(user, now=now), now=now)


def tick(plan, row, user, *, is_done=True, now=NOW):
    tick_step(plan_id=plan.pk, step_id=row.pk, is_done=is_done, actor=acting(user, now=now), now=now)


def steps_of(plan):
    return rows(ReleaseStep.objects.filter(plan=plan).order_by("position"))


def test_a_day_goes_from_planned_to_checked_the_next_day(world):
    plan = planned(world)
    step(plan, PlanDeed.CONFIRM, world.worker)
    for row in steps_of(plan):
        tick(plan, row, world.hand)
    step(plan, PlanDeed.FINISH, world.hand)
    with pytest.raises(Refused, match="翌日になってから"):
        step(plan, PlanDeed.CHECK, world.worker, words="元気でした")
    step(plan, PlanDeed.CHECK, world.hand, words="朝ごはんを食べていたかなりあ", now=TOMORROW)
    read = read_plan(plan_id=plan.pk, actor=acting(world.worker), now=TOMORROW)
    assert (read.plan.state, read.next_day) == (PlanState.CHECKED, "朝ごはんを食べていたかなりあ")
    assert read.next_deed is None


def test_what_hinders_a_step_is_said(world):
    empty = planned(world, day=TODAY + timedelta(days=1), steps=0)
    with pytest.raises(Refused, match="1つ以上"):
        step(empty, PlanDeed.CONFIRM, world.worker)
    write_step(plan_id=empty.pk, texts={"what": "市役所"}, actor=acting(world.worker), now=NOW)
    with pytest.raises(Refused, match="予定を確かめてから"):
        tick(empty, steps_of(empty)[0], world.worker)
    step(empty, PlanDeed.CONFIRM, world.worker)
    with pytest.raises(Refused, match="その日になってから"):
        step(empty, PlanDeed.FINISH, world.worker)
    with pytest.raises(Refused, match="これからどうするか"):
        step(empty, PlanDeed.FINISH, world.worker, now=TOMORROW)
    step(empty, PlanDeed.FINISH, world.worker, words="明日、行きます", now=TOMORROW)
    with pytest.raises(Refused, match="翌日の様子"):
        step(empty, PlanDeed.CHECK, world.worker, now=TOMORROW + timedelta(days=1))
    with pytest.raises(Refused, match="いまは"):
        step(empty, PlanDeed.CONFIRM, world.worker)


def test_the_receiver_neither_writes_nor_confirms(world):
    plan = planned(world)
    hand = acting(world.hand)
    with pytest.raises(Http404):
        write_step(plan_id=plan.pk, texts={"what": "よそ"}, actor=hand, now=NOW)
    with pytest.raises(Http404):
        step(plan, PlanDeed.CONFIRM, world.hand)
    with pytest.raises(Refused, match="書けません"):
        write_plan(handoff_id=world.handoff.pk, day=TODAY, texts=TEXTS, actor=hand, now=NOW)


def test_each_tick_stays_with_its_time_and_person(world):
    plan = planned(world)
    step(plan, PlanDeed.CONFIRM, world.worker)
    row = steps_of(plan)[0]
    later = NOW + timedelta(minutes=5)
    tick(plan, row, world.hand)
    tick(plan, row, world.hand)
    tick(plan, row, world.worker, is_done=False, now=later)
    found = [(each.is_done, each.user, each.side, each.at) for each in rows(StepTick.objects.order_by("at"))]
    assert found == [(True, world.hand, "receiver", NOW), (False, world.worker, "giver", later)]
    read = read_plan(plan_id=plan.pk, actor=acting(world.hand), now=later)
    assert [line.tick for line in read.lines] == [None, None]
    for statement in ("UPDATE release_steptick SET is_done = true", "DELETE FROM release_steptick"):
        with pytest.raises(ProgrammingError, match="permission denied"), opened(CLOCK, now=NOW):
            connection.cursor().execute(statement)


def test_steps_stand_by_their_time_and_a_dropped_one_is_gone(world):
    plan = planned(world, steps=3)
    whats = [
        line.texts["what"] for line in read_plan(plan_id=plan.pk, actor=acting(world.worker), now=NOW).lines
    ]
    assert whats == ["市役所2かなりあ", "市役所1かなりあ", "市役所0かなりあ"]
    drop_step(plan_id=plan.pk, step_id=steps_of(plan)[2].pk, actor=acting(world.worker), now=NOW)
    read = read_plan(plan_id=plan.pk, actor=acting(world.worker), now=NOW)
    assert [line.texts["what"] for line in read.lines] == whats[1:]
    with pytest.raises(Http404):
        write_step(
            plan_id=plan.pk, step_id=steps_of(plan)[2].pk, texts={"what": "x"}, actor=acting(world.worker),
            now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (("午後1時", "9:30", "9時半ごろ", ""), "1203"),
        (("12:00", "午後0時", "午前11時"), "201"),
    ],
)
def test_a_time_is_read_in_whichever_way_it_is_written(times, order):
    assert "".join(in_order((str(place), time, place) for place, time in enumerate(times))) == order


def test_what_changes_after_confirming_is_confirmed_anew(world):
    plan = planned(world)
    step(plan, PlanDeed.CONFIRM, world.worker)
    seen = fresh(plan).version
    change = {"plan_id": plan.pk, "day": TODAY, "texts": TEXTS, "actor": acting(world.worker), "now": NOW}
    rewrite_plan(seen=seen, **change)
    assert fresh(plan).state == PlanState.PLANNED
    with pytest.raises(ChangedMeanwhile):
        rewrite_plan(seen=seen, **change)


def test_both_sides_read_it_while_the_name_is_open_and_nobody_else_ever(world):
    plan = planned(world)
    alone = planned(world, case_id=world.case.pk)
    for user in (world.worker, world.lead, world.hand, world.coordinator):
        assert read_plan(plan_id=plan.pk, actor=acting(user), now=NOW).texts == TEXTS
    for user in world.strangers:
        with pytest.raises(Http404):
            read_plan(plan_id=plan.pk, actor=acting(user), now=NOW)
    with pytest.raises(Http404):
        read_plan(plan_id=alone.pk, actor=acting(world.hand), now=NOW)
    assert Entry.objects.filter(verb="release.plan_read").count() == 4


def test_a_consent_taken_back_closes_it_for_the_receiver_at_once(world):
    plan = planned(world)
    basis = fresh(world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(world.worker), now=NOW)
    with pytest.raises(Http404):
        read_plan(plan_id=plan.pk, actor=acting(world.hand), now=NOW)
    assert list_plans(handoff_id=world.handoff.pk, actor=acting(world.hand), now=NOW)[1] == []
    assert read_plan(plan_id=plan.pk, actor=acting(world.worker), now=NOW).texts == TEXTS


def test_before_the_name_opens_the_receiver_reads_no_plan():
    world = make_world(stage="sent")
    plan = planned(world)
    with pytest.raises(Http404):
        read_plan(plan_id=plan.pk, actor=acting(world.coordinator), now=NOW)
    # A city reads the name while it considers.
    do(world.handoff, Deed.ACKNOWLEDGE, world.coordinator)
    assert read_plan(plan_id=plan.pk, actor=acting(world.coordinator), now=NOW).texts == TEXTS


def test_the_database_shows_the_same_rows_without_a_filter(world):
    plan, alone = planned(world), planned(world, case_id=world.case.pk)
    step(plan, PlanDeed.CONFIRM, world.worker)
    tick(plan, steps_of(plan)[0], world.hand)
    expected = {world.worker: ({plan.pk, alone.pk}, 4, 1), world.hand: ({plan.pk}, 2, 1)}
    expected |= dict.fromkeys(world.strangers, (set(), 0, 0))
    for user, counts in expected.items():
        with opened(acting(user), now=NOW):
            plans = set(ReleaseDayPlan.objects.values_list("pk", flat=True))
            assert (plans, ReleaseStep.objects.count(), StepTick.objects.count()) == counts, user
    actor = acting(world.worker)
    world.worker.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert (ReleaseDayPlan.objects.count(), ReleaseStep.objects.count()) == (0, 0)


def test_no_row_joins_a_case_with_the_handoff_of_another(world):
    other = make_world()
    plan = planned(world)
    with pytest.raises(ProgrammingError, match="row-level security"), opened(acting(world.lead), now=NOW):
        ReleaseDayPlan.objects.filter(pk=plan.pk).update(handoff=other.handoff)


def test_a_state_without_its_moment_is_refused(world):
    plan = planned(world)
    with pytest.raises(IntegrityError, match="each_state_has_its_moment"), opened(CLOCK, now=NOW):
        ReleaseDayPlan.objects.filter(pk=plan.pk).update(state=PlanState.DONE)


def test_what_waits_is_told_to_the_people_of_the_case_alone(world):
    plan = planned(world, day=TODAY)

    def told(user, today):
        with opened(acting(user), now=NOW):
            return [(each.day, each.reference) for each in waiting(acting(user), today=today)]

    eve, next_day = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    assert told(world.worker, TODAY) == [(eve, world.case.reference)]
    step(plan, PlanDeed.CONFIRM, world.worker)
    assert told(world.worker, TODAY) == [(TODAY, world.case.reference)]
    step(plan, PlanDeed.FINISH, world.worker, words="次に")
    assert told(world.worker, TODAY) == []
    assert told(world.worker, next_day) == [(next_day, world.case.reference)]
    assert [told(user, next_day) for user in (world.hand, *world.strangers)] == [[]] * (
        1 + len(world.strangers)
    )
