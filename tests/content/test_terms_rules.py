import pytest

from content.terms.enums import Level
from content.terms.first_terms import first_terms
from content.terms.rules import by_row, findings, row_of, sort_key
from tests.content.dated import term

CONVICTED = term("罪に問われた人", old_words=["前科者", "犯罪者", "元犯罪者"], note="人を尊びます。")
IMPRISONMENT = term("拘禁刑", old_words=["懲役", "禁錮"])
SPELLING = term("障害", old_words=["障がい"], level=Level.CAREFUL)
TERMS = [CONVICTED, IMPRISONMENT, SPELLING, term("障がい者制度改革", reading="しょうがい")]


def found(text, terms=TERMS):
    return [(each.found, each.word) for each in findings(text, terms)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前科者への支援", [("前科者", "罪に問われた人")]),
        ("懲役もしくは禁錮", [("懲役", "拘禁刑"), ("禁錮", "拘禁刑")]),
        ("元犯罪者と犯罪者", [("元犯罪者", "罪に問われた人"), ("犯罪者", "罪に問われた人")]),
        ("拘禁刑を受けた人", []),
        ("障がい者制度改革のあゆみ", []),
        ("障がいのある人と障がい者制度改革", [("障がい", "障害")]),
        ("「前科者」とは呼びません", []),
        ("「前科者の支援」という本", [("前科者", "罪に問われた人")]),
        ("", []),
    ],
)
def test_old_words_are_found(text, expected):
    assert found(text) == expected


def test_without_the_current_word_that_covers_it_the_old_one_is_found():
    assert found("障がい者制度改革のあゆみ", [SPELLING]) == [("障がい", "障害")]


def test_a_word_that_nobody_is_told_about_is_not_found():
    assert found("旧い名前", [term("新しい名前", old_words=["旧い名前"])]) == [("旧い名前", "新しい名前")]
    silent = term("新しい名前", old_words=["旧い名前"])
    silent.level = Level.NONE
    assert found("旧い名前", [silent]) == []


def test_words_are_no_patterns():
    assert found("a+b", [term("和", old_words=["a+b"])]) == [("a+b", "和")]
    assert found("aab", [term("和", old_words=["a+b"])]) == []


def test_a_finding_says_what_to_write_and_where_it_begins():
    (strong,) = findings("ある前科者", TERMS)
    assert (strong.at, strong.advice) == (
        2,
        "「前科者」は「罪に問われた人」と言いかえてください。人を尊びます。",
    )
    (mild,) = findings("障がい", TERMS)
    assert mild.advice == "「障がい」は、なるべく「障害」と書いてください。"


def test_readings_are_in_the_order_of_a_dictionary():
    wanted = ["かさん", "がっこう", "きかん", "こーでぃねーと", "こおり", "はし", "ばし", "はしわたし", "わ"]
    mixed = [wanted[place] for place in (8, 3, 5, 1, 7, 0, 4, 6, 2)]
    assert sorted(mixed, key=sort_key) == wanted


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("がっこう", "か"),
        ("ぱーと", "は"),
        ("ょ", "や"),
        ("アパート", "あ"),
        ("をんな", "わ"),
        ("abc", "ほか"),
    ],
)
def test_each_reading_has_its_row(reading, row):
    assert row_of(sort_key(reading)) == row


def test_rows_without_words_are_left_out():
    words = [term("加算", reading="かさん"), term("意見書", reading="いけんしょ")]
    for word in words:
        word.sort_key = sort_key(word.reading)
    assert [(row, [word.word for word in each]) for row, each in by_row(words)] == [
        ("あ", ["意見書"]),
        ("か", ["加算"]),
    ]


@pytest.mark.parametrize(
    "word", ["前科者", "元犯罪者", "懲役", "禁錮", "知恵遅れ", "精神薄弱", "痴呆", "元受刑者"]
)
def test_the_first_words_know_what_hurts_or_is_over(word):
    assert [each.found for each in findings(f"{word}のこと", first_terms())] == [word]


def test_the_first_words_hold_to_their_own_rules():
    terms = first_terms()
    texts = [f"{each.plain}{each.explanation}" for each in terms if each.word != "拘禁刑"]
    assert [finding.found for text in texts for finding in findings(text, terms)] == []
