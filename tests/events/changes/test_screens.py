"""The screens of changes: what is asked, who is told before it is done, and what everybody reads after."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.attendance.offers import group_offer
from events.attendance.services.grouping import make_groups
from events.enums import ChangeKind, ReplyWay, Way
from events.links import path
from events.models import DateChange, Event, Participant, Session
from events.plan import plan_of_the_year
from foundation.mail.models import OutgoingMail
from tests.events.filled import Form
from tests.factories.events import NOW, STARTS_AT, TOKYO, apply, make_event, some_people

pytestmark = pytest.mark.django_db

PUT_OFF = {"kind": ChangeKind.POSTPONED, "reason": "大雪のため", "decided_on": "2026/11/24"}


def address(event):
    return reverse("event_desk:dates", args=[event.pk])


def typed(event, **fields):
    return PUT_OFF | {"sessions": [each.pk for each in event.sessions.all()]} | fields


def test_the_preview_counts_channels_and_changes_nothing(desk):
    event = make_event()
    session = event.sessions.get()
    apply(session)
    apply(session, email="", reply_way=ReplyWay.PHONE)
    sent = OutgoingMail.objects.count()
    page = desk.post(address(event), typed(event))
    assert page.context["told"] == [("メール", 1), ("FAX", 0), ("電話", 1)]
    assert "まだ決まっていません" in page.context["letter"].text
    assert (DateChange.objects.count(), OutgoingMail.objects.count()) == (0, sent)


def test_the_second_press_does_it_and_the_public_page_says_so(desk):
    event = make_event()
    answer = desk.post(address(event), typed(event, day="2027/1/15", starts="10:00", sure="1"))
    assert answer.status_code == 303
    page = Client().get(event.get_absolute_url()).text
    assert "新しい日は、令和9年1月15日（金）午前10時〜午後1時です。" in page
    assert "大雪のため（令和8年11月24日（火）に決定）" in page


def half_held():
    """Return an event of two dates, of which the first was yesterday."""
    return make_event(now=NOW - timedelta(days=60), starts_at=NOW - timedelta(days=1), sessions=2)


def put_off(desk, event, **fields):
    """Return the preview of a date that is put off, and the event once the preview's own form is sent."""
    shown = desk.post(address(event), typed(event, **fields))
    desk.post(address(event), Form(shown).sent(sure="1"))
    return shown, Event.objects.get(pk=event.pk)


def test_the_deadline_moves_by_as_many_days_unless_another_is_written(desk):
    event = make_event()
    assert "いまの締切は12月4日（金）午後1時30分です。" in desk.get(address(event)).text
    shown, moved = put_off(desk, event, day="2027/1/15")
    assert "申し込みの締切：12月4日（金）午後1時30分 → 1月8日（金）午後1時30分" in shown.text
    assert moved.deadline_at == event.deadline_at + timedelta(days=35)
    shown, moved = put_off(desk, event, day="2027/1/22", deadline_day="2027/1/20", deadline_time="17:00")
    assert timezone.localtime(moved.deadline_at) == datetime(2027, 1, 20, 17, tzinfo=TOKYO)


def test_what_was_worked_out_stands_in_the_boxes_when_it_is_written_anew(desk):
    event = make_event()
    shown = desk.post(address(event), typed(event, day="2027/1/15"))
    again = desk.post(address(event), Form(shown).sent(again="1"))
    assert 'value="2027/1/8"' in again.text


def test_a_deadline_that_stays_in_the_past_is_said_before_it_is_decided(desk):
    event = make_event(deadline_at=NOW - timedelta(days=3))
    shown, moved = put_off(desk, event, day="2026/12/12")
    assert "申し込みは閉じたままです" in shown.text
    assert moved.deadline_at == event.deadline_at + timedelta(days=1)


