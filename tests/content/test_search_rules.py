"""Words, pairs, synonyms, kana and marks: without any database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.first_synonyms import FIRST_SYNONYMS
from content.search.marks import LONGEST_EXCERPT, excerpt, marked
from content.search.romaji import kana_spellings
from content.search.rules import (
    MOST_SPELLINGS,
    Material,
    can_be_noted,
    content_words,
    fewer_words,
    lexemes,
    materials,
    question_words,
    readable,
    said_words,
    spelt,
    tokens,
    widened,
    words_of_lines,
)

LEXEMES = re.compile(r"'(?:[^'\\]|''|\\\\)*'")


def test_words_are_spelt_and_limited():
    assert question_words("　ﾃﾗﾀﾞ　髙橋 ") == ("テラダ", "高橋")
    assert question_words("一 二 三 四 五 六") == ("一", "二", "三", "四", "五")
    assert [len(word) for word in question_words("長" * 10_000)] == [100]
    assert question_words("\0 \u200b \ud800") == ()


def test_a_text_becomes_runs_of_letters_and_pairs_of_all_else():
    assert tokens(["Ｂ型事業所"]) == {"b", "型事", "事業", "業所", "所"}
    assert tokens(["京"]) == {"京"}
    assert tokens(["x" * 3000]) == {"x" * 60}


def test_words_with_a_space_between_are_found_together_and_apart():
    assert {"間礼", "間", "group", "home"} <= tokens(["佐久間 礼子", "group home"])


def test_the_capital_is_no_kyoto():
    assert "京都" not in tokens(["東京都の施設"])
    assert "京都" in tokens(["京都市の施設"])
    assert {"東京", "都"} <= tokens(["東京都"])


def test_a_question_asks_for_letters_whole_pairs_and_a_beginning():
    assert lexemes(widened(["b型"], [])) == "((('b' & '型':*)))"
    assert lexemes(widened(["特養", "見学"], [])) == "((('特養')) & (('見学')))"
    assert lexemes(widened(["特養"], []), ["xc17"]) == "((('特養'))) & '=xc17'"
    assert lexemes(widened([], []), ["xc17"]) == "'=xc17'"


@given(st.text(max_size=120))
def test_whatever_is_typed_stays_inside_quotes(typed):
    asked = lexemes(widened(question_words(typed), []))
    assert set(LEXEMES.sub("", asked)) <= set("()&|:* ")


GROUPS = [["特養", "特別養護老人ホ-ム"], ["障害", "障ガイ"], ["就b", "就労継続支援b型"], ["b", "ビ-"]]


@pytest.mark.parametrize(
    ("words", "spellings", "whole"),
    [
        (["特養"], (("特養", "特別養護老人ホ-ム"),), ()),
        (["障ガイ者"], (("障ガイ者", "障害者"),), ()),
        (["就労継続支援", "b型"], (("就労継続支援",), ("b型", "ビ-型")), ("就b",)),
        (["abc"], (("abc",),), ()),
        (["見学"], (("見学",),), ()),
    ],
)
def test_words_bring_along_what_means_the_same(words, spellings, whole):
    asked = widened(words, GROUPS)
    assert (asked.words, asked.whole) == (spellings, whole)


def test_many_groups_in_one_word_stay_few_spellings():
    groups = [[f"{sign}{sign}", *(f"{sign}{number}{sign}" for number in "一二三四五")] for sign in "甲乙丙"]
    (spellings,) = widened(["甲甲乙乙丙丙"], groups).words
    assert (len(spellings), spellings[0]) == (16, "甲甲乙乙丙丙")


def test_the_first_synonyms_name_each_word_once():
    words = [spelt(word) for group in FIRST_SYNONYMS for word in group]
    assert sorted(words) == sorted(set(words))
    assert [group for group in FIRST_SYNONYMS if len(group) < 2] == []


def test_lines_become_words_each_spelling_once():
    assert words_of_lines("特養\n 特別養護 \n\nﾄｸﾖｳ\nトクヨウ\n特養") == ["特養", "特別養護", "ﾄｸﾖｳ"]


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("himawari", ["ヒマワリ"]),
        ("guruupuhoomu", ["グルウプホオム", "グル-プホ-ム"]),
        ("gakkou", ["ガッコウ", "ガッコ-"]),
        ("kenkyuu", ["ケンキュウ", "ケンキュ-"]),
        ("sien", ["シエン"]),
        ("zyuutaku", ["ジュウタク", "ジュ-タク"]),
        ("hukusi", ["フクシ"]),
        ("fukushi", ["フクシ"]),
        ("matcha", ["マッチャ"]),
        ("shimbun", ["シンブン"]),
        ("hon'ya", ["ホンヤ"]),
        ("konnichiwa", ["コンニチワ"]),
        ("hello", []),
        ("", []),
        ("相談", []),
    ],
)
def test_latin_letters_are_read_in_hepburn_and_kunrei(typed, kana):
    assert kana_spellings(typed) == kana


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("グループホーム 空き", True),
        ("1234", True),
        ("099-000-1234", False),
        ("１２３４５", False),
        ("a@example.jp", False),
        ("長" * 31, False),
        ("佐久間さん", False),
        ("佐久間 様", False),
        ("青波市港町1-2-3", False),
        ("青波市港町１－２", False),
        ("港町1の2", False),
        ("港町三丁目", False),
        ("港町12番地", False),
        ("港町5号", False),
        ("B型作業所", True),
        ("", False),
    ],
)
def test_words_that_look_like_a_person_are_not_kept(typed, noted):
    assert can_be_noted(question_words(typed)) is noted


def test_words_are_made_of_pairs_and_kana_is_known_as_a_whole():
    assert materials(question_words("B型訪看 やまだ")) == [
        *(Material("'b'"), Material("'型訪'"), Material("'訪看'")),
        Material("'ヤマ' & 'マダ'", "ヤマダ"),
    ]


def test_kept_words_are_shown_as_they_were_written():
    assert said_words("　ぐるーぷほーむ　０99 \u200b 二 三 四 五 六") == "ぐるーぷほーむ 099 二 三 四"


def test_folded_words_are_read_with_long_vowels():
    assert readable(" ".join(question_words("ぐるーぷほーむ 099-1"))) == "グループホーム 099-1"


def of(pieces):
    return "".join(f"[{piece}]" if is_hit else piece for piece, is_hit in pieces)


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("髙橋が担当", "高橋", "[髙橋]が担当"),
        ("ｸﾞﾙｰﾌﾟﾎｰﾑの家", "グループホーム", "[ｸﾞﾙｰﾌﾟﾎｰﾑ]の家"),
        ("Ｂ型とA型", "b型", "[Ｂ型]とA型"),
        ("佐久間 礼子", "佐久間礼子", "[佐久間 礼子]"),
        ("㈱見本", "株", "[㈱]見本"),
        ("相談と相談員", "相談 相談員", "[相談]と[相談員]"),
        ("何もない", "相談", "何もない"),
        ("<b>相談</b>", "相談", "<b>[相談]</b>"),
    ],
)
def test_words_are_marked_as_they_were_written(text, typed, shown):
    assert of(marked(text, question_words(typed))) == shown


@given(st.text(max_size=200), st.text(max_size=20))
def test_marking_loses_nothing_of_a_text(text, typed):
    assert "".join(piece for piece, _ in marked(text, question_words(typed))) == text


def test_an_excerpt_is_cut_around_the_first_hit():
    long = "あ" * 300 + "研修" + "い" * 300
    shown = of(excerpt(["ひとこと", long], ["研修"]))
    assert shown == f"…{'あ' * 40}[研修]{'い' * 78}…"
    assert of(excerpt(["ひとこと", long], ["相談"])) == "ひとこと"
    assert of(excerpt([long], ["相談"])) == f"{'あ' * LONGEST_EXCERPT}…"
    assert excerpt([], ["相談"]) == []


def test_a_word_full_of_synonyms_is_widened_to_a_few_spellings_only():
    groups = [[chr(0x4E00 + 20 * number + each) for each in range(9)] for number in range(40)]
    groups = [[f"{word}{word}" for word in group] for group in groups]
    word = "".join(group[0] for group in groups)
    (spellings,) = widened([word], groups).words
    assert len(spellings) <= MOST_SPELLINGS


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("刑務所にいる家族", ["刑務所", "家族"]),
        ("弟が服役中", ["弟", "服役中"]),
        ("受け入れの手引き", ["手引"]),
        ("受け入れ", ["受け入れ"]),
        ("グループホームの見学", ["グループホーム", "見学"]),
        ("こども", ["こども"]),
        ("ＡＢＣ　の ﾎｰﾑ", ["ABC", "の", "ホーム"]),
    ],
)
def test_a_sentence_gives_the_words_it_speaks_of(typed, said):
    assert list(content_words(typed, {spelt("弟")}).values()) == said


def test_the_shortest_word_is_left_out_first_then_each_stands_alone():
    assert list(fewer_words(("刑務所", "弟", "知的障害"))) == [
        ("刑務所", "知的障害"),
        ("弟", "知的障害"),
        ("知的障害",),
        ("刑務所",),
    ]
    assert list(fewer_words(("弟", "刑務所"))) == [("刑務所",), ("弟",)]
    assert list(fewer_words(("弟",))) == []


@given(st.text(max_size=120))
def test_no_text_breaks_the_words_of_a_sentence(typed):
    found = content_words(typed, set())
    assert len(found) <= 5
    assert all(spelt(said) == word for word, said in found.items())
