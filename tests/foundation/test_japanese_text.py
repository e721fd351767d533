import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.japanese.text import clean_line, clean_text, fold, half_width, is_kana, to_katakana
from foundation.japanese.variant_kanji import GROUPS

# Plain random text rarely meets what is delicate here: marks that combine, widths, blanks, selectors, signs.
DELICATE = (
    "aＡｱか゛ﾞ゙ー－〜～①㈱℡塚﨑髙𠮷⾼⻑．，：；（ İßµ¨\u0345"
    "\u3000\u200b\u202e\u00ad\t\x00\x85\u034f\u1160\ufa10\ufe00\U000e0100"
)
typed_text = st.text(st.one_of(st.sampled_from(DELICATE), st.characters()))


@given(typed_text)
def test_cleaning_a_line_twice_changes_nothing_more(text):
    assert clean_line(clean_line(text)) == clean_line(text)


@given(typed_text)
def test_cleaning_text_twice_changes_nothing_more(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(typed_text)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(typed_text)
def test_folding_is_the_same_before_and_after_cleaning(text):
    assert fold(clean_line(text)) == fold(text)


@given(typed_text)
def test_a_clean_line_holds_nothing_that_nobody_sees(text):
    line = clean_line(text)
    assert [c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}] == []
    assert "  " not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    "name",
    [
        "髙橋",
        "山﨑",
        "濵田",
        "𠮷田",
        "\ufa10本",
        "\ufa19谷",
        "渡邉",
        "葛\U000e0100城",
        "辻\U000e0101",
        "\U0002f800",
    ],
)
def test_a_name_keeps_its_kanji_as_typed(name):
    assert clean_line(name) == name


@pytest.mark.parametrize("sign", ["①", "㈱", "℡", "10㎡", "㍻", "½", "…", "（仮）", "〜", "か゚", "￥1,000"])
def test_a_sign_that_means_something_by_its_shape_is_kept(sign):
    assert clean_line(sign) == sign


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ａ１－２", "A1-2"),
        ("ｻｰﾋﾞｽ", "サービス"),
        ("は\u3099", "ば"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("日時：１０：３０～１２：００", "日時：10:30〜12:00"),
        ("１，２３４円，税込", "1,234円，税込"),
        ("⾼⻑", "高長"),
        ("\u3000山田\u3000 \t太郎\u00a0", "山田 太郎"),
        ("山\u200b田\u202e\ufeff\x00", "山田"),
        ("山\u3164田\u034f\u2800", "山田"),
        ("一行\n二行", "一行 二行"),
    ],
)
def test_a_line_gets_one_spelling(typed, stored):
    assert clean_line(typed) == stored


def test_text_keeps_its_lines_and_the_empty_ones_between_them():
    assert clean_text("\r\n\u3000第１章 \r\n\r\n本文\u2028続き\n\n") == "第1章\n\n本文\n続き"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("廣澤", "広沢"),
        ("國", "国"),
        ("𠮷田", "吉田"),
        ("\ufa10本", "塚本"),
        ("葛\U000e0100城", "葛城"),
        ("さーびす", "ｻｰﾋﾞｽ"),
        ("ＡＢＣ", "abc"),
        ("コーヒー", "コ―ヒ－"),
        ("076‐266", "０７６−２６６"),
        ("霞ヶ関", "霞ケ関"),
        ("㈱つなぐ", "（株） ツナグ"),
        ("℡", "tel"),
        ("１０～１２", "10〜12"),
        ("山田\u3000太郎", "山田太郎"),
    ],
)
def test_two_spellings_of_one_thing_fold_to_one_key(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("は", "ば"), ("田中", "中田"), ("びょういん", "びよういん"), ("A1", "A2")]
)
def test_different_things_keep_different_keys(one, other):
    assert fold(one) != fold(other)


def test_no_kanji_stands_in_two_groups_of_variants():
    kanji = "".join(GROUPS)
    assert len(set(kanji)) == len(kanji)


def test_every_variant_of_a_group_folds_to_its_standard_form():
    assert [group for group in GROUPS if {fold(kanji) for kanji in group} != {group[0]}] == []


def test_half_width_makes_every_hyphen_the_plain_one():
    assert half_width("１ー２－３‐４−５―６ｰ７") == "1-2-3-4-5-6-7"


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("やまだ たろう", "ヤマダ タロウ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ゔぁいおりん", "ヴァイオリン"),
        ("山だA1", "山ダA1"),
    ],
)
def test_kana_become_full_width_katakana(typed, kana):
    assert to_katakana(typed) == kana


@pytest.mark.parametrize("value", ["ヤマダ タロウ", "サービス", "ジョン・スミス", "ヴ", "アィヌイタㇰ"])
def test_katakana_with_its_signs_is_a_reading(value):
    assert is_kana(value) is True


@pytest.mark.parametrize("value", ["", " ", "ー", "やまだ", "ﾔﾏﾀﾞ", "ヤマダ1", "ヤマダ\n", "山田", "ヤマダ-"])
def test_anything_else_is_no_reading(value):
    assert is_kana(value) is False
