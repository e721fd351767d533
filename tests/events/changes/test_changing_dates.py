"""One decision about dates: everybody hears of it in their own way, nobody loses a seat, the plan stays."""

import random
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from events import date_rules, plan, queries
from events.enums import Admission, ApplicationState, ChangeKind, EventState, ReplyWay, Way
from events.exceptions import CapacityRefused, EventRefused
from events.letters import reminder
from events.models import (
    Application,
    DateChange,
    Event,
    KeptSeats,
    Offer,
    Participant,
    Seat,
    Session,
)
from events.paper.models import OwedLetter
from events.services.changing import cancel_application
from events.services.offering import expire_offers
from events.services.publishing import cancel_event, reinstate_event
from events.services.rescheduling import Decided, change_dates, facts_of
from foundation.centre.queries import current_centre
from foundation.mail.models import OutgoingMail
from tests.events.calendar_steps import as_mailed, as_published
from tests.events.replay import replayed
from tests.factories.accounts import make_user
from tests.factories.events import NOW, STARTS_AT, apply, make_event, some_people
from tests.foundation.calendar_client import CalendarClient

pytestmark = pytest.mark.django_db

READER = "minamo@example.jp"
DAY = date(2026, 11, 24)


def letters():
    return list(OutgoingMail.objects.order_by("id").exclude(cause__endswith=":received"))


def methods():
    return [
        line.partition(":")[2].strip()
        for mail in letters()
        for line in mail.calendar.splitlines()
        if line.startswith("METHOD:")
    ]


def test_who_has_a_seat_gets_the_new_date_into_the_calendar(act):
    event = make_event()
    apply(event.sessions.get(), email=READER)
    later = STARTS_AT + timedelta(days=30)
    assert act(event, ChangeKind.POSTPONED, starts_at=later) == 1
    (mail,) = letters()
    assert (mail.to, mail.subject) == (READER, "【延期】はじめての受け入れ")
    assert "新しい日は、令和9年1月10日（日）午後1時30分〜4時30分です。" in mail.text
    assert "理由：大雪のため（令和8年11月24日（火）に決定）" in mail.text
    assert (methods(), event.sessions.get().ends_at) == (["REQUEST"], later + timedelta(hours=3))


def test_who_waits_for_a_decision_hears_of_it_without_a_calendar(act):
    event = make_event(admission=Admission.AFTER_DEADLINE)
    apply(event.sessions.get())
    act(event, ChangeKind.POSTPONED)
    assert ([mail.calendar for mail in letters()], methods()) == ([""], [])


def test_people_without_mail_are_owed_a_letter(act):
    event = make_event()
    for way in (ReplyWay.FAX, ReplyWay.PHONE):
        apply(event.sessions.get(), email="", reply_way=way, fax="000-000-1111")
    OwedLetter.objects.all().delete()
    act(event, ChangeKind.ONLINE, online_url="https://meeting.example.jp/1")
    owed = OwedLetter.objects.all()
    assert [each.subject for each in owed] == ["【オンラインに変更】はじめての受け入れ"] * 2
    texts = [*OutgoingMail.objects.values_list("text", flat=True), *(each.words for each in owed)]
    assert "meeting.example.jp" not in "".join(texts)


def test_put_off_without_a_date_leaves_the_calendar_and_comes_back_with_one(act):
    event = make_event()
    application = apply(event.sessions.get(), email=READER)
    act(event, ChangeKind.POSTPONED)
    act(event, ChangeKind.POSTPONED, starts_at=STARTS_AT + timedelta(days=60), now=NOW + timedelta(days=30))
    client = CalendarClient(READER)
    for mail in OutgoingMail.objects.exclude(calendar="").order_by("-id"):
        client.receive(mail.calendar)
    application = Application.objects.get(pk=application.pk)
    assert client.state() == {application.session.calendar_uid: as_mailed(application)}
    assert methods() == ["CANCEL", "REQUEST"]
    assert (application.state, queries.taken_seats(application.session)) == (
        ApplicationState.CONFIRMED,
        {"venue": 1},
    )


