"""What a question finds, in which order, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.search import search
from content.search.documents import ANSWER, SMALL_PRINT, USUAL
from content.search.queries import search_kind
from content.search.services import rebuild_index
from tests.content.searched import found, thing

TODAY = timezone.localdate()

# How words are compared


def test_a_name_is_found_however_it_is_written(add_page):
    add_page("担当者の紹介", text="髙橋が担当します。ﾃﾗﾀﾞもいます。")
    assert found("高橋") == found("髙橋") == found("てらだ") == found("テラダ 高橋") == ["担当者の紹介"]


def test_every_word_must_be_there_where_something_holds_them_all(add_page):
    add_page("住まいの相談", text="電話で受けています。")
    add_page("住まいの広さ", text="手紙で受けています。")
    assert found("住まい 電話") == ["住まいの相談"]
    assert search("住まい 電話").left_out == ()


def test_words_are_left_out_until_something_is_found(add_page):
    add_page("住まいの相談", text="電話で受けています。")
    add_page("手紙の書き方")
    answer = search("住まい 電話 宇宙")
    assert [hit.title for group in answer.groups for hit in group.hits] == ["住まいの相談"]
    assert (list(answer.asked), list(answer.left_out)) == (["住まい", "電話"], ["宇宙"])
    assert search("地球 宇宙").total == 0


def test_of_words_that_never_stand_together_the_longest_is_looked_for(add_page):
    add_page("住まいの相談")
    add_page("手紙")
    answer = search("手紙 住まい 宇宙")
    assert (found("手紙 住まい 宇宙"), list(answer.left_out)) == (["住まいの相談"], ["手紙", "宇宙"])


def test_a_sentence_is_looked_for_by_what_it_speaks_of(add_page):
    add_page("相談の相手", text="刑務所などを出る方の家族。")
    answer = search("刑務所にいる家族")
    assert (answer.total, list(answer.asked), list(answer.left_out)) == (1, ["刑務所", "家族"], [])


def test_small_print_comes_last_and_what_answers_first(source):
    source += [
        thing("1", "方針", texts=["知的障害"], rank=SMALL_PRINT, day=TODAY),
        thing("2", "記録", texts=["知的障害"], day=TODAY),
        thing("3", "対象", texts=["知的障害"], rank=ANSWER),
        thing("4", "知的障害の方", rank=USUAL),
    ]
    rebuild_index()
    assert found("知的障害") == ["知的障害の方", "対象", "記録", "方針"]


def test_a_page_of_hits_of_one_kind_leaves_out_the_same_words(add_page):
    add_page("住まいの相談")
    assert [hit.title for hit in search_kind("住まい 宇宙", "ページ", 1)] == ["住まいの相談"]


def test_pairs_must_really_stand_together(source):
    source += [thing("1", "相談支援"), thing("2", "相談と談支と支援")]
    rebuild_index()
    assert found("相談支援") == ["相談支援"]


def test_the_capital_is_not_found_by_kyoto(source):
    source += [thing("1", "東京都の施設"), thing("2", "京都府の施設")]
    rebuild_index()
    assert (found("京都"), found("東京都"), found("東京")) == (
        ["京都府の施設"],
        ["東京都の施設"],
        ["東京都の施設"],
    )


def test_one_sign_is_found_inside_and_at_the_end(source):
    source += [thing("1", "本の話"), thing("2", "古い本"), thing("3", "別の物")]
    rebuild_index()
    assert sorted(found("本")) == ["古い本", "本の話"]


def test_signs_of_the_database_are_only_signs(add_page):
    add_page("百パーセント", text="100%")
    assert found("%") == ["百パーセント"]
    assert found("_") == []


@pytest.mark.parametrize(
    "query",
    [
        "長" * 10_000,
        "a" * 10_000,
        "\0",
        "\ud800",
        "🏠👪",
        "' OR 1=1 --",
        "a & | ! ( ) :* <-> b",
        "\\",
        "'''",
        "　",
    ],
)
def test_nothing_that_is_typed_is_an_error(add_page, query):
    add_page("住まいの相談")
    assert found(query) == []


def test_letters_are_read_in_kana_only_when_they_find_nothing(source):
    source += [
        thing("1", "ひまわりの家"),
        thing("2", "グループホーム"),
        thing("3", "LIFE"),
        thing("4", "リフェ"),
    ]
    rebuild_index()
    assert found("himawari") == ["ひまわりの家"]
    assert found("guruupuhoomu") == ["グループホーム"]
    assert search("himawari").read_as == "ヒマワリ"
    assert search("guruupuhoomu").read_as == "グループホーム"
    assert search_kind("himawari", "もの", 1).paginator.count == 1
    assert (found("life"), search("life").read_as) == (["LIFE"], "")


def test_the_reading_of_a_name_is_searched_like_its_title(source):
    source += [thing("1", "向日葵", reading="ヒマワリ")]
    rebuild_index()
    assert found("ひまわり") == ["向日葵"]


# What comes first


def test_titles_come_before_texts_and_new_before_old(source):
    today = timezone.localdate()
    source += [
        thing("1", "相談の話", texts=["研修"], day=today),
        thing("2", "古い研修", day=today - timedelta(days=9)),
        thing("3", "新しい研修", day=today),
        thing("4", "研修"),
    ]
    rebuild_index()
    assert found("研修") == ["研修", "新しい研修", "古い研修", "相談の話"]


def test_an_earlier_mention_comes_first(add_page):
    add_page("あとで出るページ", text="はじめは別の話をして、あとから研修のことを書きます。")
    add_page("はじめに出るページ", text="研修のことを、はじめに書きます。")
    assert found("研修") == ["はじめに出るページ", "あとで出るページ"]


def test_ten_of_a_kind_are_shown_and_all_are_counted(source):
    source += [thing(str(number), f"相談 {number}") for number in range(25)]
    rebuild_index()
    (group,) = search("相談").groups
    assert (len(group.hits), group.total, group.left) == (10, 25, 15)
    pages = [search_kind("相談", "もの", number) for number in (1, 2, "9", "x")]
    assert [len(page.object_list) for page in pages] == [20, 5, 5, 20]
    titles = {hit.title for page in pages[:2] for hit in page.object_list}
    assert titles == {f"相談 {number}" for number in range(25)}
    assert search_kind("相談", "別の種類", 1).paginator.count == 0


def test_as_many_queries_for_three_hits_as_for_one(add_page, django_assert_num_queries):
    add_page("相談 一")
    with django_assert_num_queries(2):
        assert len(found("相談")) == 1
    add_page("相談 二")
    add_page("相談 三")
    with django_assert_num_queries(2):
        assert len(found("相談")) == 3


def test_letters_that_find_nothing_take_one_query_more_for_each_reading(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        found("相談")
    with django_assert_num_queries(3):
        found("himawari")
    with django_assert_num_queries(4):
        found("guruupu")
