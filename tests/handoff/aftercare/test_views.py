"""Reviews, diaries and what waits, on the screen and on paper; strangers find nothing."""

from datetime import timedelta

import pytest

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.aftercare.enums import EntryState, Outcome
from handoff.aftercare.models import FollowUpEntry, FollowUpRhythm, Review
from handoff.machine.models import Handoff
from tests.factories.cases import NOW, TODAY, rows
from tests.factories.records import REVIEW, make_world
from tests.handoff.aftercare.test_diary import due_of, here, rhythm, write
from tests.handoff.aftercare.test_reviews import hold
from tests.handoff.clients import as_, day, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(stage="overlap")


def begun_days_ago(world, days):
    with opened(CLOCK, now=NOW):
        Handoff.objects.filter(pk=world.handoff.pk).update(overlap_from=TODAY - timedelta(days=days))


def test_a_review_is_written_on_the_screen(world):
    client, address = as_(world.hand), page("new_review", world.handoff.pk)
    lacking = client.post(address, REVIEW | day("held_on"))
    assert (lacking.status_code, "1つ選んでください" in lacking.text) == (422, True)
    assert REVIEW["seen"] in lacking.text
    client.post(address, REVIEW | day("held_on") | {"outcome": Outcome.GO_ON})
    assert REVIEW["seen"] in client.get(page("reviews", world.handoff.pk)).text
    assert len(rows(Review.objects.all())) == 1


def test_a_review_of_tomorrow_is_not_written(world):
    answer = as_(world.worker).post(
        page("new_review", world.handoff.pk),
        REVIEW | day("held_on", TODAY + timedelta(days=1)) | {"outcome": "end"},
    )
    assert (answer.status_code, "今日より前の日" in answer.text) == (422, True)


def test_after_long_the_form_asks_why(world):
    address, client = page("new_review", world.handoff.pk), as_(world.worker)
    assert "なぜ、まだ併走が要るか" not in client.get(address).text
    begun_days_ago(world, 91)
    assert "なぜ、まだ併走が要るか" in client.get(address).text
    answer = client.post(address, REVIEW | day("held_on") | {"outcome": "go_on"})
    assert (answer.status_code, "なぜまだ要るか" in answer.text) == (422, True)
    begun_days_ago(world, 181)
    assert "責任者が書きます" in client.get(page("reviews", world.handoff.pk)).text


def test_a_host_office_writes_the_short_form_and_the_centre_the_long_one(world):
    rhythm(world)
    entry, hand = due_of(world), as_(world.hand)
    address = page("write_entry", entry.pk)
    assert set(hand.get(address).context["form"].fields) == {"done_on", "way", "contact", "next"}
    assert "advice" in as_(world.worker).get(address).context["form"].fields
    hand.post(address, day("done_on") | {"way": "phone", "contact": "電話かなりあ"})
    shown = as_(world.worker).get(page("diary_of_handoff", world.handoff.pk))
    assert "電話かなりあ" in shown.text
    assert "かなりあ" not in shown.context["page_title"]
    again = hand.post(address, day("done_on") | {"way": "phone", "contact": "もう一度かなりあ"})
    assert (again.status_code, "もう書かれています" in again.text) == (422, True)


def test_a_contact_of_a_case_alone_and_one_that_did_not_happen(world):
    client, pk = as_(world.worker), world.case.pk
    client.post(page("rhythm_of_case", pk), day("first_on") | {"every_days": "7"})
    client.post(
        page("new_entry_of_case", pk),
        day("done_on") | {"way": "visit", "advice": "money", "contact": "訪問かなりあ"},
    )
    assert "訪問かなりあ" in client.get(page("diary_of_case", pk)).text
    assert client.post(page("skip_entry", due_of(world).pk), {"reason": ""}).status_code == 422
    client.post(page("skip_entry", due_of(world).pk), {"reason": "休みかなりあ"})
    assert "休みかなりあ" in client.get(page("diary_of_case", pk)).text
    client.post(page("stop_rhythm_of_case", pk))
    assert rows(FollowUpEntry.objects.filter(state=EntryState.DUE)) == []