def test_switching_to_online_moves_every_seat_and_the_ledger_tells_the_same(act):
    event = make_event(venue=3, online=2)
    session = event.sessions.get()
    apply(session, some_people(2, way=Way.ONLINE))
    apply(session, 3)
    waiting = apply(session, 1)
    assert waiting.state == ApplicationState.WAITING
    act(event, ChangeKind.ONLINE, seats=6)
    session = Session.objects.get(pk=session.pk)
    assert session.capacity == queries.taken_seats(session) == queries.rebuilt_seats(session) == {"online": 6}
    numbers = Seat.objects.filter(released_at__isnull=True).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    assert set(Participant.objects.values_list("way", flat=True)) == {"online"}
    assert not replayed(session).wrong
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.CONFIRMED


def test_nobody_loses_a_seat_for_fewer_seats(act):
    event = make_event(venue=3)
    apply(event.sessions.get(), 3)
    with pytest.raises(CapacityRefused):
        act(event, ChangeKind.ONLINE, seats=2)
    assert event.sessions.get().capacity == {"venue": 3}
    assert letters() == []


def test_to_a_room_needs_the_name_of_one(act):
    event = make_event(venue=None, online=5)
    apply(event.sessions.get(), some_people(1, way=Way.ONLINE))
    with pytest.raises(EventRefused):
        act(event, ChangeKind.VENUE)
    act(event, ChangeKind.VENUE, venue="見本市民会館")
    assert queries.taken_seats(event.sessions.get()) == {"venue": 1}


def test_the_line_stands_still_while_a_date_is_off(act):
    event = make_event(sessions=2)
    first, second = event.sessions.all()
    act(event, ChangeKind.CANCELLED, sessions=[first])
    assert Event.objects.get().state == EventState.PUBLISHED
    assert queries.may_anybody_apply(Session.objects.get(pk=first.pk), now=NOW).allowed is False
    assert queries.may_anybody_apply(second, now=NOW).allowed is True


def test_the_last_date_takes_the_event_with_it(act):
    event = make_event(sessions=2)
    for session in event.sessions.all():
        act(event, ChangeKind.CANCELLED, sessions=[session])
    event.refresh_from_db()
    assert (event.state, event.cancel_reason) == (EventState.CANCELLED, "大雪のため")


def test_an_offer_does_not_expire_while_a_date_is_put_off(act):
    event = make_event(venue=2, offer_hours=24)
    session = event.sessions.get()
    holder, asked = apply(session, 2), apply(session, 2)
    cancel_application(application=holder, actor=None, by_staff=True, now=NOW)
    asked.refresh_from_db()
    assert asked.state == ApplicationState.OFFERED
    act(event, ChangeKind.POSTPONED)
    assert expire_offers(now=NOW + timedelta(days=3)) == 0
    act(event, ChangeKind.POSTPONED, starts_at=STARTS_AT + timedelta(days=60), now=NOW + timedelta(days=4))
    assert expire_offers(now=NOW + timedelta(days=4, hours=23)) == 0


def test_an_offer_is_measured_by_the_new_day(act):
    event = make_event(venue=2, offer_hours=48)
    session = event.sessions.get()
    holder, asked = apply(session, 2), apply(session, 2)
    cancel_application(application=holder, actor=None, by_staff=True, now=NOW)
    offer = Offer.objects.get(application=asked)
    assert offer.expires_at == NOW + timedelta(hours=48)
    soon = NOW + timedelta(hours=20)
    act(event, ChangeKind.POSTPONED, starts_at=soon, deadline_at=NOW + timedelta(hours=10))
    offer.refresh_from_db()
    assert offer.expires_at is None
    act(event, ChangeKind.POSTPONED, starts_at=STARTS_AT + timedelta(days=60))
    offer.refresh_from_db()
    assert offer.expires_at == NOW + timedelta(hours=48)


