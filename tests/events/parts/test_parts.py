"""A series: one application for all parts, each part an entry of its own, and everybody hears of changes."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from events import letters, plan, queries
from events.entries import calendar_entries
from events.enums import ChangeKind, DateState, EventState, ReplyWay
from events.exceptions import EventRefused
from events.links import address
from events.minutes import session_minutes
from events.models import Event, Part, Session
from events.notices.services.reminding import send_reminders
from events.paper.models import OwedLetter
from events.series import parts_of
from events.services.duplicating import duplicate_event
from events.services.parts import PartPlan, change_part, write_parts
from events.services.publishing import SessionPlan, cancel_event, reinstate_event, update_event
from events.services.rescheduling import Decided, change_dates
from foundation.calendar.ics import publish, taken_apart
from foundation.mail.models import OutgoingMail
from tests.events.parts.steps import (
    A_WEEK,
    READER,
    fresh,
    going_on,
    held_by_mail,
    meant,
    three_plans,
    written,
)
from tests.factories.events import NOW, STARTS_AT, apply, make_event
from tests.foundation.calendar_client import CalendarClient

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def mails():
    return list(OutgoingMail.objects.order_by("id"))


def change(part, kind, staff, *, now=LATER, **moments):
    return change_part(part=part, kind=kind, reason="大雪のため", actor=staff, now=now, **moments)


def test_the_span_of_a_date_is_that_of_its_parts(series):
    assert (series.part_count, series.starts_at) == (3, STARTS_AT)
    assert series.ends_at == STARTS_AT + 2 * A_WEEK + timedelta(hours=2)
    assert [part.name for part in parts_of(series)] == ["第1回／全3回", "第2回／全3回", "第3回／全3回"]
    assert session_minutes(series) == 360


def test_one_application_has_a_seat_in_all_parts_and_gets_each_into_the_calendar(series):
    application = apply(series, 2, email=READER)
    assert queries.taken_seats(series) == {"venue": 2}
    assert going_on(held_by_mail()) == meant(series, url=address(application))
    (first,) = mails()
    assert "日時　全3回　令和8年12月11日（金）〜12月25日（金）" in first.text
    assert "第2回　12月18日（金）午後1時30分〜3時30分　つなぐ　会場　西部公民館" in first.text
    assert [part.method for part in taken_apart(first.calendar)] == ["REQUEST"] * 3


def test_a_date_that_becomes_a_series_leaves_calendars_and_its_parts_come_in(staff):
    session = make_event().sessions.get()
    application = apply(session, email=READER)
    whole = session.calendar_uid
    session = written(session, staff, now=LATER)
    held = held_by_mail()
    assert held[whole].status == "CANCELLED"
    assert going_on(held) == meant(session, url=address(application))
    session = written(session, staff, [], now=LATER + timedelta(hours=1))
    assert (session.part_count, session.ends_at - session.starts_at) == (0, timedelta(hours=2))
    assert going_on(held_by_mail()) == meant(session, url=address(application))
    assert list(going_on(held_by_mail())) == [whole]


def test_only_parts_that_have_changed_are_told_to_calendars(series, staff):
    application = apply(series, email=READER)
    before = len(mails())
    plans = three_plans(parts_of(series))
    moved = PartPlan(
        plans[2].starts_at + timedelta(days=1), plans[2].ends_at + timedelta(days=1), part_id=plans[2].part_id
    )
    series = written(series, staff, [*plans[:2], moved], now=LATER)
    (mail,) = mails()[before:]
    assert "第3回　12月26日（土）午後1時30分〜3時30分" in mail.text
    assert mail.calendar_method == "REQUEST"
    assert going_on(held_by_mail()) == meant(series, url=address(application))
    assert series.ends_at == moved.ends_at


def test_parts_that_change_places_are_numbered_anew(series, staff):
    application = apply(series, email=READER)
    plans = three_plans(parts_of(series))
    first = PartPlan(
        STARTS_AT + 3 * A_WEEK,
        STARTS_AT + 3 * A_WEEK + timedelta(hours=1),
        "出会う",
        part_id=plans[0].part_id,
    )
    series = written(series, staff, [first, *plans[1:]], now=LATER)
    assert [part.title for part in parts_of(series)] == ["つなぐ", "続ける", "出会う"]
    assert going_on(held_by_mail()) == meant(series, url=address(application))


def test_a_part_that_is_taken_off_leaves_calendars(series, staff):
    application = apply(series, email=READER)
    series = written(series, staff, three_plans(parts_of(series))[:2], now=LATER)
    assert (series.part_count, Part.objects.count()) == (2, 2)
    assert going_on(held_by_mail()) == meant(series, url=address(application))


def test_one_part_is_called_off_and_the_others_stay(series, staff):
    application = apply(series, email=READER)
    apply(series, email="", reply_way=ReplyWay.FAX, fax="000-000-1111")
    OwedLetter.objects.all().delete()
    before = len(mails())
    change(parts_of(series)[1], ChangeKind.CANCELLED, staff)
    (mail,) = mails()[before:]
    assert mail.subject == "【中止】第2回　はじめての受け入れ"
    assert "第2回（12月18日（金）午後1時30分〜3時30分）は、中止になりました。" in mail.text
    assert "理由：大雪のため" in mail.text
    assert mail.calendar_method == "CANCEL"
    assert [each.subject for each in OwedLetter.objects.all()] == [mail.subject]
    series = fresh(series)
    assert going_on(held_by_mail()) == meant(series, url=address(application))
    assert len(meant(series, url="")) == 2
    assert (session_minutes(series), queries.taken_seats(series)) == (240, {"venue": 2})
    assert letters.part_lines(series)[1].startswith("第2回　【中止】")


def test_a_part_that_is_put_off_to_the_end_moves_the_end_of_the_series(series, staff):
    application = apply(series, email=READER)
    new = STARTS_AT + 4 * A_WEEK
    part = parts_of(series)[0]
    change(part, ChangeKind.POSTPONED, staff)
    assert fresh(series).starts_at == STARTS_AT + A_WEEK
    change(
        part,
        ChangeKind.POSTPONED,
        staff,
        now=LATER + timedelta(hours=1),
        starts_at=new,
        ends_at=new + timedelta(hours=2),
    )
    series = fresh(series)
    assert (series.starts_at, series.ends_at) == (STARTS_AT + A_WEEK, new + timedelta(hours=2))
    assert parts_of(series)[0].planned_starts_at == STARTS_AT
    assert going_on(held_by_mail()) == meant(series, url=address(application))


def test_the_last_part_that_takes_place_is_not_called_off_alone(series, staff):
    first, second, third = parts_of(series)
    change(first, ChangeKind.CANCELLED, staff)
    change(second, ChangeKind.CANCELLED, staff)
    with pytest.raises(EventRefused, match="日程を変える"):
        change(third, ChangeKind.CANCELLED, staff)


def test_a_part_that_is_over_stays_as_it_was(series, staff):
    plans = three_plans(parts_of(series))
    over = STARTS_AT + timedelta(hours=3)
    for changed in (
        plans[1:],
        [PartPlan(STARTS_AT - A_WEEK, STARTS_AT, part_id=plans[0].part_id), *plans[1:]],
    ):
        with pytest.raises(EventRefused, match="終わった回"):
            write_parts(session=series, plans=changed, actor=staff, now=over)


def test_a_part_of_another_date_is_refused(series, staff):
    other = make_event().sessions.get()
    with pytest.raises(EventRefused, match="別の日程"):
        write_parts(session=other, plans=three_plans(parts_of(series)), actor=staff, now=LATER)


def test_a_series_that_is_put_off_as_a_whole_moves_all_its_parts(series, staff):
    application = apply(series, email=READER)
    decided = Decided(ChangeKind.POSTPONED, "大雪のため", NOW.date(), starts_at=STARTS_AT + 10 * A_WEEK)
    change_dates(event=series.event, sessions=[series.pk], decided=decided, actor=staff, now=LATER)
    series = fresh(series)
    assert [part.starts_at for part in parts_of(series)] == [
        STARTS_AT + (10 + number) * A_WEEK for number in range(3)
    ]
    assert series.ends_at == STARTS_AT + 12 * A_WEEK + timedelta(hours=2)
    assert going_on(held_by_mail()) == meant(series, url=address(application))


def test_a_series_of_which_a_part_was_held_is_not_called_off_as_a_whole(series, staff):
    decided = Decided(ChangeKind.CANCELLED, "大雪のため", NOW.date())
    over = STARTS_AT + timedelta(hours=3)
    with pytest.raises(EventRefused, match="もう開いた回"):
        change_dates(event=series.event, sessions=[series.pk], decided=decided, actor=staff, now=over)
    for part in parts_of(series)[1:]:
        change(part, ChangeKind.CANCELLED, staff, now=over)
    total = plan.plan_of_the_year(2026, now=over)[-1].count
    assert (total.planned, total.held, total.cancelled) == (3, 1, 2)


def test_the_form_of_the_event_leaves_the_days_of_a_series_alone(series, staff):
    application = apply(series, email=READER)
    plan_of_form = SessionPlan(
        STARTS_AT + A_WEEK,
        STARTS_AT + A_WEEK + timedelta(hours=1),
        venue="別の会場",
        venue_capacity=20,
        session_id=series.pk,
    )
    update_event(
        event=series.event, details={"title": "新しい名前"}, sessions=[plan_of_form], actor=staff, now=LATER
    )
    changed = fresh(series)
    assert (changed.starts_at, changed.ends_at) == (series.starts_at, series.ends_at)
    assert going_on(held_by_mail()) == meant(changed, url=address(application))
    assert {event.location for event in going_on(held_by_mail()).values()} == {"別の会場", "西部公民館"}


def test_mail_and_feed_end_in_our_exact_state_after_random_acts(series, staff):
    chance = random.Random(5)
    application = apply(series, email=READER)
    now = NOW
    for _ in range(14):
        now += timedelta(minutes=1)
        event = Event.objects.get(pk=series.event_id)
        if event.state == EventState.CANCELLED:
            reinstate_event(event=event, actor=staff, now=now)
            continue
        session = fresh(series)
        try:
            _random_act(session, event, chance, staff, now)
        except EventRefused:
            continue
    by_mail = held_by_mail(shuffled_by=chance)
    client = CalendarClient()
    client.receive(publish(calendar_entries(now=now), name="研修", ttl_hours=12, now=now))
    url = address(application)
    assert going_on(by_mail) == meant(series, url=url)
    by_feed = {uid for uid in going_on(client.state()) if uid != event.deadline_uid}
    assert by_feed == set(meant(series, url=url))
    assert (fresh(series).starts_at, fresh(series).ends_at) == _span(fresh(series))


def _random_act(session, event, chance, staff, now):
    parts = parts_of(session)
    draw = chance.random()
    if draw < 0.1:
        cancel_event(event=event, reason="講師の都合のため", actor=staff, now=now)
    elif draw < 0.2:
        decided = Decided(
            ChangeKind.POSTPONED,
            "大雪のため",
            now.date(),
            starts_at=STARTS_AT + timedelta(hours=chance.randint(1, 90)),
        )
        change_dates(event=event, sessions=[session.pk], decided=decided, actor=staff, now=now)
    elif draw < 0.6 and parts:
        part, kind = (
            chance.choice(parts),
            chance.choice([ChangeKind.CANCELLED, ChangeKind.POSTPONED, ChangeKind.RESTORED]),
        )
        new = STARTS_AT + timedelta(days=chance.randint(1, 90))
        moments = (
            {"starts_at": new, "ends_at": new + timedelta(hours=1)}
            if kind == ChangeKind.POSTPONED and chance.random() < 0.5
            else {}
        )
        change(part, kind, staff, now=now, **moments)
    else:
        plans = [
            PartPlan(
                part.starts_at + timedelta(minutes=chance.choice([0, 0, 30])),
                part.ends_at + timedelta(minutes=60),
                part.title,
                part_id=part.pk,
            )
            for part in parts
            if chance.random() < 0.9
        ]
        new = STARTS_AT + timedelta(days=chance.randint(100, 200))
        more = [PartPlan(new, new + timedelta(hours=1))] if chance.random() < 0.6 else []
        write_parts(session=session, plans=[*plans, *more], actor=staff, now=now)


def _span(session):
    parts = parts_of(session)
    held = [part for part in parts if part.takes_place] or parts or [session]
    return min(part.starts_at for part in held), max(part.ends_at for part in held)


def test_each_part_is_one_planned_date(series, staff):
    change(parts_of(series)[1], ChangeKind.CANCELLED, staff)
    make_event()  # a single date beside it
    total = plan.plan_of_the_year(2026, now=STARTS_AT + timedelta(days=1))[-1].count
    assert (total.planned, total.held, total.cancelled, total.to_come) == (4, 2, 1, 1)


def test_an_event_of_which_a_part_was_held_is_not_cancelled_as_a_whole(series, staff):
    over = STARTS_AT + timedelta(days=2)
    with pytest.raises(EventRefused, match="もう開いた日程"):
        cancel_event(event=series.event, reason="講師の都合のため", actor=staff, now=over)
    total = plan.plan_of_the_year(2026, now=over)[-1].count
    assert (total.planned, total.held, total.cancelled, total.to_come) == (3, 1, 0, 2)


def test_a_part_put_off_into_the_next_year_stays_in_the_plan_of_its_own(series, staff):
    new = STARTS_AT + timedelta(days=200)
    change(parts_of(series)[2], ChangeKind.POSTPONED, staff, starts_at=new, ends_at=new + timedelta(hours=2))
    assert plan.plan_of_the_year(2026, now=LATER)[-1].count.planned == 3
    assert plan.plan_of_the_year(2027, now=LATER) == []


def test_a_copy_has_the_parts_a_year_of_weeks_later_and_nobody_is_told(series, staff):
    before = len(mails())
    copy = fresh(duplicate_event(event=series.event, actor=staff, now=LATER).sessions.get())
    assert [(part.title, part.venue, part.starts_at) for part in parts_of(copy)] == [
        (part.title, part.venue, part.starts_at + timedelta(weeks=52)) for part in parts_of(series)
    ]
    assert copy.ends_at == series.ends_at + timedelta(weeks=52)
    assert len(mails()) == before


def test_reminders_go_before_each_part_that_takes_place(series, staff):
    apply(series, email=READER)
    change(parts_of(series)[1], ChangeKind.CANCELLED, staff)
    told = {}
    days = [STARTS_AT + number * A_WEEK - timedelta(days=day) for number in range(3) for day in (7, 3, 1)]
    for moment in days:
        known = set(OutgoingMail.objects.values_list("pk", flat=True))
        send_reminders(now=moment)
        for mail in OutgoingMail.objects.exclude(pk__in=known):
            told.setdefault(mail.cause.rpartition("-part-")[2], []).append(mail.text)
    first, _, third = parts_of(fresh(series))
    assert set(told) == {str(first.pk), str(third.pk)}
    assert all(
        "の回　第3回　12月25日（金）午後1時30分〜3時30分　続ける" in text for text in told[str(third.pk)]
    )


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (lambda parts: parts.filter(number=1).update(number=2), "events_part_number_once"),
        (lambda parts: parts.filter(number=1).update(number=0), "events_part_number_from_one"),
        (
            lambda parts: parts.update(ends_at=STARTS_AT - timedelta(days=1)),
            "events_part_ends_after_it_starts",
        ),
        (lambda parts: parts.update(state=DateState.CANCELLED), "events_part_off_has_a_reason"),
        (lambda parts: parts.update(state="perhaps", reason="x"), "events_part_state_is_known"),
        (lambda _: Session.objects.update(part_count=1), "events_session_has_no_part_or_several"),
        (
            lambda parts: parts.filter(number=1).update(starts_at=STARTS_AT - timedelta(hours=1)),
            "events_part_within_its_date",
        ),
        (
            lambda parts: parts.filter(number=3).update(ends_at=STARTS_AT + 3 * A_WEEK),
            "events_part_within_its_date",
        ),
        (
            lambda _: Session.objects.update(starts_at=STARTS_AT + timedelta(hours=1)),
            "events_part_within_its_date",
        ),
        (lambda _: Session.objects.update(ends_at=STARTS_AT + A_WEEK), "events_part_within_its_date"),
    ],
)
def test_the_database_refuses_parts_that_cannot_be(series, break_it, name):
    with pytest.raises(IntegrityError, match=name):
        _break(break_it)


def test_a_part_that_is_off_may_lie_outside(series, staff):
    change(parts_of(series)[2], ChangeKind.CANCELLED, staff)
    assert fresh(series).ends_at < parts_of(fresh(series))[2].starts_at
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _break(break_it):
    with transaction.atomic(), connection.cursor() as cursor:
        break_it(Part.objects.all())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the number of a part is looked at last
