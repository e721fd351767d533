"""合同支援会議 on the screen: called, written, confirmed, ticked, printed; strangers find nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.machine.enums import Deed
from handoff.machine.models import JointMeeting
from handoff.meetings.enums import MeetingState
from handoff.meetings.models import Decision, SupportMeeting
from handoff.safeguards.enums import Way
from tests.factories.cases import NOW, TODAY, do, fresh, rows
from tests.factories.records import make_world
from tests.handoff.clients import as_, day, page
from tests.handoff.meetings.test_meetings import CALL, SAID, called, decisions, written

pytestmark = pytest.mark.django_db
NEXT = TODAY + timedelta(days=7)
BESIDE = ("support_meetings", "decisions_paper", "call_meeting", "write_held_meeting")
ONE = (
    "support_meeting",
    "meeting_letter",
    "meeting_calendar",
    "meeting_minutes_paper",
    "change_meeting",
    "call_meeting_off",
    "meeting_minutes",
    "confirm_meeting_minutes",
    "send_minutes_back",
)


@pytest.fixture
def world():
    return make_world()


def call_fields(*, when=NEXT, **more):
    fields = {"key": uuid4(), "seen": "1", "kind": "care", "time": "午後1時30分", "lasts": "90"}
    return CALL | day("day", when) | fields | more


def line(place, what, side):
    texts = {f"what_{place}": what, f"owner_{place}": "係長かなりあ", f"side_{place}": side}
    return texts | day(f"due_{place}")


def minutes_fields(**more):
    return SAID | day("held_on") | {"key": uuid4(), "seen": "0", "kind": "care"} | more


def on_the_day(meeting):
    """Let the day come for which a meeting was called."""
    with opened(CLOCK, now=NOW):
        SupportMeeting.objects.filter(pk=meeting.pk).update(starts_at=NOW)


def test_both_sides_go_the_whole_way_on_their_screens(world):
    hand, worker = as_(world.hand), as_(world.worker)
    answer = hand.post(page("call_meeting", world.handoff.pk), call_fields())
    (meeting,) = rows(SupportMeeting.objects.all())
    assert answer.url == page("support_meeting", meeting.pk)
    assert timezone.localtime(meeting.starts_at).isoformat()[:16] == f"{NEXT}T13:30"
    assert worker.get(page("change_meeting", meeting.pk)).status_code == 404
    hand.post(page("change_meeting", meeting.pk), call_fields(place="公民館かなりあ"))
    shown = worker.get(page("support_meeting", meeting.pk))
    assert ("公民館かなりあ" in shown.text, "かなりあ" in shown.context["page_title"]) == (True, False)
    lines = line(1, "聞くかなりあ", "giver") | line(3, "付き添うかなりあ", "receiver") | {"seen": "2"}
    assert worker.get(page("meeting_minutes", meeting.pk)).status_code == 404
    on_the_day(meeting)
    worker.post(page("meeting_minutes", meeting.pk), minutes_fields(**lines))
    assert [row.position for row in decisions()] == [1, 3]
    assert worker.get(page("confirm_meeting_minutes", meeting.pk)).status_code == 404
    hand.post(page("confirm_meeting_minutes", meeting.pk), {"seen": "3"})
    assert fresh(meeting).state == MeetingState.CONFIRMED
    row = decisions()[1]
    hand.post(page("tick_decision", meeting.pk, row.pk), {"is_done": "on"})
    assert "しるしを消す" in hand.get(page("support_meeting", meeting.pk)).text
    hand.post(page("tick_decision", meeting.pk, row.pk))
    assert fresh(row).done_on is None
    assert "聞くかなりあ" in worker.get(page("support_meetings", world.handoff.pk)).text


def test_a_meeting_without_a_call_opens_the_gate_of_the_hand_off():
    world = make_world(stage="sent")
    do(world.handoff, Deed.ACKNOWLEDGE, world.coordinator)
    client = as_(world.worker)
    assert page("support_meetings", world.handoff.pk) in client.get(page("detail", world.handoff.pk)).text
    answer = client.post(
        page("write_held_meeting", world.handoff.pk), minutes_fields(**line(1, "決めた", "giver"))
    )
    assert (answer.status_code, len(rows(JointMeeting.objects.all()))) == (302, 1)
    assert "決めた" in client.get(page("detail", world.handoff.pk)).text


def test_on_paper_it_is_asked_from_whom_it_was_heard():
    world = make_world(way=Way.PAPER)
    meeting, client = written(world, world.worker), as_(world.worker)
    address = page("confirm_meeting_minutes", meeting.pk)
    assert client.post(address, {"seen": "1"}).status_code == 422
    client.post(address, {"seen": "1", "told_by": "係長から電話で"})
    assert "係長から電話で" in client.get(page("support_meeting", meeting.pk)).text


def test_a_meeting_is_called_off_with_a_reason(world):
    meeting = called(world, world.worker)
    as_(world.hand).post(page("call_meeting_off", meeting.pk), {"why": "雪かなりあ", "seen": "1"})
    assert "雪かなりあ" in as_(world.worker).get(page("support_meeting", meeting.pk)).text
    assert as_(world.worker).get(page("call_meeting_off", meeting.pk)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"side_1": ""}, "どちらの側がするか（1つめ）を選んでください。"),
        ({"what_1": ""}, "すること（1つめ）を書いてください。"),
        (day("held_on", TODAY + timedelta(days=1)), "まだ開いていない会議の議事録は、書けません。"),
        (day("next_on"), "開いた日よりあとの日を書いてください。"),
        ({"kind": ""}, "何の会議かを、1つ選んでください。"),
        ({"who": ""}, "出た人を書いてください。"),
    ],
)
def test_what_lacks_is_said_and_what_was_typed_stays(world, fields, says):
    data = minutes_fields(**(line(1, "決めたかなりあ", "giver") | fields))
    answer = as_(world.worker).post(page("write_held_meeting", world.handoff.pk), data)
    assert (answer.status_code, says in answer.text, SAID["said"] in answer.text) == (422, True, True)
    assert rows(SupportMeeting.objects.all()) == []


def test_a_day_that_has_passed_is_refused_with_what_was_typed(world):
    answer = as_(world.worker).post(
        page("call_meeting", world.handoff.pk), call_fields(when=TODAY - timedelta(1))
    )
    assert (answer.status_code, "これからの日時" in answer.text) == (422, True)
    assert CALL["agenda"] in answer.text


def test_a_form_knows_what_was_written_and_the_day_that_was_agreed(world):
    meeting = written(world, world.worker, next_on=NEXT)
    client = as_(world.worker)
    assert client.get(page("call_meeting", world.handoff.pk)).context["form"].initial["day"] == NEXT
    initial = client.get(page("meeting_minutes", meeting.pk)).context["form"].initial
    found = (initial["said"], initial["what_1"], initial["side_2"])
    assert found == (SAID["said"], "福祉課に聞くかなりあ", "receiver")
    called(world, world.worker, at=NOW + timedelta(days=7))
    assert "day" not in client.get(page("call_meeting", world.handoff.pk)).context["form"].initial


def test_the_calendar_carries_the_number_and_the_time_alone(world):
    meeting = called(world, world.worker)
    client, address = as_(world.hand), page("meeting_calendar", meeting.pk)
    answer = client.get(address)
    text = answer.content.decode().replace("\r\n ", "")
    assert f"SUMMARY:合同支援会議 {world.handoff.reference}\r\n" in text
    assert answer["Content-Disposition"] == f'attachment; filename="{world.handoff.reference}-meeting.ics"'
    names = {each.split(":")[0].split(";")[0] for each in text.splitlines()}
    assert names & {"LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "URL"} == set()
    assert "かなりあ" not in text
    as_(world.worker).post(page("call_meeting_off", meeting.pk), {"seen": "1"})
    after = client.get(address).content.decode()
    assert ("STATUS:CANCELLED" in after, "SEQUENCE:2" in after) == (True, True)


def test_papers_are_printed_and_each_printing_is_written_down(world):
    call, held = called(world, world.worker), written(world, world.worker)
    client, number = as_(world.hand), world.handoff.reference
    papers = {
        page("meeting_letter", call.pk): ("meeting-call", "call_printed"),
        page("meeting_minutes_paper", held.pk): ("minutes", "minutes_printed"),
        page("decisions_paper", world.handoff.pk): ("decisions", "decisions_printed"),
    }
    for address, (name, verb) in papers.items():
        answer = client.get(address)
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"] == f'inline; filename="{number}-{name}.pdf"'
        assert Entry.objects.filter(verb=f"meetings.{verb}", actor_id=world.hand.pk).count() == 1
    assert client.get(page("meeting_letter", held.pk)).status_code == 404
    assert client.get(page("meeting_minutes_paper", call.pk)).status_code == 404


def test_strangers_find_nothing_at_any_address_of_a_meeting(world):
    meetings = [called(world, world.worker), written(world, world.worker)]
    row = rows(Decision.objects.all())[0]
    addresses = [("get", page(name, world.handoff.pk)) for name in BESIDE]
    addresses += [("get", page(name, each.pk)) for name in ONE for each in meetings]
    addresses.append(("post", page("tick_decision", row.meeting_id, row.pk)))
    for user in world.strangers:
        client = as_(user)
        assert {getattr(client, method)(address).status_code for method, address in addresses} == {404}, user


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(world, count, django_assert_num_queries):
    for _ in range(count):
        written(world, world.worker)
    client, address = as_(world.hand), page("support_meetings", world.handoff.pk)
    client.get(address)
    with django_assert_num_queries(26):
        shown = client.get(address)
    assert (len(shown.context["read"].meetings), len(shown.context["read"].decisions)) == (count, 2 * count)