def test_calling_off_what_is_left_leaves_what_was_held(act):
    event = make_event(sessions=2)
    held, to_come = event.sessions.order_by("starts_at")
    apply(held, email="a@example.jp")
    Session.objects.filter(pk=to_come.pk).update(
        starts_at=held.starts_at + timedelta(days=9), ends_at=held.ends_at + timedelta(days=9)
    )
    after = held.ends_at + timedelta(days=1)
    with pytest.raises(EventRefused, match="終わった日程"):
        act(event, ChangeKind.CANCELLED, now=after)
    assert letters() == []
    act(event, ChangeKind.CANCELLED, sessions=[to_come], now=after)
    event.refresh_from_db()
    held, to_come = event.sessions.order_by("starts_at")
    states = [date_rules.outcome(facts_of(each), after) for each in (held, to_come)]
    assert (event.state, states) == (EventState.PUBLISHED, ["held", "cancelled"])


def test_an_event_of_which_a_date_was_held_is_not_cancelled_as_a_whole(staff):
    event = make_event(sessions=2)
    over = STARTS_AT + timedelta(hours=3)
    with pytest.raises(EventRefused, match="もう開いた日程"):
        cancel_event(event=event, reason="講師の都合のため", actor=staff, now=over)
    total = plan.plan_of_the_year(2026, now=over)[-1].count
    assert (total.held, total.cancelled, total.to_come) == (1, 0, 1)


def test_an_event_of_which_a_date_is_off_is_cancelled_after_that_day(act, staff):
    event = make_event(sessions=2)
    act(event, ChangeKind.POSTPONED, sessions=[event.sessions.first()])
    cancel_event(event=event, reason="講師の都合のため", actor=staff, now=STARTS_AT + timedelta(days=1))
    event.refresh_from_db()
    assert event.state == EventState.CANCELLED


def test_a_new_day_before_everybody_could_apply_is_refused(act):
    event = make_event(admission=Admission.AFTER_DEADLINE)
    with pytest.raises(EventRefused, match="締切より前"):
        act(event, ChangeKind.POSTPONED, starts_at=event.deadline_at - timedelta(hours=1))


def test_a_date_that_has_begun_is_not_put_off(act):
    event = make_event()
    with pytest.raises(EventRefused, match="もう始まっている"):
        act(event, ChangeKind.POSTPONED, now=STARTS_AT + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("kind", "stands", "left_out"),
    [
        (ChangeKind.ONLINE, "オンラインの入口は", "会場まで"),
        (ChangeKind.VENUE, "会場まで", "オンラインの入口は"),
    ],
)
def test_a_reminder_tells_the_way_in_of_the_way_that_is_left(act, kind, stands, left_out):
    event = make_event(venue=3, online=3)
    session = event.sessions.get()
    session.venue_route, session.online_url = "駅から徒歩5分", "https://meeting.example.jp/1"
    session.save()
    application = apply(session)
    act(event, kind)
    application = Application.objects.get(pk=application.pk)
    text = reminder(application, people=1, days=1, link="x", centre=current_centre(), now=NOW).text
    assert (stands in text, left_out in text) == (True, False)


