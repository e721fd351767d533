"""Words that may say who or where are told before they stand on the board; ordinary talk is left alone."""

import pytest

from foundation.japanese.text import fold
from outreach.study_groups.board.rules import may_answer
from outreach.study_groups.suspicions import suspicions

AGENCIES = [(name, fold(name)) for name in ("グループホームみなも", "家")]


@pytest.mark.parametrize(
    ("text", "words", "looks_like"),
    [
        ("花子さんが、夜に出かけます", "花子さん", "人の名前"),
        ("佐久間様のことで", "佐久間様", "人の名前"),
        ("タカシくんが来て", "タカシくん", "人の名前"),
        ("連絡は０９０－１２３４－５６７８まで", "090-1234-5678", "電話番号"),
        ("電話 076-123-4567 です", "076-123-4567", "電話番号"),
        ("昭和50年3月4日生まれ", "昭和50年3月4", "日付（生年月日など）"),
        ("S50.3.4 です", "S50.3.4", "日付（生年月日など）"),
        ("1975/3/4 生まれ", "1975/3/4", "日付（生年月日など）"),
        ("生年月日はあとで", "生年月日", "生年月日"),
        ("soudan@example.jp に", "soudan@example.jp", "メールアドレス"),
        ("グループホームみなもでは", "グループホームみなも", "事業所の名前"),
    ],
)
def test_what_may_say_who_or_where_is_told(text, words, looks_like):
    found = suspicions(text, agencies=AGENCIES)
    assert [(each.words, each.looks_like) for each in found] == [(words, looks_like)]


@pytest.mark.parametrize(
    "text",
    [
        "利用者さんが、電話に出てくれません。",
        "ご本人様と、ご家族と話しました。",
        "看護師さんと弁護士さんに来てもらいました。",
        "大家さんに、5年前から3回お願いしています。",
        "相談員さん、保護司さん、皆さんはどうしていますか。",
        "65歳の方が、2026年度から通います。家で、夜に。",
        "お母さんや息子さんの話もききました。",
    ],
)
def test_ordinary_talk_is_left_alone(text):
    assert suspicions(text, agencies=AGENCIES) == []


def test_each_is_told_once():
    assert len(suspicions("花子さんと花子さん")) == 1


@pytest.mark.parametrize(
    ("state", "hidden", "allowed"),
    [("open", False, True), ("answered", False, True), ("closed", False, False), ("open", True, False)],
)
def test_one_writes_where_a_topic_is_open_and_shown(state, hidden, allowed):
    assert may_answer(state, is_hidden=hidden).allowed is allowed
