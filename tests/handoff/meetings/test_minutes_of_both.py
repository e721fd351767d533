"""Minutes that both sides hold to be right: read before the word, told anew, given back, and then counted."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.enums import Side
from handoff.meetings.enums import MeetingState, News
from handoff.meetings.services.holding import send_back
from handoff.meetings.services.telling import tell
from handoff.safeguards.enums import Way
from tests.factories.cases import NOW, acting, fresh
from tests.factories.records import make_world
from tests.handoff.clients import as_, page
from tests.handoff.meetings.test_meetings import (
    SAID,
    SOON,
    THEIRS,
    called,
    confirmed,
    facts,
    off,
    read,
    rewritten,
    ticked,
    told,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def given_back(meeting, user, *, why="係長は来ませんでしたかなりあ", seen=None):
    seen = fresh(meeting).version if seen is None else seen
    send_back(meeting_id=meeting.pk, why=why, seen=seen, actor=acting(user), now=NOW)


def test_one_side_does_not_use_up_the_calls_of_the_other(world):
    theirs = [called(world, world.hand) for _ in range(3)]
    with pytest.raises(Refused, match="3つまで"):
        called(world, world.coordinator)
    called(world, world.worker)
    for meeting in theirs:
        off(meeting, world.worker)
    assert {fresh(meeting).state for meeting in theirs} == {MeetingState.CALLED_OFF}


@pytest.mark.parametrize("where", ["confirm_meeting_minutes", "send_minutes_back"])
def test_the_page_of_a_word_shows_the_minutes_and_is_a_reading(world, where):
    meeting = written(world, world.hand)
    shown = as_(world.worker).get(page(where, meeting.pk))
    assert all(words in shown.text for words in (*SAID.values(), "付き添うかなりあ"))
    assert shown.context["form"].initial["seen"] == 1
    by_worker = Entry.objects.filter(verb="meetings.read", actor_id=world.worker.pk)
    assert by_worker.count() == 1
    # What was sent with a fault is shown again, and the minutes with it.
    assert as_(world.worker).post(page(where, meeting.pk), {"why": "ちがう"}).status_code == 422
    assert by_worker.count() == 2


def test_minutes_that_were_swapped_after_they_were_read_are_not_confirmed(world):
    meeting = written(world, world.hand)
    client, address = as_(world.worker), page("confirm_meeting_minutes", meeting.pk)
    seen = client.get(address).context["form"].initial["seen"]
    rewritten(meeting, world.hand, decisions=(THEIRS,))
    answer = client.post(address, {"seen": str(seen)}, follow=True)
    assert answer.redirect_chain == [(page("support_meeting", meeting.pk), 302)]
    assert "新しい画面で、もう一度確かめて" in answer.text
    assert (fresh(meeting).state, facts(world).meetings_held) == (MeetingState.HELD, 0)


def test_the_other_side_is_told_of_each_rewriting(world):
    meeting = written(world, world.hand)
    rewritten(meeting, world.hand)
    jobs = ProcrastinateJob.objects.filter(task_name="handoff.meetings.tell").order_by("pk")
    asked = [job.args for job in jobs]
    assert {each["news"] for each in asked} == {News.MINUTED}
    assert [each["version"] for each in asked] == [1, 2]
    for each in asked:
        tell(meeting_id=meeting.pk, news=News.MINUTED, version=each["version"], now=NOW)
    mails = OutgoingMail.objects.filter(cause__startswith="meetings.minuted", to=world.worker.email)
    assert mails.count() == 2


def test_minutes_that_are_not_right_go_back_to_their_side_and_count_for_nothing(world):
    meeting = written(world, world.hand)
    with pytest.raises(Refused, match="直してほしいところ"):
        given_back(meeting, world.worker, why=" ")
    with pytest.raises(Refused, match="相手の側が確かめます"):
        given_back(meeting, world.coordinator)
    with pytest.raises(ChangedMeanwhile):
        given_back(meeting, world.worker, seen=0)
    given_back(meeting, world.worker)
    assert (fresh(meeting).state, facts(world).meetings_held) == (MeetingState.SENT_BACK, 0)
    for user in (world.worker, world.lead):
        with pytest.raises(Refused, match="確かめる議事録は"):
            confirmed(meeting, user)
    with pytest.raises(Refused, match="書いた側です"):
        rewritten(meeting, world.worker)
    assert "合同支援会議の議事録がもどりました。直してください" in told(world.hand)
    assert not [each for each in told(world.worker) if "議事録" in each]
    tell(meeting_id=meeting.pk, news=News.SENT_BACK, version=2, now=NOW)
    mails = OutgoingMail.objects.filter(cause__startswith="meetings.sent_back")
    assert {mail.to for mail in mails} == {world.hand.email, world.coordinator.email}
    assert "係長は来ませんでした" in as_(world.hand).get(page("support_meeting", meeting.pk)).text
    rewritten(meeting, world.hand)
    assert read(meeting, world.worker).why_back == ""
    confirmed(meeting, world.worker)
    assert facts(world).meetings_held == 1


def test_what_was_decided_in_minutes_that_went_back_is_nobodys_task_yet(world):
    meeting = written(world, world.hand)
    given_back(meeting, world.worker)
    for line in read(meeting, world.worker).decisions:
        user = world.worker if line.row.side == Side.GIVER else world.hand
        with pytest.raises(Refused, match="まだ開いていない"):
            ticked(line.row, user)
    assert told(world.worker) == []


def test_on_paper_nobody_gives_their_own_minutes_back():
    world = make_world(way=Way.PAPER)
    meeting = written(world, world.worker)
    for user in (world.worker, world.lead):
        with pytest.raises(Refused, match="相手の側が確かめます"):
            given_back(meeting, user)


def test_nobody_takes_a_meeting_whose_day_has_not_come_by_writing_its_minutes(world):
    meeting = called(world, world.worker, at=SOON)
    with pytest.raises(Refused, match="会議の日が来てから"):
        rewritten(meeting, world.hand)
    client = as_(world.worker)
    for name in ("change_meeting", "call_meeting_off", "meeting_letter", "meeting_calendar"):
        assert client.get(page(name, meeting.pk)).status_code == 200
