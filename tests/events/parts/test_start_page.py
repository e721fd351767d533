"""The staff's start page looks at each meeting of a series, not at its first day alone."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.start_page import Todo, WeekEntry
from events.desk_panels import event_desk_rows
from events.models import Part
from tests.events.parts.steps import A_WEEK, written
from tests.factories.events import STARTS_AT, apply, make_event

A_DAY = timedelta(days=1)


@pytest.fixture
def rows_on(rf, staff):
    """Give `rows_on(moment)`: what the week and today say of dates."""

    def rows(moment):
        request = rf.get("/cms/")
        request.user = staff
        with time_machine.travel(moment, tick=False):
            return [
                (row.day, row.text) if isinstance(row, WeekEntry) else (row.count, row.text, row.url)
                for row in event_desk_rows(request)
                if isinstance(row, WeekEntry | Todo) and "はじめての受け入れ" in row.text
            ]

    return rows


@pytest.mark.parametrize("number", [1, 2])
def test_a_later_part_stands_in_the_week_and_asks_for_its_attendance(rows_on, series, number):
    apply(series, 2)
    starts = STARTS_AT + number * A_WEEK
    entry = (starts.date(), f"午後1時30分　はじめての受け入れ　第{number + 1}回／全3回　2人")
    assert rows_on(starts - A_DAY)[:1] == [entry]
    attendance = reverse("event_desk:attendance", args=[series.pk])
    assert rows_on(starts) == [entry, (2, "今日の「はじめての受け入れ」の出欠を書く", attendance)]


def test_a_part_that_is_off_and_days_between_parts_say_nothing(rows_on, series):
    second = STARTS_AT + A_WEEK
    Part.objects.filter(session=series, number=2).update(state="cancelled", reason="大雪のため")
    assert rows_on(second) == []
    assert rows_on(second + A_DAY) == [
        ((second + A_WEEK).date(), "午後1時30分　はじめての受け入れ　第3回／全3回　0人")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_week_asks_as_often_for_three_series_as_for_one(rows_on, staff, count):
    for _ in range(count):
        written(make_event().sessions.get(), staff)
    with CaptureQueriesContext(connection) as captured:
        assert len(rows_on(STARTS_AT + A_WEEK)) == 2 * count
    assert sum('FROM "events_part"' in query["sql"] for query in captured) == 1
    assert sum('FROM "events_session"' in query["sql"] for query in captured) == 3