def test_a_deadline_after_the_new_start_is_refused_at_its_box(desk):
    event = make_event()
    page = desk.post(address(event), typed(event, day="2027/1/15", deadline_day="2027/1/16"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["deadline_day"])
    page = desk.post(address(event), typed(event, day="2027/1/15", deadline_time="12:00"))
    assert "日も書いてください" in page.text


def test_an_opening_to_come_moves_when_the_day_is_brought_forward(desk):
    event = make_event(opens_at=NOW + timedelta(days=5), deadline_at=NOW + timedelta(days=10))
    _, moved = put_off(desk, event, day="2026/12/5")
    assert (moved.opens_at, moved.deadline_at) == (NOW - timedelta(days=1), NOW + timedelta(days=4))


def test_the_deadline_stays_for_the_first_of_several_dates(desk):
    event = make_event(sessions=2)
    last = event.sessions.last()
    shown, moved = put_off(desk, event, sessions=[last.pk], day="2027/1/15")
    assert "（そのまま）" in shown.text
    assert "ほかの日程にも共通です" in shown.text
    assert moved.deadline_at == event.deadline_at


def test_an_event_with_a_date_that_was_held_can_still_be_edited(desk):
    event = half_held()
    put_off(desk, event, sessions=[event.sessions.last().pk], day="2027/1/15", deadline_day="2027/1/8")
    edit = reverse("event_desk:edit", args=[event.pk])
    assert desk.post(edit, Form(desk.get(edit)).sent(title="あたらしい名前")).status_code == 303


def test_calling_off_leaves_what_was_held(desk):
    event = half_held()
    shown = desk.get(reverse("event_desk:cancel", args=[event.pk]), follow=True)
    desk.post(address(event), Form(shown).sent(reason="大雪のため", sure="1"))
    total = plan_of_the_year(2026, now=NOW)[-1].count
    assert (total.held, total.cancelled, total.to_come) == (1, 1, 0)


def test_the_preview_names_the_place_as_it_will_be(desk):
    event = make_event(online=5)
    apply(event.sessions.get())
    page = desk.post(address(event), typed(event, kind=ChangeKind.ONLINE))
    assert "　場所　オンライン\n" in page.context["letter"].text
    assert "オンラインに変えて、知らせる" in page.text


def test_bringing_back_is_offered_where_something_is_off(desk):
    event = make_event()
    back = "中止・延期を取り消して"
    assert back not in desk.get(address(event)).text
    desk.post(address(event), typed(event, sure="1"))
    assert back in desk.get(address(event)).text


def test_what_is_refused_is_said_with_everything_that_was_typed(desk):
    event = make_event()
    page = desk.post(address(event), typed(event, day="2026/11/20", sure="1"))
    assert page.status_code == 422
    assert "新しい日は、これからの日にしてください。" in page.text
    assert 'value="大雪のため"' in page.text


def test_a_new_day_is_for_one_date(desk):
    event = make_event(sessions=2)
    page = desk.post(address(event), typed(event, day="2027/1/15"))
    assert "日程を1つだけ選んだとき" in page.text


def test_an_end_before_the_usual_beginning_is_said_at_its_field(desk):
    page = desk.post(address(event := make_event()), typed(event, day="2027/1/15", ends="9:00"))
    assert (page.status_code, "終わりの時刻は、始まりの時刻よりあと" in page.text) == (422, True)


def test_a_date_without_a_day_stays_in_the_list_and_its_link_open(desk):
    event = make_event()
    application = apply(event.sessions.get())
    desk.post(address(event), typed(event, sure="1"))
    with time_machine.travel(STARTS_AT + timedelta(days=200)):
        assert "延期（日は未定）" in Client().get("/events/").text
        page = Client().get(path(application))
    assert "延期になりました" in page.text
    assert page.status_code == 200


def test_the_plan_of_the_year_stands_at_the_desk(desk, queries_of):
    event = make_event(sessions=3)
    desk.post(address(event), typed(event, sessions=[event.sessions.first().pk], sure="1"))
    page = desk.get(reverse("event_desk:plan"))
    (_, rows) = page.context["years"][0]
    assert (rows[-1].count.planned, rows[-1].count.postponed, rows[-1].count.to_come) == (3, 1, 2)
    assert queries_of(reverse("event_desk:plan")) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_of_three_years_asks_as_often_as_that_of_one(desk, queries_of, count):
    for number in range(count):
        make_event(starts_at=STARTS_AT.replace(year=STARTS_AT.year + number), now=NOW, deadline_at=NOW)
    address = reverse("event_desk:plan")
    planned = [(name, rows[-1].count.planned) for name, rows in desk.get(address).context["years"]]
    names = ["令和10年度（2028年度）", "令和9年度（2027年度）", "令和8年度（2026年度）"]
    assert planned == [(name, 1) for name in names[-count:]]
    assert queries_of(address) == 3


@pytest.mark.parametrize("dates", [1, 3])
def test_however_many_dates_were_changed_the_page_asks_for_them_once(dates, desk):
    event = make_event(sessions=dates)
    desk.post(address(event), typed(event, sure="1"))
    page = Client().get(event.get_absolute_url())
    assert len(page.context["date_notices"]) == dates


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (STARTS_AT - timedelta(days=1), False),
        (STARTS_AT - timedelta(hours=7), False),
        (STARTS_AT - timedelta(hours=5), True),
        (STARTS_AT + timedelta(hours=2), True),
        (STARTS_AT + timedelta(hours=4), False),
    ],
)
def test_the_way_in_is_shown_on_the_day_alone(moment, shown):
    session = make_event(venue=None, online=5).sessions.get()
    Session.objects.update(online_phone="000-000-9999 会議番号 12")
    application = apply(session, some_people(1, way=Way.ONLINE))
    with time_machine.travel(moment):
        page = Client().get(path(application)).text
    assert ("https://meeting.example.jp/room-2" in page, "会議番号 12" in page) == (shown, shown)


def test_staff_may_say_from_when_the_way_in_is_shown():
    session = make_event(venue=None, online=5).sessions.get()
    Session.objects.update(online_opens_at=NOW)
    application = apply(session, some_people(1, way=Way.ONLINE))
    with time_machine.travel(NOW + timedelta(minutes=1)):
        assert "https://meeting.example.jp/room-2" in Client().get(path(application)).text


def test_who_waits_or_comes_to_the_room_never_sees_the_way_in():
    session = make_event(venue=1, online=1).sessions.get()
    at_venue = apply(session)
    apply(session, some_people(1, way=Way.ONLINE))
    waits = apply(session, some_people(1, way=Way.ONLINE))
    with time_machine.travel(STARTS_AT):
        for application in (at_venue, waits):
            assert "meeting.example.jp" not in Client().get(path(application)).text


def test_a_group_names_only_those_who_agreed(staff):
    session = make_event().sessions.get()
    for name, agrees in (("見本 一", True), ("見本 二", True), ("見本 三", False)):
        apply(session, shows_names=agrees, agency_name="グループホーム みなも")
        Participant.objects.filter(name="見本 1").update(name=name)
    make_groups(session=session, counts={"venue": 1}, seed=1, actor=staff, now=NOW)
    offer = group_offer(Participant.objects.get(name="見本 一"), "", NOW)
    assert "グループ1" in offer.text
    assert "見本 二" in offer.text
    assert "見本 三" not in offer.text
    assert group_offer(Participant.objects.get(name="見本 一"), "", STARTS_AT + timedelta(days=1)) is None
