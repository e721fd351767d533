"""Release days on the screen: written, ticked with a thumb, printed; strangers find nothing."""

import pytest

from foundation.audit.models import Entry
from handoff.release.enums import PlanDeed, PlanState
from handoff.release.models import ReleaseDayPlan, ReleaseStep
from handoff.release.services import take_step, write_plan
from tests.factories.cases import NOW, TODAY, acting, fresh, rows
from tests.factories.records import make_world
from tests.handoff.clients import as_, page
from tests.handoff.release.test_release_days import TEXTS, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def day(name, year, month, date):
    return {f"{name}_0": str(year), f"{name}_1": str(month), f"{name}_2": str(date)}


def test_a_plan_is_written_on_the_screen_and_ticked_by_the_receiver(world):
    client = as_(world.worker)
    today = day("day", TODAY.year - 2018, TODAY.month, TODAY.day)
    answer = client.post(page("new_release_day_of_handoff", world.handoff.pk), TEXTS | today | {"seen": "1"})
    (plan,) = rows(ReleaseDayPlan.objects.all())
    assert answer.url == page("release_day", plan.pk)
    client.post(page("new_release_step", plan.pk), {"time": "10:00", "what": "市役所かなりあ"})
    (step,) = rows(ReleaseStep.objects.all())
    client.post(page("rewrite_release_step", plan.pk, step.pk), {"time": "11:00", "what": "銀行かなりあ"})
    assert "銀行かなりあ" in client.get(page("release_day", plan.pk)).text
    client.post(page("act_on_release_day", plan.pk, PlanDeed.CONFIRM))
    assert fresh(plan).state == PlanState.CONFIRMED
    hand = as_(world.hand)
    hand.post(page("tick_release_step", plan.pk, step.pk), {"is_done": "on"})
    shown = hand.get(page("release_day", plan.pk))
    assert world.hand.person.name in shown.text
    assert "かなりあ" not in shown.context["page_title"]
    hand.post(page("tick_release_step", plan.pk, step.pk))
    assert "しるしを消す" not in hand.get(page("release_day", plan.pk)).text


def test_what_was_typed_stays_when_something_lacks(world):
    answer = as_(world.worker).post(
        page("new_release_day_of_case", world.case.pk), {"meet_by": "世話人かなりあ"}
    )
    assert answer.status_code == 422
    assert "世話人かなりあ" in answer.text
    assert "出所の日を書いてください。" in answer.text


def test_an_old_page_is_refused_with_what_was_typed(world):
    plan = planned(world)
    client, today = as_(world.worker), day("day", TODAY.year - 2018, TODAY.month, TODAY.day)
    answer = client.post(page("rewrite_release_day", plan.pk), TEXTS | today | {"seen": "1", "note": "残る"})
    assert (answer.status_code, "先に書きなおしました" in answer.text) == (422, True)
    assert "残る" in answer.text


def test_a_step_that_is_not_next_is_not_there(world):
    plan = planned(world)
    client = as_(world.worker)
    assert client.get(page("act_on_release_day", plan.pk, PlanDeed.CHECK)).status_code == 404
    assert client.get(page("act_on_release_day", plan.pk, PlanDeed.CONFIRM)).status_code == 200
    client.post(page("drop_release_step", plan.pk, rows(ReleaseStep.objects.all())[0].pk))
    assert len(client.get(page("release_day", plan.pk)).context["read"].lines) == 1


def test_the_paper_is_one_page_and_its_printing_is_written_down(world):
    plan = planned(world, steps=9)
    take_step(plan_id=plan.pk, deed=PlanDeed.CONFIRM, words="", actor=acting(world.worker), now=NOW)
    answer = as_(world.hand).get(page("release_day_paper", plan.pk))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'inline; filename="{world.handoff.reference}-release-day.pdf"'
    assert Entry.objects.filter(verb="release.plan_printed", actor_id=world.hand.pk).count() == 1


def test_strangers_find_nothing_at_any_address_of_a_plan(world):
    plan = planned(world)
    (step, _) = rows(ReleaseStep.objects.all())
    addresses = [
        ("get", page("release_day", plan.pk)),
        ("get", page("release_day_paper", plan.pk)),
        ("get", page("rewrite_release_day", plan.pk)),
        ("get", page("new_release_step", plan.pk)),
        ("get", page("rewrite_release_step", plan.pk, step.pk)),
        ("post", page("drop_release_step", plan.pk, step.pk)),
        ("post", page("tick_release_step", plan.pk, step.pk)),
        ("get", page("act_on_release_day", plan.pk, PlanDeed.CONFIRM)),
        ("get", page("release_days_of_case", world.case.pk)),
        ("get", page("release_days_of_handoff", world.handoff.pk)),
        ("get", page("new_release_day_of_case", world.case.pk)),
    ]
    for user in world.strangers:
        client = as_(user)
        got = {address: getattr(client, method)(address).status_code for method, address in addresses}
        assert set(got.values()) == {404}, user


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(world, count, django_assert_num_queries):
    for _ in range(count):
        write_plan(
            handoff_id=world.handoff.pk, day=TODAY, texts=TEXTS, actor=acting(world.worker), now=NOW
        )  # fmt: skip
    client = as_(world.hand)
    address = page("release_days_of_handoff", world.handoff.pk)
    client.get(address)
    with django_assert_num_queries(21):
        shown = client.get(address)
    assert len(shown.context["plans"]) == count