def test_a_rhythm_is_set_and_stopped_on_the_screen(world):
    client, pk = as_(world.worker), world.handoff.pk
    assert client.get(page("rhythm_of_handoff", pk)).context["form"]["every_days"].value() == 30
    assert (
        client.post(page("rhythm_of_handoff", pk), day("first_on") | {"every_days": "999"}).status_code == 422
    )
    client.post(page("rhythm_of_handoff", pk), day("first_on") | {"every_days": "7"})
    assert client.get(page("rhythm_of_handoff", pk)).context["form"]["every_days"].value() == 7
    client.post(page("stop_rhythm_of_handoff", pk))
    assert [each.ended_on for each in rows(FollowUpRhythm.objects.all())] == [TODAY]


def test_the_sheet_of_a_month_is_a_paper_and_its_printing_is_written_down(world):
    write(world, world.worker)
    answer = as_(world.hand).get(page("month_of_handoff", world.handoff.pk), {"month": f"{TODAY:%Y-%m}"})
    assert answer.content.startswith(b"%PDF")
    name = f"{world.handoff.reference}-{TODAY:%Y-%m}"
    assert answer["Content-Disposition"] == f'inline; filename="{name}.pdf"'
    assert Entry.objects.filter(verb="aftercare.diary_printed", actor_id=world.hand.pk).count() == 1
    write(world, world.worker, where={"case_id": world.case.pk})
    assert as_(world.worker).get(page("month_of_case", world.case.pk)).content.startswith(b"%PDF")


def test_strangers_find_nothing_and_a_receiver_only_what_is_shared(world):
    rhythm(world)
    rhythm(world, where={"case_id": world.case.pk})
    shared, alone = (
        rows(FollowUpEntry.objects.filter(handoff__isnull=is_alone))[0] for is_alone in (False, True)
    )
    pk, case = world.handoff.pk, world.case.pk
    addresses = {
        page("reviews", pk): 200,
        page("new_review", pk): 200,
        page("diary_of_handoff", pk): 200,
        page("new_entry_of_handoff", pk): 200,
        page("month_of_handoff", pk): 200,
        page("rhythm_of_handoff", pk): 404,
        page("write_entry", shared.pk): 200,
        page("skip_entry", shared.pk): 200,
        page("write_entry", alone.pk): 404,
        page("skip_entry", alone.pk): 404,
        page("diary_of_case", case): 404,
        page("new_entry_of_case", case): 404,
        page("month_of_case", case): 404,
        page("rhythm_of_case", case): 404,
    }
    client = as_(world.hand)
    assert {address: client.get(address).status_code for address in addresses} == addresses
    for user in world.strangers:
        client = as_(user)
        assert {client.get(address).status_code for address in addresses} == {404}, user


def test_what_waits_stands_in_the_inbox_and_on_its_page_without_a_name(world):
    begun_days_ago(world, 40)
    rhythm(world, first=TODAY - timedelta(days=7))
    client = as_(world.worker)
    for name in ("inbox", "to_do"):
        shown = client.get(page(name))
        assert [task.waiting.what for task in shown.context["tasks"]] == [
            "併走のあいだの、ふりかえり",
            "フォローアップの記録",
        ]
        assert [task.due.is_over for task in shown.context["tasks"]] == [True, True]
        assert "かなりあ" not in shown.text
    assert [task.waiting.what for task in as_(world.hand).get(page("to_do")).context["tasks"]] == [
        "フォローアップの記録"
    ]
    assert "いま、やることはありません" in as_(world.strangers[0]).get(page("to_do")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_often_for_three_as_for_one(world, count, django_assert_num_queries):
    for _ in range(count):
        hold(world, world.worker)
        write(world, world.hand)
    client = as_(world.hand)
    for name, queries in (("reviews", 27), ("diary_of_handoff", 26)):
        client.get(page(name, world.handoff.pk))
        with django_assert_num_queries(queries):
            client.get(page(name, world.handoff.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_is_asked_as_often_for_three_as_for_one(count, django_assert_num_queries):
    first = make_world(stage="overlap")
    for _ in range(count):
        begun_days_ago(first, 40)
        rhythm(first, where={"case_id": first.case.pk})
    client = as_(first.worker)
    client.get(page("to_do"))
    with django_assert_num_queries(21):
        client.get(page("to_do"))


def test_a_diary_of_a_handoff_is_not_one_of_the_case(world):
    write(world, world.worker)
    assert here(world)
    assert "記録は、まだありません" in as_(world.worker).get(page("diary_of_case", world.case.pk)).text