def test_no_more_seats_are_kept_than_the_new_room_has_left(act):
    event = make_event(venue=10, online=10)
    session = event.sessions.get()
    apply(session, 2)
    KeptSeats.objects.create(session=session, kept_for="paper", way="online", seats=8, until=STARTS_AT)
    act(event, ChangeKind.VENUE, seats=5)
    assert [(each.way, each.seats) for each in KeptSeats.objects.all()] == [("venue", 3)]


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        (None, ChangeKind.RESTORED, "なっていません"),
        (ChangeKind.POSTPONED, ChangeKind.POSTPONED, "もう延期"),
        (ChangeKind.POSTPONED, ChangeKind.ONLINE, "先に、行う日"),
        (ChangeKind.ONLINE, ChangeKind.ONLINE, "もうそうなっています"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(act, first, then, says):
    event = make_event()
    if first:
        act(event, first)
    with pytest.raises(EventRefused, match=says):
        act(event, then)


def test_bringing_back_an_event_leaves_a_cancelled_date_off(act, staff):
    event = make_event(sessions=2)
    first, second = event.sessions.all()
    gone, stays = apply(first, email="a@example.jp"), apply(second, email="b@example.jp")
    act(event, ChangeKind.CANCELLED, sessions=[first])
    event.refresh_from_db()
    cancel_event(event=event, reason="講師の都合のため", actor=staff, now=NOW)
    reinstate_event(event=event, actor=staff, now=NOW)
    told = [mail.to for mail in letters()]
    assert (told, methods()) == (
        [gone.email, stays.email, stays.email],
        ["CANCEL", "CANCEL", "REQUEST"],
    )


def test_planned_dates_are_held_off_put_off_or_to_come_after_any_acts(staff):
    """Each date counts once, in the year it was first planned for, whatever is done to it."""
    chance = random.Random(7)
    events = [make_event(sessions=3, starts_at=STARTS_AT + timedelta(days=n)) for n in range(3)]
    now = NOW
    for _ in range(40):
        now += timedelta(hours=chance.randint(1, 30))
        event = Event.objects.get(pk=chance.choice(events).pk)
        session = chance.choice(list(event.sessions.all()))
        kind = chance.choice([ChangeKind.CANCELLED, ChangeKind.POSTPONED, ChangeKind.RESTORED])
        new = now + timedelta(days=chance.randint(1, 200)) if chance.random() < 0.5 else None
        decided = Decided(kind, "大雪のため", DAY, starts_at=new if kind == ChangeKind.POSTPONED else None)
        try:
            change_dates(event=event, sessions=[session.pk], decided=decided, actor=staff, now=now)
        except EventRefused:
            continue
    total = plan.plan_of_the_year(2026, now=now)[-1].count
    assert total.planned == 9
    assert total.planned == total.held + total.cancelled + total.postponed + total.to_come
    assert total.cancelled
    assert total.postponed
    states = [queries.state_of(session) for session in Session.objects.select_related("event")]
    assert total.cancelled == states.count("cancelled")


def test_a_date_put_off_into_the_next_year_stays_in_the_plan_of_its_own(act):
    event = make_event()
    act(event, ChangeKind.POSTPONED, starts_at=STARTS_AT + timedelta(days=200))
    (total,) = {row.count for row in plan.plan_of_the_year(2026, now=NOW)}
    assert (total.planned, total.to_come) == (1, 1)
    assert plan.plan_of_the_year(2027, now=NOW) == []
    assert plan.plan_of_the_year(2026, now=NOW + timedelta(days=400))[-1].count.held == 1


def test_mail_and_feed_end_in_our_exact_state_after_random_decisions(act):
    chance = random.Random(11)
    event = make_event(online=30)
    application = apply(event.sessions.get(), email=READER)
    now = NOW
    for _ in range(40):
        now += timedelta(minutes=1)
        kind = chance.choice(list(ChangeKind))
        new = STARTS_AT + timedelta(hours=chance.randint(1, 40)) if chance.random() < 0.6 else None
        event.refresh_from_db()
        if event.state == EventState.CANCELLED:
            reinstate_event(event=event, actor=make_user(roles=["staff"]), now=now)
            continue
        try:
            act(event, kind, starts_at=new if kind == ChangeKind.POSTPONED else None, now=now)
        except EventRefused:
            continue
    parts = list(OutgoingMail.objects.exclude(calendar="").values_list("calendar", flat=True))
    chance.shuffle(parts)
    client = CalendarClient(READER)
    for part in parts:
        client.receive(part)
    application = Application.objects.get(pk=application.pk)
    uid = application.session.calendar_uid
    assert client.state() == {uid: as_mailed(application)}
    assert as_published(application)
    assert DateChange.objects.count() > 10


def another_change(**values):
    known = DateChange.objects.values().get() | {"id": None} | values
    DateChange.objects.bulk_create([DateChange(**known)])


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (lambda: another_change(reason=""), "events_datechange_has_a_reason"),
        (lambda: another_change(kind="moved"), "events_datechange_kind_is_known"),
        (lambda: another_change(starts_at=NOW), "events_datechange_new_date_if_postponed"),
        (lambda: Session.objects.update(state="lost"), "events_session_state_is_known"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(act, break_it, name):
    event = make_event(online=5)
    act(event, ChangeKind.ONLINE)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()
