"""合同支援会議: called, held, confirmed by the other side; what was decided is done by who has it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.utils import timezone

from foundation.japanese.dates import short_date
from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import ChangedMeanwhile, Refused
from handoff.machine.enums import Deed, Side
from handoff.machine.models import JointMeeting
from handoff.machine.queries import facts_of
from handoff.meetings.due import waiting
from handoff.meetings.enums import MeetingKind, MeetingState, News
from handoff.meetings.models import Decision, SupportMeeting
from handoff.meetings.reading import list_meetings, read_meeting
from handoff.meetings.services.calling import Call, call_meeting, call_off, change_call
from handoff.meetings.services.holding import (
    Minutes,
    NewDecision,
    confirm_minutes,
    tick_decision,
    write_minutes,
    write_uncalled,
)
from handoff.meetings.services.telling import tell
from handoff.safeguards.enums import Way
from handoff.safeguards.services import suspend_safeguard
from tests.factories.cases import NOW, TODAY, acting, do, fresh, rows
from tests.factories.records import make_world

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=3)
CALL = {"place": "市役所かなりあ", "asked": "係長かなりあ", "agenda": "住まいかなりあ"}
SAID = {"who": "両方かなりあ", "said": "通院のことかなりあ"}
OURS = NewDecision(position=1, what="福祉課に聞くかなりあ", owner="相談員", side=Side.GIVER, due_on=TODAY)
THEIRS = NewDecision(position=2, what="付き添うかなりあ", owner="世話人", side=Side.RECEIVER, due_on=TODAY)


@pytest.fixture
def world():
    return make_world()


def called(world, user, *, at=SOON, key=None):
    call = Call(kind=MeetingKind.CARE, starts_at=at, lasts=60, texts=CALL)
    return call_meeting(
        handoff_id=world.handoff.pk, call=call, form_key=key or uuid4(), actor=acting(user), now=NOW
    )


def written(world, user, *, decisions=(OURS, THEIRS), key=None, **more):
    minutes = Minutes(held_on=TODAY, texts=SAID, decisions=decisions, **more)
    return write_uncalled(
        handoff_id=world.handoff.pk,
        kind=MeetingKind.COORDINATION,
        minutes=minutes,
        form_key=key or uuid4(),
        actor=acting(user),
        now=NOW,
    )


def rewritten(meeting, user, *, decisions=(), now=NOW, held_on=TODAY, seen=None, **more):
    write_minutes(
        meeting_id=meeting.pk,
        minutes=Minutes(held_on=held_on, texts=SAID, decisions=decisions, **more),
        seen=fresh(meeting).version if seen is None else seen,
        actor=acting(user, now=now),
        now=now,
    )


def confirmed(meeting, user, *, seen=None, told_by=""):
    seen = fresh(meeting).version if seen is None else seen
    confirm_minutes(meeting_id=meeting.pk, seen=seen, told_by=told_by, actor=acting(user), now=NOW)


def off(meeting, user, *, why="", seen=None):
    seen = fresh(meeting).version if seen is None else seen
    call_off(meeting_id=meeting.pk, why=why, seen=seen, actor=acting(user), now=NOW)


def ticked(row, user, *, is_done=True):
    actor = acting(user)
    tick_decision(meeting_id=row.meeting_id, decision_id=row.pk, is_done=is_done, actor=actor, now=NOW)


def decisions():
    return rows(Decision.objects.order_by("position", "dropped_at"))


def read(meeting, user):
    return read_meeting(meeting_id=meeting.pk, actor=acting(user), now=NOW)


def facts(world):
    with opened(CLOCK, now=NOW):
        return facts_of(fresh_handoff(world))


def fresh_handoff(world):
    return type(world.handoff).objects.get(pk=world.handoff.pk)


@pytest.mark.parametrize("side", ["worker", "hand"])
def test_either_side_calls_and_the_meeting_goes_its_way(world, side):
    caller = getattr(world, side)
    other = world.hand if side == "worker" else world.worker
    meeting = called(world, caller)
    assert (read(meeting, other).texts, facts(world).meetings_held) == (CALL, 0)
    after = SOON + timedelta(hours=2)
    rewritten(meeting, other, decisions=(OURS,), now=after, held_on=timezone.localdate(SOON))
    assert fresh(meeting).state == MeetingState.HELD
    # As it was called, and not when somebody came to write it down.
    assert rows(JointMeeting.objects.all())[0].held_at == SOON
    assert facts(world).meetings_held == 0
    confirmed(meeting, caller)
    assert facts(world).meetings_held == 1
    found = read(meeting, other)
    assert (found.meeting.state, found.who, found.said) == (MeetingState.CONFIRMED, *SAID.values())
    assert found.meeting.confirmed_by == caller


def test_a_meeting_of_which_nobody_was_told_opens_the_same_gate(world):
    meeting = written(world, world.hand)
    before = facts(world).meetings_held
    confirmed(meeting, world.worker)
    assert (before, facts(world).meetings_held, fresh(meeting).contents) == (0, 1, None)
    with opened(acting(world.worker), now=NOW):
        joint = JointMeeting.objects.select_related("handoff").get()
        assert joint.unseal("decided").splitlines() == [
            f"福祉課に聞くかなりあ（相談員、{short_date(TODAY)}まで）",
            f"付き添うかなりあ（世話人、{short_date(TODAY)}まで）",
        ]


def test_only_so_many_are_called_at_once_and_only_for_a_time_to_come(world):
    first, *_ = [called(world, world.worker, at=SOON + timedelta(days=day)) for day in range(3)]
    with pytest.raises(Refused, match="3つまで"):
        called(world, world.worker)
    off(first, world.worker)
    with pytest.raises(Refused, match="これからの日時"):
        called(world, world.worker, at=NOW)
    called(world, world.worker)


def test_the_same_form_sent_again_calls_and_writes_once(world):
    key, other = uuid4(), uuid4()
    assert called(world, world.worker, key=key).pk == called(world, world.worker, key=key).pk
    assert written(world, world.worker, key=other).pk == written(world, world.worker, key=other).pk
    assert (len(rows(SupportMeeting.objects.all())), len(rows(JointMeeting.objects.all()))) == (2, 1)


def test_whoever_called_changes_the_day_and_either_side_calls_it_off(world):
    meeting = called(world, world.worker)
    call = Call(kind=MeetingKind.OTHER, starts_at=SOON + timedelta(days=1), lasts=90, texts=CALL)
    how = {"meeting_id": meeting.pk, "call": call, "now": NOW}
    with pytest.raises(Refused, match="呼びかけた側"):
        change_call(seen=1, actor=acting(world.hand), **how)
    change_call(seen=1, actor=acting(world.worker), **how)
    with pytest.raises(ChangedMeanwhile):
        change_call(seen=1, actor=acting(world.worker), **how)
    assert (fresh(meeting).starts_at, fresh(meeting).lasts) == (call.starts_at, 90)
    with pytest.raises(ChangedMeanwhile):
        off(meeting, world.hand, seen=1)
    off(meeting, world.hand, why="雪かなりあ")
    assert read(meeting, world.worker).why_off == "雪かなりあ"
    assert (fresh(meeting).off_by, fresh(meeting).off_side) == (world.hand, Side.RECEIVER)
    tell(meeting_id=meeting.pk, news=News.CALLED_OFF, version=3, now=NOW)
    told = OutgoingMail.objects.filter(cause__startswith="meetings.called_off")
    assert {mail.to for mail in told} == {world.worker.email, world.centre["second"].email}
    with pytest.raises(Refused, match="もう開いたか"):
        change_call(seen=3, actor=acting(world.worker), **how)
    with pytest.raises(Refused, match="とりやめた会議"):
        rewritten(meeting, world.worker)


def test_the_other_side_is_told_once_for_each_cause_and_without_a_word(world):
    meeting = called(world, world.worker)
    told = [tell(meeting_id=meeting.pk, news=News.CALLED, version=1, now=NOW) for _ in range(2)]
    # The main and the second receiver, and each only once.
    assert (told, OutgoingMail.objects.filter(cause__startswith="meetings.").count()) == ([2, 2], 2)
    tell(meeting_id=meeting.pk, news=News.MOVED, version=2, now=NOW)
    rewritten(meeting, world.hand, now=SOON, held_on=timezone.localdate(SOON))
    tell(meeting_id=meeting.pk, news=News.MINUTED, version=fresh(meeting).version, now=NOW)
    mails = OutgoingMail.objects.filter(cause__startswith="meetings.").order_by("pk")
    assert [mail.to for mail in mails][:4] == [mails[0].to, mails[1].to] * 2
    assert {mail.to for mail in mails[4:]} == {world.worker.email, world.centre["second"].email}
    assert not [mail for mail in mails if "かなりあ" in mail.text or world.handoff.reference in mail.text]


def test_nothing_is_written_unless_both_sides_work_together():
    world = make_world(stage="sent")
    for user in (world.worker, world.coordinator):
        with pytest.raises(Refused, match="書けません"):
            called(world, user)
    do(world.handoff, Deed.ACKNOWLEDGE, world.coordinator)
    meeting = called(world, world.coordinator)
    do(world.handoff, Deed.WITHDRAW, world.worker, reason="まちがえた")
    with pytest.raises(Refused):
        rewritten(meeting, world.worker)
    with pytest.raises(Http404):
        read(meeting, world.coordinator)
    assert read(meeting, world.worker).texts == CALL


def test_a_meeting_that_is_still_to_come_has_no_minutes(world):
    meeting, today = called(world, world.worker), called(world, world.worker, at=NOW + timedelta(seconds=1))
    with pytest.raises(Refused, match="まだ開いていない"):
        rewritten(today, world.worker, held_on=TODAY + timedelta(days=1))
    for user in (world.worker, world.hand):
        with pytest.raises(Refused, match="会議の日が来てから"):
            rewritten(meeting, user)
        assert not read(meeting, user).may_minute
    assert fresh(meeting).state == MeetingState.CALLED


def test_whoever_wrote_the_minutes_and_their_side_cannot_confirm_them(world):
    meeting = written(world, world.worker)
    for user in (world.worker, world.lead):
        with pytest.raises(Refused, match="相手の側が確かめます"):
            confirmed(meeting, user)
    with pytest.raises(Refused, match="書いた側です"):
        rewritten(meeting, world.hand)
    with pytest.raises(ChangedMeanwhile):
        confirmed(meeting, world.hand, seen=0)
    confirmed(meeting, world.hand)
    with pytest.raises(Refused, match="ありません"):
        confirmed(meeting, world.coordinator)
    with pytest.raises(Refused, match="確かめた議事録"):
        rewritten(meeting, world.worker)


def test_on_paper_the_asking_side_writes_who_said_so():
    world = make_world(way=Way.PAPER)
    meeting = written(world, world.worker)
    with pytest.raises(Refused, match="だれから、いつ、どのように"):
        confirmed(meeting, world.worker)
    confirmed(meeting, world.worker, told_by="係長から電話でかなりあ")
    found = read(meeting, world.worker)
    assert (found.told_by, found.meeting.confirmed_side) == ("係長から電話でかなりあ", Side.RECEIVER)
    for row in decisions():
        ticked(row, world.worker)
    assert {row.done_on for row in decisions()} == {TODAY}


def test_minutes_are_written_anew_and_what_was_done_stays(world):
    meeting = written(world, world.worker)
    ticked(decisions()[0], world.worker)
    new = NewDecision(position=1, what="別のことかなりあ", owner="", side=Side.GIVER)
    third = NewDecision(position=3, what="三つめかなりあ", owner="", side=Side.RECEIVER)
    held_at = rows(JointMeeting.objects.all())[0].held_at
    rewritten(meeting, world.worker, decisions=(new, third), now=NOW + timedelta(hours=1))
    assert [line.what for line in read(meeting, world.hand).decisions] == [
        "福祉課に聞くかなりあ",
        "三つめかなりあ",
    ]
    (joint,) = rows(JointMeeting.objects.all())
    assert joint.held_at == held_at
    with opened(acting(world.hand), now=NOW):
        assert "付き添う" not in JointMeeting.objects.select_related("handoff").get().unseal("decided")
    again = NewDecision(position=2, what="二つめかなりあ", owner="", side=Side.GIVER)
    rewritten(meeting, world.worker, decisions=(again, third))
    assert [row.position for row in decisions()] == [1, 2, 2, 3]


def test_what_was_decided_is_ticked_by_the_side_that_has_it(world):
    written(world, world.worker)
    ours, theirs = decisions()
    with pytest.raises(Refused, match="することになった側"):
        ticked(ours, world.hand)
    with pytest.raises(Refused, match="することになった側"):
        ticked(theirs, world.worker)
    ticked(theirs, world.hand)
    ticked(theirs, world.hand)
    assert (fresh(theirs).done_on, fresh(theirs).done_by) == (TODAY, world.hand)
    ticked(theirs, world.coordinator, is_done=False)
    assert (fresh(theirs).done_on, fresh(theirs).done_by) == (None, None)
    other = written(world, world.worker, decisions=())
    with pytest.raises(Http404):
        tick_decision(
            meeting_id=other.pk, decision_id=ours.pk, is_done=True, actor=acting(world.worker), now=NOW
        )


def told(user, today=TODAY):
    with opened(acting(user), now=NOW):
        return sorted(each.what for each in waiting(acting(user), today=today))


def test_what_is_due_waits_for_the_side_that_has_it(world):
    decided, confirm = "合同支援会議で決まったこと", "合同支援会議の議事録を、確かめてください"
    later = replace(OURS, position=3, due_on=TODAY + timedelta(days=1))
    meeting = written(world, world.worker, decisions=(OURS, THEIRS, later))
    assert (told(world.worker), told(world.hand)) == ([decided], [decided, confirm])
    assert told(world.worker, TODAY + timedelta(days=1)) == [decided, decided]
    confirmed(meeting, world.hand)
    ticked(decisions()[1], world.hand)
    assert (told(world.worker), told(world.hand)) == ([decided], [])
    called(world, world.hand)
    assert told(world.hand) == []
    on_the_day = timezone.localdate(SOON)
    assert [each[:8] for each in told(world.hand, on_the_day)] == ["合同支援会議の日"]
    assert [told(user, on_the_day) for user in world.strangers] == [[]] * len(world.strangers)
    do(world.handoff, Deed.PAUSE, world.worker, code="hospital")
    assert (told(world.worker, on_the_day), told(world.hand, on_the_day)) == ([], [])


def test_on_paper_what_the_receiver_has_waits_for_the_asking_side():
    world = make_world(way=Way.PAPER)
    written(world, world.worker, decisions=(THEIRS,))
    assert len(told(world.worker)) == 2


@pytest.mark.parametrize("ending", ["consent", "safeguard"])
def test_without_its_footing_the_receiver_sees_nothing_of_it(world, ending):
    meeting = written(world, world.worker)
    row = fresh(world.handoff)
    if ending == "consent":
        withdraw_basis(basis_id=row.basis_id, reason="やめたい", actor=acting(world.worker), now=NOW)
    else:
        lead = acting(world.lead)
        suspend_safeguard(safeguard_id=row.safeguard_id, is_suspended=True, actor=lead, now=NOW)
    with pytest.raises(Http404):
        read(meeting, world.hand)
    with pytest.raises((Http404, Refused)):
        confirmed(meeting, world.hand)
    listed = list_meetings(handoff_id=world.handoff.pk, actor=acting(world.hand), now=NOW)
    assert (listed.meetings, listed.decisions, listed.next_on) == ([], [], None)
    assert told(world.hand) == []
    assert read(meeting, world.worker).said == SAID["said"]
    with opened(acting(world.hand), now=NOW):
        assert (SupportMeeting.objects.count(), Decision.objects.count()) == (0, 0)
