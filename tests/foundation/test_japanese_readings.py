"""Where sentences end, which kana belong to which kanji, how people write readings."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foundation.japanese.moments import read_by_rule
from foundation.japanese.readings import (
    BadNotation,
    bases,
    has_kanji,
    hiragana,
    merged,
    notation,
    parse,
    problem_of,
    reads_differently,
    ruby_parts,
    sentence_spans,
    sentences,
    split,
)

KANA = st.text("かきくけこアイウー", min_size=1, max_size=4)
WORDS = st.text("漢字仮名々ヶかなカナ5｜《》\\、。 \n", max_size=8)
PARTS = st.lists(st.tuples(WORDS.filter(bool), st.none() | KANA), max_size=6).map(merged)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("相談は無料です。秘密は守ります。", ["相談は無料です。", "秘密は守ります。"]),
        ("本当ですか！？はい。", ["本当ですか！？", "はい。"]),
        ("「はい。」と言った。次の文", ["「はい。」と言った。", "次の文"]),
        ("更新：令和8年", ["更新：", "令和8年"]),
        ("（注。）終わり。", ["（注。）終わり。"]),
        ("「閉じない。次。", ["「閉じない。", "次。"]),
        ("開かない。」次。", ["開かない。」", "次。"]),
        ("一行目\n  二行目　", ["一行目", "二行目"]),
        ("『外「内。」外。』と。後", ["『外「内。」外。』と。", "後"]),
        ("　\n ", []),
        ("", []),
    ],
)
def test_a_sentence_ends_after_its_full_stop_or_with_its_line(text, expected):
    assert sentences(text) == expected


@given(st.text("漢か。！？「」（）『』\n 　"))
def test_sentences_leave_nothing_out_but_white_space(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(PARTS)
def test_the_reading_of_a_text_is_split_into_those_of_its_sentences(parts):
    assert [bases(each) for each in split(parts)] == sentences(bases(parts))


@given(st.text("漢か。「」\n "))
def test_splitting_a_sentence_again_gives_the_sentence(text):
    for begin, end in sentence_spans(text):
        assert "".join(sentences(text[begin:end])) == text[begin:end]


def test_a_long_text_of_quotes_is_split_at_once():
    assert len(sentences("「" * 20_000 + "」" * 20_000 + "。" + "」" * 20_000)) == 1


@pytest.mark.parametrize(
    ("word", "reading", "expected"),
    [
        ("買い物", "かいもの", "買《か》い物《もの》"),
        ("5人", "5にん", "5人《にん》"),
        ("5人", "ごにん", "｜5人《ごにん》"),
        ("出る", "でる", "出《で》る"),
        ("食べ物", "タベモノ", "食《た》べ物《もの》"),
        ("取り消す", "とりけす", "取《と》り消《け》す"),
        ("言い合い", "いいあい", "言《い》い合《あ》い"),
        ("聞き取り", "ききとり", "聞《き》き取《と》り"),
        ("三ヶ月", "さんかげつ", "三ヶ月《さんかげつ》"),
        ("人々", "ひとびと", "人々《ひとびと》"),
        ("コーヒー豆", "コーヒーまめ", "コーヒー豆《まめ》"),
        ("お知らせ", "オシラセ", "お知《し》らせ"),
        ("今日", "きょう", "今日《きょう》"),
        ("見込み", "はずれ", "｜見込み《はずれ》"),
        ("かな", "かな", "かな"),
        ("", "", ""),
    ],
)
def test_a_reading_is_laid_on_the_kanji_of_a_word(word, reading, expected):
    assert notation(ruby_parts(word, reading)) == expected


@given(st.lists(st.tuples(st.sampled_from(["漢", "字句", "ひ", "カ", "5"]), KANA), min_size=1, max_size=6))
def test_a_laid_reading_keeps_the_word_and_all_its_kana(pairs):
    word = "".join(base for base, _ in pairs)
    reading = "".join(kana if has_kanji(base) else base for base, kana in pairs)
    parts = ruby_parts(word, reading)
    assert bases(parts) == word
    read = "".join(base if ruby is None else ruby for base, ruby in parts)
    assert hiragana(read) == hiragana(reading)


@given(PARTS)
@example([("三", None), ("ヶ", None), ("月", "がつ")])
@example([("三ヶ", None), ("月", "がつ")])
def test_what_is_written_is_read_back(parts):
    parts = merged(parts)
    assert parse(notation(parts)) == parts


@given(st.text("漢字かな｜《》\\。"))
def test_any_text_is_read_or_refused_with_words(text):
    try:
        parts = parse(text)
    except BadNotation as error:
        parts, words = [], str(error)
    else:
        words = "読めました"
    assert has_kanji(words)
    assert parse(notation(parts)) == parts


@pytest.mark.parametrize(
    "typed", ["漢《かん", "漢》", "《かん》字", "漢《》", "｜漢字", "あ《あ》", "終わり\\"]
)
def test_broken_notation_is_refused(typed):
    with pytest.raises(BadNotation, match=r"書いてください|ありません"):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("見《み》る人《ひと》", ""),
        ("見《ミ》る人《ヒト》", ""),
        ("見る人《ひと》", "「見」の読みを、見《よみ》の形で書いてください。"),
        ("見《mi》る人《ひと》", "「見」の読み「mi」を、かなだけで書いてください。"),
        ("見《み》た人《ひと》", "読みを取ると、もとの文「見る人」と同じになるように書いてください。"),
    ],
)
def test_a_reading_is_kana_over_every_kanji_of_the_very_sentence(typed, problem):
    assert problem_of(parse(typed), "見る人") == problem


@pytest.mark.parametrize(
    ("sentence", "word", "reading", "differs"),
    [
        ("髙橋《たかはし》さん", "髙橋", "タカハシ", False),
        ("髙橋《こうはし》さん", "髙橋", "たかはし", True),
        ("赤坂町《あかさかちょう》", "赤坂", "あかさか", False),
        ("赤坂町《せきはんちょう》", "赤坂", "あかさか", True),
        ("買《か》い物《もの》", "買い物", "かいもの", False),
        ("見《み》る", "髙橋", "たかはし", False),
        ("方《かた》と方《ほう》", "方", "かた", True),
    ],
)
def test_a_sentence_that_reads_a_word_in_another_way_is_noticed(sentence, word, reading, differs):
    assert reads_differently(parse(sentence), word, reading) is differs


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("（今日 午前8時30分から）", "（今日《きょう》 午前《ごぜん》8時《じ》30分《ぷん》から）"),
        ("8時15分", "8時《じ》15分《ふん》"),
        (
            "令和8年11月1日（日・祝）",
            "令和《れいわ》8年《ねん》11月《がつ》｜1日《ついたち》（日《にち》・祝《しゅく》）",
        ),
        ("12月29日〜1月3日", "12月《がつ》29日《にち》〜1月《がつ》｜3日《みっか》"),
        ("２０日、2人", "｜２０日《はつか》、｜2人《ふたり》"),
        ("13件、5人", "13件《けん》、5人《にん》"),
        ("月曜日", "月《げつ》曜日《ようび》"),
    ],
)
def test_days_times_and_counts_are_read_by_rule(sentence, expected):
    assert notation(read_by_rule(sentence)) == expected


@pytest.mark.parametrize("sentence", ["1日だけ", "3年間", "日本の3月", "いま開いています", "かな"])
def test_what_only_people_can_read_is_left_to_them(sentence):
    assert read_by_rule(sentence) is None
