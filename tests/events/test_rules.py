from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import rules
from foundation.decision import YES, Decision

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def an_event(**changes):
    facts = {
        "state": "published",
        "audience": "public",
        "opens_at": NOW - timedelta(days=1),
        "deadline_at": NOW + timedelta(days=10),
        "starts_at": NOW + timedelta(days=17),
        "ends_at": NOW + timedelta(days=17, hours=3),
        "most_people": 5,
        "agency_cap": None,
        "capacity": {"venue": 20},
    }
    return rules.EventFacts(**(facts | changes))


def an_application(**changes):
    facts = {
        "people": 2,
        "needs": {"venue": 2},
        "agency_people_already": 0,
        "has_agency": True,
        "speaks_for_agency": True,
        "typed_by_staff": False,
        "received_at": NOW,
    }
    return rules.ApplicationFacts(**(facts | changes))


def test_an_open_event_takes_an_application():
    assert rules.may_apply(an_event(), an_application(), NOW) == YES


@pytest.mark.parametrize(
    ("event", "application", "reason"),
    [
        ({"state": "cancelled"}, {}, "この研修・行事は中止になりました。"),
        ({"state": "draft"}, {}, "この研修・行事は、まだ公開されていません。"),
        (
            {},
            {"received_at": NOW + timedelta(hours=1)},
            "受け取った日時が、いまより先になっています。日時を確かめてください。",
        ),
        ({"opens_at": NOW + timedelta(hours=1)}, {}, "申し込みの受付は、まだ始まっていません。"),
        (
            {"deadline_at": NOW - timedelta(hours=1)},
            {},
            "申し込みの締切を過ぎました。お電話でご相談ください。",
        ),
        ({"ends_at": NOW}, {}, "この研修・行事は終わりました。"),
        (
            {"audience": "invited"},
            {},
            "この研修・行事は、招かれた方だけが、招かれた機関の名前で申し込めます。",
        ),
        (
            {"audience": "partners"},
            {"has_agency": False},
            "この研修・行事は、関係機関で働く方が対象です。事業所の名前を書いてください。",
        ),
        ({}, {"people": 0, "needs": {}}, "参加する方を1人以上にしてください。"),
        (
            {},
            {"people": 6, "needs": {"venue": 6}},
            "一度に申し込めるのは5人までです。それより多いときは、お電話ください。",
        ),
        ({}, {"needs": {"online": 2}}, "選ばれた参加の方法は、この研修・行事にはありません。"),
        (
            {"capacity": {"venue": 1}},
            {},
            "席は全部で1です。2人の組は、お電話でご相談ください。",
        ),
        (
            {"agency_cap": 3},
            {"agency_people_already": 2},
            "この研修・行事は、1事業所3人までです（すでに2人の申し込みがあります）。人数を減らしてください。",
        ),
    ],
)
def test_each_refusal_says_in_words_why(event, application, reason):
    decision = rules.may_apply(an_event(**event), an_application(**application), NOW)
    assert decision == Decision(False, reason)


def test_a_fax_that_arrived_in_time_may_be_typed_in_after_the_deadline():
    event = an_event(deadline_at=NOW - timedelta(hours=1))
    on_time = an_application(received_at=NOW - timedelta(hours=2))
    assert rules.may_apply(event, on_time, NOW) == YES


def test_staff_may_add_a_late_caller_and_a_large_group():
    event = an_event(deadline_at=NOW - timedelta(hours=1))
    late = an_application(typed_by_staff=True, people=8, needs={"venue": 8})
    assert rules.may_apply(event, late, NOW) == YES


def test_lowest_free_numbers_fill_gaps_first():
    assert rules.lowest_free_numbers({1, 2, 4}, 3) == [3, 5, 6]


@pytest.mark.parametrize(
    ("changes", "free", "waiting", "word"),
    [
        ({}, {"venue": 20}, 0, ("open", "申込受付中")),
        ({"audience": "invited"}, {"venue": 20}, 0, ("open", "招かれた方だけ")),
        ({}, {"venue": 4}, 0, ("few", "残りわずか（4席）")),
        ({}, {"venue": 0}, 0, ("full", "満席")),
        ({}, {"venue": 0}, 5, ("full", "満席（空き待ち5人）")),
        ({}, {"venue": 3}, 5, ("few", "残りわずか（3席）")),
        ({"opens_at": NOW + timedelta(days=1)}, {"venue": 20}, 0, ("wait", "受付前")),
        ({"deadline_at": NOW - timedelta(days=1)}, {"venue": 20}, 0, ("ended", "受付終了")),
        ({"ends_at": NOW}, {"venue": 20}, 0, ("ended", "終了")),
        ({"state": "cancelled"}, {"venue": 20}, 0, ("ended", "中止")),
    ],
)
def test_the_state_is_a_word(changes, free, waiting, word):
    assert rules.state_word(an_event(**changes), free, waiting, NOW) == rules.StateWord(*word)


def test_seats_cannot_fall_below_those_taken():
    assert rules.may_set_capacity({"venue": 5}, {"venue": 5}) == YES
    refused = rules.may_set_capacity({"venue": 4}, {"venue": 5})
    assert refused == Decision(False, "すでに5人の席があります。5より少なくはできません。")
