"""From a request to a lecture: what the services write, and whom they tell."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.enums import Audience, ChangeKind, Channel, EventState
from events.exceptions import EventRefused
from events.lectures import rules
from events.lectures.enums import Part, ProposalState, RequestState, SlotKind, Standing
from events.lectures.exceptions import RequestRefused, SlotIsTaken
from events.lectures.models import LectureRequest, LecturerSlot, ResourceSlot
from events.lectures.report_chapter import lectures_of_the_year
from events.lectures.services.arranging import (
    accept_proposal,
    ask_for_another_date,
    cancel_request,
    decline_request,
    mark_held,
    report_lecture,
    start_checking,
)
from events.lectures.services.asking import change_request
from events.lectures.services.registers import note_absence, remove_absence
from events.lectures.services.slots import span_of
from events.models import Event
from events.services.publishing import SessionPlan, cancel_event, reinstate_event, update_event
from events.services.rescheduling import Decided, change_dates
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.factories.events import NOW
from tests.factories.lectures import (
    WISH,
    a_slot,
    agree,
    ask,
    make_lecturer,
    make_resource,
    make_theme,
    propose,
)

pytestmark = pytest.mark.django_db


def state_of(request):
    request.refresh_from_db()
    return request.state


def mails(prefix=""):
    return [mail.cause.split(":")[-1] for mail in OutgoingMail.objects.order_by("pk") if prefix in mail.cause]


def taken():
    return LecturerSlot.objects.taken().count() + ResourceSlot.objects.taken().count()


def moved_plan(session, days):
    return SessionPlan(
        starts_at=session.starts_at + timedelta(days=days),
        ends_at=session.ends_at + timedelta(days=days),
        venue=session.venue,
        venue_address=session.venue_address,
        venue_capacity=session.venue_capacity,
        session_id=session.pk,
    )


def test_a_request_gets_its_number_its_wishes_and_one_mail_without_a_name():
    request = ask(theme=make_theme())
    assert request.number == "R8-D01"
    assert [wish.rank for wish in request.wishes.all()] == [1, 2]
    assert mails() == ["received"]
    mail = OutgoingMail.objects.get()
    assert "R8-D01" in mail.subject
    assert "佐久間" not in mail.text + mail.subject


def test_the_same_form_twice_is_one_request():
    key = uuid4()
    first, second = ask(form_key=key), ask(form_key=key)
    assert first == second
    assert (LectureRequest.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"received_at": NOW + timedelta(minutes=1)}, "いまより先"),
        ({"wishes": [NOW - timedelta(days=1)]}, "これから先"),
        ({"wishes": [WISH, WISH]}, "2回"),
        ({"wishes": []}, "第1希望"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_words(fields, word):
    with pytest.raises(RequestRefused, match=word):
        ask(channel=Channel.FAX, **fields)
    assert LectureRequest.objects.count() == 0


def test_an_offered_date_holds_everybodys_time_and_waits_for_the_answer(staff):
    request, lead = ask(), make_lecturer()
    junior, thing = make_lecturer(name="見本 副子", leads=False), make_resource()
    propose(request, lead, actor=staff, juniors=[junior], resources=[thing])
    slots = {slot.lecturer: slot for slot in LecturerSlot.objects.all()}
    assert state_of(request) == RequestState.PROPOSED
    assert [slots[each].part for each in (lead, junior)] == [Part.LEAD, Part.JUNIOR]
    assert {slot.standing for slot in slots.values()} == {Standing.HELD}
    assert slots[lead].busy_from == WISH - timedelta(minutes=60)
    assert slots[lead].busy_until == WISH + timedelta(minutes=150)
    assert ResourceSlot.objects.get().resource == thing
    assert Event.objects.count() == 0
    assert mails()[1].startswith("proposed-")


def test_an_accepted_date_becomes_an_event_with_entries_for_all(staff):
    lead = make_lecturer(email="lead@example.jp")
    request = ask(theme=make_theme())
    proposal = propose(request, lead, actor=staff)
    accept_proposal(request=request, proposal_id=proposal.pk, actor=None, by=rules.REQUESTER, now=NOW)
    request.refresh_from_db()
    session = request.event.sessions.get()
    assert (request.state, request.event.state) == (RequestState.AGREED, EventState.PUBLISHED)
    assert (request.event.audience, session.starts_at, session.venue) == (
        Audience.INVITED,
        WISH,
        "みなも 交流室",
    )
    assert LecturerSlot.objects.get().standing == Standing.FIXED
    assert [(mail.to, mail.calendar_method) for mail in OutgoingMail.objects.order_by("pk")[2:]] == [
        ("minamo@example.jp", "REQUEST"),
        ("lead@example.jp", "REQUEST"),
    ]
    told = OutgoingMail.objects.get(to="lead@example.jp")
    assert not [word for word in ("佐久間", "000-000-4567", "minamo@") if word in told.text + told.calendar]


def test_only_the_date_that_was_read_can_be_accepted(staff):
    request, lead = ask(), make_lecturer()
    old = propose(request, lead, actor=staff)
    propose(request, lead, actor=staff, starts_at=WISH + timedelta(days=7))
    with pytest.raises(RequestRefused, match="もう変わっています"):
        accept_proposal(request=request, proposal_id=old.pk, actor=None, by=rules.REQUESTER, now=NOW)
    assert state_of(request) == RequestState.PROPOSED
    assert list(request.proposals.values_list("state", flat=True)) == ["open", "withdrawn"]


def test_a_date_that_has_passed_cannot_be_accepted(staff):
    request, lead = ask(), make_lecturer()
    proposal = propose(request, lead, actor=staff)
    with pytest.raises(RequestRefused, match="過ぎました"):
        accept_proposal(request=request, proposal_id=proposal.pk, actor=None, by=rules.REQUESTER, now=WISH)


def test_another_date_gives_the_time_back_and_waits_for_the_centre(staff):
    request, lead = ask(), make_lecturer()
    proposal = propose(request, lead, actor=staff)
    ask_for_another_date(
        request=request, proposal_id=proposal.pk, words="火曜の午後", actor=None, by=rules.REQUESTER, now=NOW
    )
    assert (state_of(request), request.counter_text, taken()) == (RequestState.COUNTERED, "火曜の午後", 0)
    assert request.proposals.get().state == ProposalState.REFUSED
    propose(request, lead, actor=staff, starts_at=WISH + timedelta(days=5))
    assert taken() == 1


def test_a_refusal_gives_its_reason_and_the_time_back(staff):
    request, lead = ask(), make_lecturer()
    propose(request, lead, actor=staff)
    decline_request(request=request, reason="講師の都合がつきません。", actor=staff, now=NOW)
    assert (state_of(request), taken()) == (RequestState.DECLINED, 0)
    assert "講師の都合がつきません。" in OutgoingMail.objects.latest("pk").text


def test_who_leads_must_be_able_to(staff):
    request, junior = ask(), make_lecturer(leads=False)
    with pytest.raises(RequestRefused, match="主をつとめられる"):
        propose(request, junior, actor=staff)


def test_a_lecturer_is_not_sent_elsewhere_within_the_way_and_the_words_say_why(staff):
    lead = make_lecturer()
    first, second = ask(), ask()
    agree(first, lead, actor=staff)
    with pytest.raises(
        SlotIsTaken, match=r"見本 講子は、1月14日 12:30〜16:00（移動を含む）に講座（R8-D01）があり、移動"
    ):
        propose(second, lead, actor=staff, starts_at=WISH + timedelta(hours=3))
    assert state_of(second) == RequestState.RECEIVED
    propose(
        second, lead, actor=staff, starts_at=WISH + timedelta(hours=3), despite=True, travel=30, minutes=30
    )


def test_nothing_overrides_a_double_booking(staff):
    lead = make_lecturer()
    agree(ask(), lead, actor=staff)
    with pytest.raises(SlotIsTaken):
        propose(ask(), lead, actor=staff, despite=True)


def test_a_thing_is_lent_once(staff):
    thing = make_resource()
    agree(ask(), make_lecturer(), actor=staff, resources=[thing])
    with pytest.raises(SlotIsTaken, match="プロジェクター"):
        propose(ask(), make_lecturer(name="見本 別人"), actor=staff, resources=[thing])


@pytest.mark.parametrize(("days", "hours", "word"), [(-3, 0, "祝日"), (2, 0, "休み"), (0, 3, "出られるのは")])
def test_days_off_and_other_hours_are_asked_about_and_may_be_gone_over(staff, days, hours, word):
    request, lead = ask(), make_lecturer()
    starts_at = WISH + timedelta(days=days, hours=hours)
    with pytest.raises(RequestRefused, match=word):
        propose(request, lead, actor=staff, starts_at=starts_at)
    propose(request, lead, actor=staff, starts_at=starts_at, despite=True)
    assert state_of(request) == RequestState.PROPOSED


def test_a_day_off_keeps_lectures_away_until_it_is_removed(staff):
    request, lead = ask(), make_lecturer()
    span = span_of(WISH - timedelta(hours=4), WISH + timedelta(hours=4), 0)
    slot = note_absence(lecturer=lead, kind=SlotKind.ABSENCE, title="", span=span, actor=staff, now=NOW)
    with pytest.raises(SlotIsTaken, match="休みがあります"):
        propose(request, lead, actor=staff)
    remove_absence(slot=slot, actor=staff, now=NOW)
    propose(request, lead, actor=staff)
    with pytest.raises(SlotIsTaken, match="講座（R8-D01）"):
        note_absence(lecturer=lead, kind=SlotKind.ABSENCE, title="", span=span, actor=staff, now=NOW)


def test_online_needs_no_way(staff):
    request, lead = ask(way="online", place=""), make_lecturer()
    agree(request, lead, actor=staff)
    slot = LecturerSlot.objects.get()
    assert (slot.busy_from, slot.busy_until) == (slot.starts_at, slot.ends_at)
    assert request.event.sessions.get().online_capacity == 12


def test_moving_the_event_moves_the_team_keeps_the_number_and_tells_everybody(staff):
    lead = make_lecturer(email="lead@example.jp")
    request = agree(ask(), lead, actor=staff)
    event = request.event
    update_event(
        event=event, details={}, sessions=[moved_plan(event.sessions.get(), 7)], actor=staff, now=NOW
    )
    request.refresh_from_db()
    slot = LecturerSlot.objects.get()
    assert slot.starts_at == WISH + timedelta(days=7)
    assert (request.number, request.event_id, request.state) == ("R8-D01", event.pk, RequestState.AGREED)
    assert mails()[-2:] == ["moved-1", f"lecturer-{lead.pk}:request-1".split(":")[-1]]


def test_an_event_does_not_move_to_where_its_lecturer_is_taken(staff):
    lead = make_lecturer()
    request = agree(ask(), lead, actor=staff)
    a_slot(lead, WISH + timedelta(days=7)).save()
    session = request.event.sessions.get()
    with pytest.raises(SlotIsTaken):
        update_event(event=request.event, details={}, sessions=[moved_plan(session, 7)], actor=staff, now=NOW)
    session.refresh_from_db()
    assert session.starts_at == WISH


def test_a_lecture_is_put_off_to_a_day_alone(staff):
    request = agree(ask(), make_lecturer(), actor=staff)
    session = request.event.sessions.get()
    put_off = {"kind": ChangeKind.POSTPONED, "reason": "大雪のため", "decided_on": NOW.date()}
    week_later = session.starts_at + timedelta(days=7)
    with pytest.raises(EventRefused, match="日を決めずに延期できません"):
        change_dates(
            event=request.event, sessions=[session.pk], decided=Decided(**put_off), actor=staff, now=NOW
        )
    decided = Decided(**put_off, starts_at=week_later)
    change_dates(event=request.event, sessions=[session.pk], decided=decided, actor=staff, now=NOW)
    session.refresh_from_db()
    assert (session.starts_at, taken()) == (week_later, 1)


def test_a_cancelled_event_calls_the_lecture_off_and_a_reinstated_one_brings_it_back(staff):
    lead = make_lecturer(email="lead@example.jp")
    request = agree(ask(), lead, actor=staff)
    cancel_event(event=request.event, reason="大雪のため", actor=staff, now=NOW)
    assert (state_of(request), request.reason, taken()) == (RequestState.CANCELLED, "大雪のため", 0)
    methods = OutgoingMail.objects.order_by("-pk").values_list("to", "calendar_method")[:2]
    assert set(methods) == {("minamo@example.jp", "CANCEL"), ("lead@example.jp", "CANCEL")}
    reinstate_event(event=request.event, actor=staff, now=NOW)
    assert (state_of(request), taken()) == (RequestState.AGREED, 1)
    assert OutgoingMail.objects.filter(cause__contains="reinstated").count() == 1


def test_an_event_stays_cancelled_when_its_lecturer_has_gone_elsewhere(staff):
    lead = make_lecturer()
    request = agree(ask(), lead, actor=staff)
    cancel_event(event=request.event, reason="大雪のため", actor=staff, now=NOW)
    a_slot(lead).save()
    with pytest.raises(SlotIsTaken):
        reinstate_event(event=request.event, actor=staff, now=NOW)
    assert state_of(request) == RequestState.CANCELLED


def test_the_requester_calls_an_agreed_lecture_off_and_its_event_goes_with_it(staff):
    request = agree(ask(), make_lecturer(), actor=staff)
    cancel_request(request=request, reason="", actor=None, by=rules.REQUESTER, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.event.state) == (RequestState.CANCELLED, EventState.CANCELLED)
    assert [cause for cause in mails() if "cancelled" in cause] == ["cancelled-1"]


def test_nobody_calls_off_what_has_begun(staff):
    request = agree(ask(), make_lecturer(), actor=staff)
    with pytest.raises(RequestRefused, match="時刻になった"):
        cancel_request(request=request, reason="", actor=None, by=rules.REQUESTER, now=WISH)


def test_a_lecture_is_held_after_its_end_and_then_reported(staff):
    request = agree(ask(), make_lecturer(), actor=staff)
    with pytest.raises(RequestRefused, match="終わってから"):
        mark_held(request=request, people=10, actor=staff, now=WISH)
    mark_held(request=request, people=10, actor=staff, now=WISH + timedelta(hours=2))
    report_lecture(request=request, report="よい会でした。", actor=staff, now=WISH + timedelta(hours=3))
    assert (state_of(request), request.people_came) == (RequestState.REPORTED, 10)


def test_a_request_can_be_mended_until_a_date_is_agreed(staff):
    request = ask()
    start_checking(request=request, actor=staff, now=NOW)
    later = [WISH + timedelta(days=1)]
    change_request(request=request, values={"people": 20}, wishes=later, actor=staff, now=NOW)
    request.refresh_from_db()
    assert (request.people, [wish.starts_at for wish in request.wishes.all()]) == (20, later)
    assert Entry.objects.latest("id").fields == ["people", "wishes"]
    agree(request, make_lecturer(), actor=staff)
    with pytest.raises(RequestRefused):
        change_request(request=request, values={"people": 21}, wishes=later, actor=staff, now=NOW)


def test_the_yearly_report_counts_what_was_held_and_names_nobody(staff):
    lead, theme = make_lecturer(), make_theme()
    for number, fields in enumerate(({"theme": theme}, {})):
        request = agree(ask(**fields), lead, actor=staff, starts_at=WISH + timedelta(days=number))
        mark_held(request=request, people=10, actor=staff, now=WISH + timedelta(days=2))
    agree(ask(), lead, actor=staff, starts_at=WISH + timedelta(days=7))
    whole, themes = lectures_of_the_year(2026, timezone.now()).tables
    assert [(row.label, row.value) for row in whole.rows] == [("行った回数", 2), ("聞いた方（のべ）", 20)]
    assert {row.label: row.value for row in themes.rows} == {"センターの仕事を知る": 1, "このほかの内容": 1}
    assert lectures_of_the_year(2025, timezone.now()) is None


def test_each_step_is_written_down(staff):
    request = agree(ask(), make_lecturer(), actor=staff)
    verbs = list(
        Entry.objects.filter(subject_type="events_lectures.lecturerequest")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == ["events.lecture_asked", "events.lecture_agreed", "events.lecture_proposed"]
    assert request.event.created_by == staff
