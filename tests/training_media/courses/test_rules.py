"""How a course goes from a draft to the archive, as pure rules."""

import pytest

from training_media.courses.rules import (
    MOVES,
    PartStanding,
    chapter_ends,
    chapters_fit,
    is_right,
    may_ask,
    may_move,
    may_open,
    moves_from,
    state_after_change,
)
from training_media.enums import CourseState
from training_media.times import as_clock, as_duration, in_words, read_clock

WHOLE = PartStanding("前編", has_recording=True, is_ready=True, has_captions=True)


def test_each_state_leads_where_its_life_goes_on():
    assert {state.value: moves_from(state) for state in CourseState} == {
        "draft": ["check"],
        "checked": ["rewrite", "open"],
        "open": ["close"],
        "closed": ["open", "archive"],
        "archived": ["restore"],
    }


@pytest.mark.parametrize("state", CourseState)
@pytest.mark.parametrize("move", MOVES)
def test_only_a_manager_opens_and_a_refusal_says_why(state, move):
    for is_manager in (False, True):
        decision = may_move(state, move, is_manager=is_manager)
        assert decision.allowed == (move in moves_from(state) and (move != "open" or is_manager))
        assert bool(decision.reason) != decision.allowed
    assert may_move("checked", "open", is_manager=False).reason.startswith("公開できるのは、センター長だけ")


@pytest.mark.parametrize(
    ("parts", "reason", "said"),
    [
        ([], "", "部が1つもありません。"),
        ([WHOLE, PartStanding("後編", False, False, True)], "", "動画のない部があります：「後編」。"),
        ([PartStanding("前編", True, False, True)], "", "動画の準備ができていない部があります：「前編」。"),
        ([WHOLE, PartStanding("後編", True, True, False)], "  ", "字幕のない部があります：「後編」。"),
        ([WHOLE, PartStanding("後編", True, True, False)], "手話があります", ""),
        ([WHOLE], "", ""),
    ],
)
def test_a_course_opens_with_recordings_and_with_captions_or_a_reason(parts, reason, said):
    decision = may_open(parts, no_captions_reason=reason)
    assert decision.allowed == (not said)
    assert decision.reason.startswith(said)


def test_what_was_checked_has_to_be_checked_again_after_a_change():
    assert {state.value: state_after_change(state) for state in CourseState} == {
        "draft": "draft",
        "checked": "draft",
        "open": "open",
        "closed": "closed",
        "archived": "archived",
    }


def test_chapters_begin_once_each_and_within_the_recording():
    assert chapters_fit([0, 60_000], duration=60_001).allowed
    assert chapters_fit([9_999_999], duration=None).allowed
    assert chapters_fit([60_000, 0, 60_000], duration=None).reason == "1:00に始まる章が、2つあります。"
    assert chapters_fit([0, 60_000], duration=60_000).reason.startswith("1:00は、動画の終わり（1:00）より")
    assert chapter_ends([0, 60_000], duration=90_000) == [60_000, 90_000]
    assert chapter_ends([], duration=90_000) == []


@pytest.mark.parametrize(
    ("choices", "right", "said"),
    [
        (["はい"], 0, "選択肢は2つから5つまで"),
        (list("あいうえおか"), 0, "選択肢は2つから5つまで"),
        (["はい", "はい"], 0, "同じ選択肢が2つあります。"),
        (["はい", "いいえ"], 2, "正しい答えの番号は、1から2まで"),
        (["はい", "いいえ"], -1, "正しい答えの番号は、1から2まで"),
        (["はい", "いいえ"], 1, ""),
    ],
)
def test_a_question_has_choices_and_one_right_answer(choices, right, said):
    decision = may_ask(choices, right)
    assert decision.allowed == (not said)
    assert decision.reason.startswith(said)


def test_an_answer_is_right_or_not_and_none_is_not():
    assert [is_right(chosen, right=0) for chosen in (0, 1, None)] == [True, False, False]


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("41:10", 2_470_000),
        ("４１：１０", 2_470_000),
        (" 1:02:30 ", 3_750_000),
        ("95:00", 5_700_000),
        ("12分30秒", 750_000),
        ("1時間2分", 3_720_000),
        ("0:00", 0),
    ],
)
def test_a_moment_is_read_in_any_width(typed, moment):
    assert read_clock(typed) == moment


@pytest.mark.parametrize("typed", ["", "41", "41:60", "1:75:00", "41.10", "四十一分", "-1:00"])
def test_what_is_no_moment_is_told_how_to_write_one(typed):
    with pytest.raises(ValueError, match="「41:10」か「1:02:30」のように"):
        read_clock(typed)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [("0:05.25", 5_250), ("1:02:03.004", 3_723_004), ("４１：１０．５", 2_470_500), ("41:10", 2_470_000)],
)
def test_parts_of_a_second_are_read_and_written_where_somebody_asks_for_them(typed, moment):
    assert read_clock(typed, exactly=True) == moment
    assert read_clock(as_clock(moment, exactly=True), exactly=True) == moment
    assert "." not in as_clock(moment)
    if moment % 1_000:
        with pytest.raises(ValueError, match="のように"):
            read_clock(typed)


def test_a_moment_is_written_for_people_and_for_machines():
    assert [as_clock(each) for each in (0, 2_470_999, 3_750_000)] == ["0:00", "41:10", "1:02:30"]
    assert [in_words(each) for each in (0, 2_700_000, 2_470_000, 3_750_000)] == [
        *("0秒", "45分", "41分10秒", "1時間2分30秒")
    ]
    assert [as_duration(each) for each in (2_700_000, 2_470_000)] == ["PT45M", "PT41M10S"]
