"""What is odd in a month, who could read when, and what is masked."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from handoff.oversight.enums import Mark
from handoff.oversight.rules import (
    MASK,
    Event,
    Interval,
    Usual,
    both,
    is_reading,
    masked,
    odd_marks,
    open_times,
)

NOON = datetime(2026, 11, 2, 12)  # noqa: DTZ001 -- as the clock on the wall says
USUAL = Usual(begins=7, ends=20, many_cases=2, deed_within=7)
CASES = [UUID(int=number) for number in range(1, 5)]


def event(verb="cases.read", *, at=NOON, actor=1, case=CASES[0], is_holiday=False):
    return Event(at=at, actor_id=actor, verb=verb, case_id=case, is_holiday=is_holiday)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("cases.read", True),
        ("cases.identity_read", True),
        ("oversight.package_printed", True),
        ("documents.file_downloaded", True),
        ("documents.copied", True),
        ("documents.copied_unmarked", True),
        ("sittings.paper_screen", True),
        ("cases.written", False),
        ("machine.accept", False),
        ("cases.opened", False),
    ],
)
def test_a_verb_tells_whether_something_was_read(verb, expected):
    assert is_reading(verb) is expected


@pytest.mark.parametrize(
    ("hour", "is_holiday", "is_odd"),
    [(6, False, True), (7, False, False), (19, False, False), (20, False, True), (12, True, True)],
)
def test_reading_outside_hours_is_marked(hour, is_holiday, is_odd):
    events = [event(at=NOON.replace(hour=hour), is_holiday=is_holiday)]
    assert (odd_marks(events, USUAL) == {0: {Mark.OUTSIDE_HOURS}}) is is_odd


def test_many_cases_on_one_day_are_marked_and_over_two_days_are_not():
    one_day = [event(case=case) for case in CASES[:3]]
    two_days = [event(case=case, at=NOON + timedelta(days=place)) for place, case in enumerate(CASES[:3])]
    assert odd_marks(one_day, USUAL) == {place: {Mark.MANY_CASES} for place in range(3)}
    assert odd_marks(two_days, USUAL) == {}
    assert odd_marks([event(case=case, actor=place) for place, case in enumerate(CASES)], USUAL) == {}


def test_standing_in_is_marked():
    assert odd_marks([event("cases.stood_in")], USUAL) == {0: {Mark.STAND_IN}}


@pytest.mark.parametrize(
    ("later", "is_odd"),
    [
        ([], True),
        ([event("cases.written", at=NOON + timedelta(days=6))], False),
        ([event("cases.written", at=NOON + timedelta(days=8))], True),
        ([event("cases.written", at=NOON - timedelta(hours=1))], True),
        ([event("cases.written", case=CASES[1])], True),
        ([event("cases.written", actor=2)], True),
        ([event("cases.read", at=NOON + timedelta(hours=1))], True),
    ],
)
def test_a_name_that_was_seen_without_a_later_deed_is_marked(later, is_odd):
    marks = odd_marks([event("cases.identity_read"), *later], USUAL)
    assert (Mark.IDENTITY_ALONE in marks.get(0, ())) is is_odd


def at(hours):
    return NOON + timedelta(hours=hours)


def test_times_have_in_common_what_all_of_them_cover():
    open_ended, early, late = (
        Interval(since=at(0)),
        Interval(since=at(-3), until=at(2)),
        Interval(since=at(3)),
    )
    assert both(open_ended, early) == Interval(since=at(0), until=at(2))
    assert both(open_ended, late) == late
    assert both(early, late) is None


def test_the_ledger_tells_when_each_part_was_open():
    records = [
        (at(0), "need", True),
        (at(1), "identity", True),
        (at(2), "need", False),
        (at(3), "need", True),
    ]
    assert open_times(records) == {
        "need": [Interval(since=at(0), until=at(2)), Interval(since=at(3))],
        "identity": [Interval(since=at(1))],
    }


def test_what_concerns_others_is_masked_wherever_it_stands_and_counted():
    lines = ["姉の花子さんと花子さんの夫", "通院は月に1回", "近所の人の話"]
    assert masked(lines, words=["花子", "花子さん"], whole=[2]) == (
        [f"姉の{MASK}と{MASK}の夫", "通院は月に1回", MASK],
        3,
    )
    assert masked(lines, words=["", "いない"], whole=[]) == (lines, 0)
