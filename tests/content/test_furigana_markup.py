"""Readings laid on a finished page: only on words, and every other byte stays."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.furigana.markup import shown_sentences, texts, with_ruby
from foundation.japanese.readings import bases, has_kanji, parse
from tests.factories.furigana import without_ruby


def readings(*notations):
    return {bases(parts): parts for parts in map(parse, notations)}


def laid(page, *notations):
    return with_ruby(page, readings(*notations))


def ruby(base, kana):
    return f"<ruby>{base}<rp>（</rp><rt>{kana}</rt><rp>）</rp></ruby>"


def span(words):
    return f'<span class="furigana">{words}</span>'


def everything_read(page):
    """Return a reading for each sentence of a page: one kana over each kanji, entities apart."""
    main, frame = shown_sentences(page)
    return {
        sentence: [(each, "か" if has_kanji(each) else None) for each in sentence]
        for sentence in {*main, *frame}
    }


@pytest.mark.parametrize(
    "around",
    [
        "<p>{}</p>",
        "<h1>{}</h1>",
        '<a href="/x/">{}</a>',
        "<button>{}</button>",
        "<td>{}</td>",
        "<label>{}</label>",
        "<P CLASS=A>{}</P>",
        "<summary>\n    {}\n  </summary>",
        "<!-- 窓 -->{}<!-- 窓 -->",
    ],
)
def test_words_in_any_element_get_their_reading(around):
    assert laid(around.format("窓"), "窓《まど》") == around.format(span(ruby("窓", "まど")))


@pytest.mark.parametrize(
    "page",
    [
        "<title>窓</title>",
        "<head><meta name='x' content='窓'>窓</head>",
        "<script>var a = '窓';</script>",
        "<script>if (a < b) { '</p>窓' }</script>",
        "<style>/* 窓 */</style>",
        "<textarea>窓</textarea>",
        "<TEXTAREA>窓</TEXTAREA >",
        "<select><option>窓</option></select>",
        "<svg><title>窓</title><text>窓</text></svg>",
        "<svg><g/><text>窓</text></svg>",
        "<ruby>窓<rt>まど</rt></ruby>",
        "<code>窓</code>",
        "<div data-no-ruby><div>窓</div>窓</div>",
        '<div class="x" DATA-NO-RUBY="">窓</div>',
        '<img alt="窓" title="窓">',
        '<a aria-label="窓">ま</a>',
        "<input value=窓 placeholder='窓'>",
        "<!-- 窓 --><!doctype 窓>",
        "<p data-x='>窓'></p>",
        "<script>窓",
        "<!-- 窓",
    ],
)
def test_what_is_no_word_on_the_page_gets_none(page):
    assert laid(page, "窓《まど》") == page


@pytest.mark.parametrize(
    "after",
    [
        "<script>x</script>{}",
        "<svg/>{}",
        "<div data-no-ruby><div>窓</div></div>{}",
        "<p title=' data-no-ruby '>{}</p>",
        "<textarea><div></textarea>{}",
        "<img data-no-ruby>{}",
    ],
)
def test_what_stands_after_it_gets_its_reading_again(after):
    assert laid(after.format("窓"), "窓《まど》") == after.format(span(ruby("窓", "まど")))


def test_a_sentence_broken_by_tags_is_read_piece_by_piece():
    page = "<p>これは<b>大事</b>な文。次。</p>"
    shown = laid(page, "大事《だいじ》", "な文《ぶん》。")
    last = span(f"な{ruby('文', 'ぶん')}。次。")
    assert shown == f"<p>これは<b>{span(ruby('大事', 'だいじ'))}</b>{last}</p>"


def test_the_words_of_an_element_stay_one_box():
    page = "<a>\n  すべて窓を見る\n</a>"
    words = f"すべて{ruby('窓', 'まど')}を{ruby('見', 'み')}る"
    assert laid(page, "すべて窓《まど》を見《み》る") == f"<a>\n  {span(words)}\n</a>"


def test_a_sentence_without_a_reading_stays_as_it_is():
    assert laid("<p>窓。町。</p>", "町《まち》。") == f"<p>{span(f'窓。{ruby("町", "まち")}。')}</p>"


def test_entities_stay_as_they_are():
    page = "<p>&lt;窓&amp;町&#x3e;&nbsp;&copy;</p>"
    shown = laid(page, "<窓《まど》&町《まち》>\u00a0©")
    words = f"&lt;{ruby('窓', 'まど')}&amp;{ruby('町', 'まち')}&#x3e;&nbsp;&copy;"
    assert shown == f"<p>{span(words)}</p>"


def test_kanji_written_as_entities_are_words_too():
    assert laid("<p>&#31379;</p>", "窓《まど》") == f"<p>{span(ruby('&#31379;', 'まど'))}</p>"


def test_a_page_and_the_frame_around_it_are_told_apart():
    page = "<head><title>頭</title></head>枠<main>本文。<h2>題</h2></main><p>担当</p><footer>枠、下</footer>"
    assert shown_sentences(page) == (["本文。", "題", "担当"], ["枠", "枠、下"])


TAGS = [
    "<b>",
    "</b>",
    "<P>",
    "</p>",
    "<br>",
    "<svg>",
    "</svg>",
    "<textarea>",
    "</textarea>",
    "<a title='>漢'>",
]
TAGS += [
    "</a>",
    "<div data-no-ruby>",
    "</div>",
    "<!--",
    "-->",
    "<main>",
    "</main>",
    "<",
    "&amp;",
    "&lt;",
    "&",
]
TAGS += ["<script>", "</SCRIPT>", "&#x6f22;", "&unknown;", "<ruby>", "</ruby>", "\n", '<a x="', "'"]
WORDS = ["漢字", "仮名。", "かな", "5人", "「窓。」", " ", "町"]
PAGES = st.lists(st.sampled_from([*TAGS, *WORDS]), max_size=40).map("".join)


@given(PAGES)
@example("<p>漢&amp;字<b>窓</b></p>")
def test_taking_the_readings_away_gives_back_the_very_page(page):
    shown = with_ruby(page, everything_read(page))
    at = 0
    for begin, end, _ in texts(page):
        # Outside of texts nothing may have changed; inside, only our own markup is new.
        assert page[at:begin] in shown
        at = end
    assert without_ruby(shown) == without_ruby(page)


@given(PAGES.filter(lambda page: "ruby" not in page))
def test_no_byte_but_ours_is_added(page):
    assert without_ruby(with_ruby(page, everything_read(page))) == page


def test_a_text_of_ten_thousand_characters_gets_its_readings():
    long = "<p>" + "窓の外を見る" * 1700 + "</p>"
    shown = with_ruby(long, everything_read(long))
    assert shown.count("<ruby>") == 3 * 1700
    assert without_ruby(shown) == long


@pytest.mark.parametrize("piece", ["<a '", "<!--", "<!", "<div data-no-ruby>", "&", "<", "<a href="])
def test_a_page_that_never_ends_what_it_begins_stays_as_it_is(piece):
    page = piece * 50_000
    assert with_ruby(page, {"窓": [("窓", "まど")]}) == page


@pytest.mark.parametrize(
    ("notation", "whole"),
    [
        ("12月《がつ》29日《にち》から 1月《がつ》3日《みっか》まで", ["12月29日", "1月3日"]),
        ("午後《ごご》5時《じ》30分《ぷん》まで", ["午後5時30分"]),
        ("令和《れいわ》8年《ねん》の1人《ひとり》", ["令和8年", "1人"]),
        ("相談《そうだん》の時間《じかん》", []),
    ],
)
def test_a_day_or_a_time_with_its_readings_stays_on_one_line(notation, whole):
    page = laid(f"<p>{bases(parse(notation))}</p>", notation)
    found = re.findall(r'<span class="whole">(.*?)</span>', page)
    assert [without_ruby(each) for each in found] == whole
    assert without_ruby(page) == f"<p>{bases(parse(notation))}</p>"


def test_a_place_to_break_stands_inside_a_sentence_and_hides_no_reading():
    page = "<main><h1>地域支援<wbr>センター<wbr>協議会</h1></main>"
    notation = "地域《ちいき》支援《しえん》センター協議会《きょうぎかい》"
    assert shown_sentences(page)[0] == ["地域支援センター協議会"]
    shown = laid(page, notation)
    assert without_ruby(shown) == page
    assert ">ちいき<" in shown
    assert ">きょうぎかい<" in shown
