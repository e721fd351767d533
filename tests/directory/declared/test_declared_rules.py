from dataclasses import replace
from datetime import date, timedelta

from directory.declared.enums import LinkState
from directory.declared.rules import (
    Difference,
    EntryText,
    OfferText,
    Words,
    differences,
    link_state,
    needs_agreement,
)
from directory.enums import Level
from directory.rules import LEVELS
from tests.factories.directory import NOW

WORDS = Words(
    {"group_home": "グループホーム", "short_stay": "短期入所"},
    {"men": "男性", "women": "女性"},
    {"172014": "金沢市"},
)
HOME = OfferText("group_home", 6, {"men": "yes"}, ("172014",))
ENTRY = EntryText(summary="静かな家です。", offers=(HOME,))
DAY = date(2026, 11, 24)


def test_equal_entries_differ_in_nothing():
    assert differences(ENTRY, ENTRY, WORDS) == []


def test_a_changed_answer_is_one_difference_with_old_and_new():
    new = replace(ENTRY, offers=(replace(HOME, conditions={"men": "no", "women": "ask"}),))
    assert differences(ENTRY, new, WORDS) == [
        Difference("グループホーム　男性", "はい", "いいえ"),
        Difference("グループホーム　女性", "", "相談してください"),
    ]


def test_a_service_more_and_one_less_are_told():
    new = replace(ENTRY, offers=(OfferText("short_stay"),))
    assert differences(ENTRY, new, WORDS) == [
        Difference("短期入所", "", "あります"),
        Difference("短期入所　対象の市町村", "", "どこの市町村でも"),
        Difference("グループホーム", "あります", ""),
        Difference("グループホーム　定員", "6人", ""),
        Difference("グループホーム　対象の市町村", "金沢市", ""),
        Difference("グループホーム　男性", "はい", ""),
    ]


def test_a_link_is_open_until_its_last_moment_unless_used_or_taken_back():
    later = NOW + timedelta(days=30)

    def state(now=NOW, used=None, revoked=None):
        return link_state(expires_at=later, used_at=used, revoked_at=revoked, now=now)

    assert [state(), state(later), state(used=NOW), state(revoked=NOW)] == [
        LinkState.OPEN,
        LinkState.EXPIRED,
        LinkState.USED,
        LinkState.REVOKED,
    ]


def test_only_showing_more_than_usual_needs_agreement():
    told = [needs_agreement(level, Level.PARTNERS, LEVELS) for level in LEVELS]
    assert told == [True, False, False]
