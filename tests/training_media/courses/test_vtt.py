"""Captions come in as they are made in the world, and leave as WebVTT without a tag of HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_media.courses.transcript import paragraphs
from training_media.courses.vtt import BadCaptions, Cue, decoded, parse, said_anew, serialise, shown

WHOLE = """WEBVTT - made elsewhere

NOTE who made it

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.500 line:80% onclick:1
<v 講師>こんにちは、<b>みなさん</b>
A & B

00:00:04,000 --> 00:00:06,000
<ruby>施設<rt>しせつ</rt></ruby>です。
"""


def problems(text, **options):
    with pytest.raises(BadCaptions) as caught:
        parse(text, **options)
    return [str(problem) for problem in caught.value.problems]


def test_what_is_read_is_the_words_their_times_and_who_speaks():
    assert parse(WHOLE) == [
        Cue(1000, 3500, "こんにちは、<b>みなさん</b>\nA &amp; B", "講師", "line:80%"),
        Cue(4000, 6000, "<ruby>施設<rt>しせつ</rt></ruby>です。"),
    ]


def test_what_is_written_is_plain_webvtt_and_says_the_same():
    cues = parse(WHOLE)
    written = serialise(cues)
    assert written.splitlines()[:4] == [
        "WEBVTT",
        "",
        "00:00:01.000 --> 00:00:03.500 line:80%",
        "<v 講師>こんにちは、<b>みなさん</b>",
    ]
    assert parse(written) == cues


def test_subrip_and_plain_lines_are_captions_too():
    subrip = (
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nはじめ\r\n\r\n2\r\n00:01:00,000 --> 00:01:02,000\r\nおわり\r\n"
    )
    assert parse(subrip) == [Cue(1000, 2500, "はじめ"), Cue(60_000, 62_000, "おわり")]
    # Each stays until the next, the last and any before a long silence for some seconds.
    assert parse("0:05 はじめ\n0:07　つぎ\nつづき\n1:02:03 おわり") == [
        Cue(5000, 7000, "はじめ"),
        Cue(7000, 17_000, "つぎ\nつづき"),
        Cue(3_723_000, 3_728_000, "おわり"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("WEBVTT\n\n00:01 --> 00:02\nx", "3行目：時刻が読み取れません。"),
        ("WEBVTT\n\nこんにちは", "3行目：「こんにちは」の前に時刻がありません。"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", "3行目：終わりの時刻を、始まりの時刻よりあとに"),
        (
            "WEBVTT\n\n00:02.000 --> 00:03.000\na\n\n00:01.000 --> 00:04.000\nb",
            "6行目：前の字幕より早い時刻です。",
        ),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb",
            "5行目：次の字幕との間に、空の行を",
        ),
        ("WEBVTT\n\n59:01.000 --> 59:02.000\na", "3行目：動画の終わりよりあとの時刻です。"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<b>a", "4行目：「<b>」が閉じていません。"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na</b>", "4行目：「</b>」に合う始まりがありません。"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<img src=x onerror=alert(1)>", "4行目：「<img src=x onerror"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<script", "4行目：「<script」は字幕に書けません。"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\nb\nc\nd\ne", "8行目：1つの字幕は4行までです。"),
        ("WEBVTT\n", "1行目：字幕が1つもありません。"),
        ("", "1行目：字幕が1つもありません。"),
    ],
)
def test_a_mistake_names_its_line_and_says_what_to_do(text, said):
    [first, *_] = problems(text, duration=45 * 60_000)
    assert first.startswith(said)


def test_not_more_mistakes_are_told_than_one_reads():
    assert len(problems("\n\n".join(["WEBVTT", *["00:01 --> 00:02\nx"] * 20]))) == 5


def test_a_file_is_read_in_the_encodings_of_offices():
    for encoding in ("utf-8", "utf-8-sig", "cp932", "utf-16"):
        assert decoded("WEBVTT\n\n00:01.000 --> 00:02.000\n日本語".encode(encoding)).endswith("日本語")
    with pytest.raises(BadCaptions, match="文字のファイルとして読めません"):
        decoded(b"\x00\x01\x02\xff\xfe\x00")


HOSTILE = st.lists(
    st.sampled_from(
        [
            *("<script>alert(1)</script>", "<img src=x onerror=1>", "&lt;script&gt;", "&#60;b&#62;", "<c.x>"),
            *(
                "<b>",
                "</b>",
                "<v a",
                "<",
                ">",
                "&",
                "&amp;lt;",
                "-->",
                "\u2028",
                "&#x2028;",
                "&#10;",
                "\0",
                "\r",
            ),
            *("<ruby>", "<rt>", "</rt>", "</ruby>", "あ", "a b", '"', "'", "<00:01.000>", "NOTE", "WEBVTT"),
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)


@given(HOSTILE)
def test_whatever_comes_in_leaves_without_html_or_is_refused(words):
    try:
        cues = parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n")
    except BadCaptions:
        return
    written = serialise(cues)
    assert parse(written) == cues
    body = written.partition("\n\n")[2].replace(" --> ", " ")
    assert set(re.findall("<[^>]*>?", re.sub("<v [^<>]+>", "", body))) <= {
        *("<b>", "</b>", "<i>", "</i>", "<u>", "</u>", "<ruby>", "</ruby>", "<rt>", "</rt>")
    }
    assert "-->" not in body
    assert "\0" not in body


@given(HOSTILE)
def test_words_typed_beside_their_time_pass_the_same_gate(words):
    try:
        cue = said_anew(Cue(1000, 2000, "まえ"), words)
    except BadCaptions:
        return
    assert parse(serialise([cue])) == [cue]


def test_captions_without_words_wait_and_are_not_shown():
    waiting, said = Cue(1000, 2000, ""), Cue(3000, 4000, "はい")
    assert parse(serialise([waiting, said])) == [waiting, said]
    assert shown([waiting, said]) == [said]


def test_a_transcript_joins_cues_until_somebody_else_speaks_or_a_chapter_begins():
    cues = [
        Cue(0, 2000, "空いている\n部屋を、"),
        Cue(2000, 4000, "使います。"),
        Cue(4000, 6000, "なるほど。", "職員の方"),
        Cue(6000, 8000, "つぎの章です。", "職員の方"),
        Cue(20_000, 22_000, "<ruby>静<rt>しず</rt></ruby>かなあと &amp; です。", "職員の方"),
    ]
    found = paragraphs(cues, spaced=False, chapters=[0, 5900])
    assert [(each.second, each.speaker, each.text) for each in found] == [
        (0, "", "空いている部屋を、使います。"),
        (4, "職員の方", "なるほど。"),
        (6, "職員の方", "つぎの章です。"),
        (20, "職員の方", "静（しず）かなあと & です。"),
    ]


def test_a_language_with_spaces_keeps_them_and_long_talk_is_cut_at_a_sentence():
    cues = [Cue(at * 1000, at * 1000 + 1000, "We use a room that is free.") for at in range(20)]
    found = paragraphs(cues, spaced=True)
    assert found[0].text.startswith("We use a room that is free. We use")
    assert [each.second for each in found] == [0, 6, 12, 18]
