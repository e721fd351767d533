"""The rules of easy words: what stops a page, what only advises, and what passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.easy.enums import ERRORS, Kind
from foundation.easy.rules import ADVICE, findings, length, mean_length, sentences

THIRTY = "あ" * 30


def kinds(text, **options):
    """Return what kind of thing is found in one text, the mean aside."""
    return [found.kind for found in findings([("本文", text)], **options) if found.kind is not Kind.MEAN]


def words(kind, text, **options):
    return [found.words for found in findings([("本文", text)], **options) if found.kind is kind]


def test_a_text_is_parted_into_its_sentences():
    text = "会って 話します。いいです。\n\n「いい。」と 言いましたか？　はい"
    assert sentences(text) == ["会って 話します。", "いいです。", "「いい。」と 言いましたか？", "はい"]


@given(st.text(alphabet="あ漢。！？」』 \n", max_size=60))
def test_parting_a_text_loses_nothing_but_space(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_spaces_and_the_final_mark_are_not_counted():
    assert length("お金は いりません。") == 8
    assert length("お金は　いりますか？") == 8
    assert length("はい、いります") == 7


def test_a_sentence_may_have_thirty_characters_and_no_more():
    assert kinds(f"{THIRTY}。") == []
    assert kinds(f"{THIRTY}あ。") == [Kind.LONG]


def test_the_mean_of_whole_sentences_may_be_twenty_and_no_more():
    twenty, short = "あ" * 20 + "。", "あ" * 10 + "。"
    assert findings([("本文", twenty)]) == []
    (found,) = findings([("本文", f"{'あ' * 21}。")])
    assert (found.kind, found.where, found.words) == (Kind.MEAN, "ページ全体", "平均 21.0文字")
    assert findings([("本文", f"{THIRTY}。\n{short}")]) == []


def test_a_heading_is_no_sentence_and_cannot_lower_the_mean():
    assert mean_length([("見出し", "だれ"), ("本文", f"{'あ' * 24}。")]) == 24
    assert mean_length([("見出し", "だれ")]) == 0


@pytest.mark.parametrize("text", ["生活保護を うける", "救護施設", "佐々木様方へ 行く"])
def test_four_kanji_in_a_row_are_too_many(text):
    assert kinds(text) == [Kind.KANJI_RUN]


@pytest.mark.parametrize("text", ["刑務所に いる", "生活 保護", "住む場所の 家賃"])
def test_three_kanji_or_a_space_between_them_pass(text):
    assert kinds(text) == []


def test_a_proper_name_may_be_a_chain_of_kanji_but_only_that_name():
    assert kinds("青波市役所に 行く", proper_names=["青波市役所"]) == []
    assert kinds("青波市役所に 行く", proper_names=["青波市"]) == []
    assert kinds("青波市役所に 行く") == [Kind.KANJI_RUN]
    assert kinds("生活保護と 青波市役所", proper_names=["青波市役所", ""]) == [Kind.KANJI_RUN]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一人で くらす", ["一人"]),
        ("三つ あります", ["三つ"]),
        ("二十日に 行く", ["二十日"]),
        ("十二月 四日", ["十二月", "四日"]),
    ],
)
def test_numbers_are_written_in_digits(text, found):
    assert words(Kind.KANJI_NUMBER, text) == found


@pytest.mark.parametrize(
    "text", ["1人で くらす", "一緒に 行く", "一番 いい", "一度 聞く", "十分です", "5万円"]
)
def test_digits_and_words_that_only_look_like_numbers_pass(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13:30に 来る", ["13:30"]),
        ("１３：３０に 来る", ["13:30"]),
        ("13時に 来る", ["13時"]),
        ("午前9時から 12時まで", ["12時"]),
    ],
)
def test_a_time_says_morning_or_afternoon(text, found):
    assert words(Kind.CLOCK, text) == found


@pytest.mark.parametrize(
    "text", ["午前9時から 午後5時まで", "午後 1時30分", "午前 8:30", "24時間 あいている"]
)
def test_a_time_with_its_half_of_the_day_passes(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "行けない わけでは ありません",
        "行かない ことも ない",
        "できなくは ない",
        "できないとは かぎらない",
        "聞かずには いられない",
        "言わざるを えない",
    ],
)
def test_a_double_negation_is_found_across_spaces(text):
    assert Kind.DOUBLE_NEGATION in kinds(text)


@pytest.mark.parametrize("text", ["言わなくても いいです", "行けません", "お金は いりません", "ないです"])
def test_a_single_negation_passes(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.ROUNDABOUT, "書類が わたされます"),
        (Kind.ROUNDABOUT, "お電話を いただく"),
        (Kind.ROUNDABOUT, "行かなければ なりません"),
        (Kind.FOREIGN_WORD, "フォローアップを します"),
        (Kind.FOREIGN_WORD, "NPOの 人"),
        (Kind.TWO_FACTS, "雨が ふったので 行きません"),
        (Kind.TWO_FACTS, "きのう、駅で、会いました"),
    ],
)
def test_what_only_may_be_hard_is_a_hint(kind, text):
    assert kinds(text) == [kind]
    assert kind not in ERRORS


def test_a_foreign_word_that_the_page_explains_passes():
    assert kinds("グループホーム（いっしょに 住む家）に 行く") == []
    assert kinds("グループホームに 行く。\nグループホームとは、いっしょに 住む家です。") == []
    assert kinds("電話は センターに") == []


def test_a_finding_says_where_it_is_and_what_to_do():
    (found,) = findings([("題", "はい"), ("本文の2番め「文」", "一人で 行く")])
    assert str(found) == "本文の2番め「文」：「一人」 「1人」「3つ」のように、数字で書いてください。"
    assert found.is_error


def test_every_kind_has_advice():
    assert set(ADVICE) == set(Kind)


@given(st.text(max_size=200))
def test_any_text_at_all_gets_an_answer(text):
    findings([("本文", text)], proper_names=[text[:5]])
