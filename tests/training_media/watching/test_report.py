"""What a player may report: whole numbers in one shape, and nothing else."""

import json
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training_media.viewing.spans import is_spans
from training_media.watching.rules import (
    MOST_BYTES,
    MOST_PIECES,
    MOST_PIECES_OF_A_SITTING,
    NotABeacon,
    ReportedPiece,
    asked_place,
    bar,
    coverage_words,
    goes_on_at,
    lit,
    pieces_told,
    read_report,
)
from training_media.watching.templatetags.watching import words_of_spans

KEY = "5c1c7d9e-5f2f-4d0e-8a51-0c6f3c2b1a09"
PIECE = [0, [0, 15_000], [0, 15_000], 1_000]


def body(pieces=(PIECE,), key=KEY, **more):
    return json.dumps({"sitting": key, "pieces": list(pieces), **more}).encode()


def test_a_report_is_read():
    report = read_report(body([PIECE, [7, [20_000, 21_500], [16_000, 17_000], 1_500]]))
    assert report.sitting == uuid.UUID(KEY)
    assert report.pieces[1] == ReportedPiece(7, (20_000, 21_500), (16_000, 17_000), 1_500)


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 5_000,
        b'{"sitting": "%s", "pieces": [[0, [0, NaN], [0, 1], 1000]]}' % KEY.encode(),
        b" " * MOST_BYTES + body(),
        body(key="not-a-key"),
        body(key=KEY.upper()),
        body(key=None),
        body(key=7),
        body([]),
        body([PIECE] * (MOST_PIECES + 1)),
        body(who="somebody"),
        body([PIECE[:3]]),
        body([[MOST_PIECES_OF_A_SITTING + 1, *PIECE[1:]]]),
        body([[*PIECE, 1]]),
        body([{"seq": 0}]),
        body([["0", *PIECE[1:]]]),
        body([[True, *PIECE[1:]]]),
        body([[-1, *PIECE[1:]]]),
        body([[2**31, *PIECE[1:]]]),
        body([[0.5, *PIECE[1:]]]),
        body([[10**400, *PIECE[1:]]]),
        body([[0, [5, 5], [0, 10], 1_000]]),
        body([[0, [9, 5], [0, 10], 1_000]]),
        body([[0, [0, 5], [10, 0], 1_000]]),
        body([[0, [0, 5, 9], [0, 10], 1_000]]),
        body([[0, [0, 2**31], [0, 10], 1_000]]),
        body([[0, [0, 5], [0, 10], 61]]),
        body([[0, [0, 5], [0, 10], 16_001]]),
        body([[0, [0, 5], [0, 32 * 86_400_000], 1_000]]),
    ],
)
def test_anything_else_is_refused(wrong):
    with pytest.raises(NotABeacon):
        read_report(wrong)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
NAMES = st.sampled_from(["sitting", "pieces", "x"])


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner),
        max_leaves=20,
    )
)
def test_whatever_comes_is_a_report_or_refused(anything):
    try:
        report = read_report(json.dumps(anything).encode())
    except NotABeacon:
        return
    assert all(is_spans((piece.media,)) and is_spans((piece.clock,)) for piece in report.pieces)


@pytest.mark.parametrize(
    ("last", "goes_on"), [(None, 0), (0, 0), (65_000, 65_000), (97_500, 0), (100_000, 0), (96_000, 96_000)]
)
def test_one_goes_on_where_one_stopped_and_anew_after_the_end(last, goes_on):
    assert goes_on_at(last, 100_000) == goes_on


@pytest.mark.parametrize(
    ("words", "place"),
    [("", None), ("abc", None), ("-1", None), ("٣", None), ("1500", 1_500), ("99999", 90_000)],
)
def test_an_address_asks_for_a_moment_of_the_recording(words, place):
    assert asked_place(words, 90_000) == place


def test_coverage_is_told_in_words():
    assert coverage_words((), 600_000) == "まだ見ていません。"
    assert coverage_words(((0, 600_000),), 600_000) == "全部見ました（10分0秒）。"
    some = ((0, 60_000), (120_000, 599_990))
    assert coverage_words(some, 600_000) == "8分59秒見ました（全体の89％）。まだのところ：1:00〜2:00"


def test_spans_that_touch_to_the_second_are_told_as_one():
    pieces = ((0, 28_400), (28_900, 88_100), (89_050, 112_000), (113_000, 120_000))
    assert pieces_told(pieces) == ((0, 112_000), (113_000, 120_000))
    assert words_of_spans(pieces) == "0:00〜1:52、1:53〜2:00"
    assert pieces_told(()) == ()


def test_a_picture_of_coverage_has_a_bar_for_each_span_and_a_window_for_each_chapter():
    assert bar(((0, 50_000), (99_999, 100_000)), 100_000) == [(0, 500), (999, 1)]
    thousands = [(start, start + 1) for start in range(0, 100_000, 2)]
    assert bar(thousands, 100_000) == [(0, 1_000)]
    assert [lit(((0, 50_000),), *each) for each in ((0, 50_000), (0, 100_000), (50_000, 60_000))] == [6, 3, 0]
    assert lit(((0, 97_000),), 0, 100_000) == 5
