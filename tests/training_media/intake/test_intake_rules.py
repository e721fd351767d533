"""What may be sent, what a file is good for, which bytes are asked for, and where moments move."""

from datetime import date, timedelta

import pytest

from training_media.intake import rules
from training_media.intake.rules import GIGABYTE, OutOfRange, Probe, asked_bytes
from training_media.viewing.rules import SamePiece

GOOD = {
    "duration": 60_000,
    "seen_until": 59_500,
    "width": 1920,
    "height": 1080,
    "video": "h264",
    "audio": "aac",
    "is_decoded": True,
}


@pytest.mark.parametrize(
    ("name", "size", "free", "words"),
    [
        ("a.mp4", 0, 99 * GIGABYTE, "ファイルが空です。"),
        ("a.mp4", 2 * GIGABYTE + 1, 99 * GIGABYTE, "2GBまでです。"),
        ("a.pdf", 10, 99 * GIGABYTE, "動画のファイルを選んでください"),
        ("a.m3u8", 10, 99 * GIGABYTE, "動画のファイルを選んでください"),
        ("a.mp4", GIGABYTE, 3 * GIGABYTE - 1, "空きが足りない"),
    ],
)
def test_what_may_not_be_sent_is_told_with_what_to_do(name, size, free, words):
    decision = rules.may_send(name, size, free=free)
    assert not decision.allowed
    assert words in decision.reason


def test_two_gigabytes_may_be_sent_in_any_spelling_of_the_ending():
    assert rules.may_send("会議.MP4", 2 * GIGABYTE, free=5 * GIGABYTE).allowed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"video": ""}, "映像が入っていません"),
        ({"video": "ffv1"}, "形式は読めません"),
        ({"audio": "unknown"}, "形式は読めません"),
        ({"width": 0}, "大きさが読めません"),
        ({"width": 100_000}, "大きさが読めません"),
        ({"duration": 0}, "長さのない動画"),
        ({"duration": 240 * 60_000 + 1, "seen_until": 240 * 60_000}, "240分までです"),
        ({"is_decoded": False}, "映像を読み取れません"),
        ({"seen_until": 57_000}, "途中で切れています"),
    ],
)
def test_what_a_file_lacks_is_told(wrong, words):
    decision = rules.is_good(Probe(**GOOD | wrong), longest_minutes=240)
    assert not decision.allowed
    assert words in decision.reason


@pytest.mark.parametrize("fine", [{}, {"audio": ""}, {"audio": "pcm_s16le"}, {"seen_until": 58_000}])
def test_a_film_without_sound_or_with_plain_sound_is_good(fine):
    assert rules.is_good(Probe(**GOOD | fine), longest_minutes=240).allowed


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-200", (90, 100)),
        ("bytes=5-", (5, 100)),
        ("bytes=-30", (70, 100)),
        ("bytes=-300", (0, 100)),
        ("bytes=-", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        # Python reads no number of so many figures.
        (f"bytes={'9' * 5_000}-", None),
    ],
)
def test_ranges_are_read_as_the_standard_says(header, asked):
    assert asked_bytes(header, 100) == asked


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_bytes_that_are_not_there_are_out_of_range(header):
    with pytest.raises(OutOfRange):
        asked_bytes(header, 100)


# 0–10 s stay, 10–20 s are cut out, 20–30 s come after a new opening of 5 s.
CUT = [SamePiece((0, 10_000), 5_000), SamePiece((20_000, 30_000), 15_000)]


@pytest.mark.parametrize(
    ("at", "moved"), [(0, 5_000), (9_999, 14_999), (12_000, 15_000), (25_000, 20_000), (30_000, 39_999)]
)
def test_a_moment_moves_with_its_piece_and_what_is_cut_out_to_the_next(at, moved):
    assert rules.moved_to(at, CUT, new_duration=40_000) == moved


def test_moments_that_fall_together_are_kept_apart():
    assert rules.moved_apart([5, 5, 5, 9]) == [5, 6, 7, 9]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([SamePiece((10, 10), 0)], "始まりよりあと"),
        ([SamePiece((0, 101), 0)], "前の動画の長さ"),
        ([SamePiece((0, 100), 1)], "新しい動画の長さ"),
        ([SamePiece((50, 90), 0), SamePiece((0, 51), 0)], "2つの行"),
    ],
)
def test_a_map_that_cannot_be_is_refused(pieces, words):
    decision = rules.is_time_map(pieces, old_duration=100, new_duration=100)
    assert not decision.allowed
    assert words in decision.reason


def test_the_first_map_reaches_as_far_as_both_do():
    assert rules.same_until_the_shorter_ends(100, 80) == [SamePiece((0, 80), 0)]
    assert rules.is_time_map(CUT, old_duration=30_000, new_duration=40_000).allowed


@pytest.mark.parametrize(
    ("old", "new", "ready", "words"),
    [(1, 1, True, "同じ動画"), (1, 3, True, "前の版"), (1, 2, False, "まだ見られません")],
)
def test_what_cannot_come_in_its_place(old, new, ready, words):
    decision = rules.may_replace(old, new, successors={3: 4, 4: 1, 1: None, 2: None}, is_ready=ready)
    assert not decision.allowed
    assert words in decision.reason


@pytest.mark.parametrize(
    ("until", "review", "state"),
    [
        (None, None, "open"),
        (-1, None, "over"),
        (0, None, "ending"),
        (60, None, "ending"),
        (61, None, "lasting"),
        (None, 0, "due"),
        (61, -1, "due"),
        (61, 1, "lasting"),
        (60, 0, "ending"),
        (-1, 0, "over"),
    ],
)
def test_rights_end_on_their_day_and_are_told_before_or_looked_at(until, review, state):
    today = date(2026, 11, 26)
    days = [None if day is None else today + timedelta(days=day) for day in (until, review)]
    assert rules.rights_state(*days, today=today, told_days=60) == state
