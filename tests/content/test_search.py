import pytest
from wagtail.models import Page, PageViewRestriction

from content.search import SearchHit, folded_words, search
from foundation.registry import search_sources
from portal.models import HomePage, StandardPage


@pytest.fixture
def home(db):
    root = Page.get_first_root_node()
    root.get_children().delete()
    fields = {"headline": "h", "who": "w", "call": "c", "flow_title": "f", "responsible": "係"}
    return Page.get_first_root_node().add_child(instance=HomePage(title="ホーム", slug="home", **fields))


@pytest.fixture
def add_page(home):
    def add(title, *, text="", **fields):
        body = [("text", f"<p>{text}</p>")]
        return home.add_child(instance=StandardPage(title=title, body=body, responsible="係", **fields))

    return add


def found(query):
    return [hit.title for hits in search(query).values() for hit in hits]


def test_words_are_folded_and_limited():
    assert folded_words("　ﾃﾗﾀﾞ　髙橋 ") == "テラダ 高橋"
    assert folded_words("一 二 三 四 五 六") == "一 二 三 四 五"
    assert len(folded_words("長" * 10_000)) == 100
    assert folded_words("\0 \u200b") == ""


def test_a_name_is_found_however_it_is_written(add_page):
    add_page("担当者の紹介", text="髙橋が担当します。ﾃﾗﾀﾞもいます。")
    assert found("高橋") == found("髙橋") == found("てらだ") == found("テラダ 高橋") == ["担当者の紹介"]


def test_every_word_must_be_there(add_page):
    add_page("住まいの相談", text="電話で受けています。")
    assert found("住まい 電話") == ["住まいの相談"]
    assert found("住まい 手紙") == []


def test_signs_of_the_database_are_only_signs(add_page):
    add_page("百パーセント", text="100%")
    assert found("%") == ["百パーセント"]
    assert found("_") == []


def test_drafts_and_closed_pages_are_not_found(add_page):
    add_page("公開したページ", text="ことば")
    add_page("下書き", text="ことば", live=False)
    closed = add_page("限られた人のページ", text="ことば")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert found("ことば") == ["公開したページ"]


def test_an_earlier_mention_comes_first(add_page):
    add_page("あとで出るページ", text="はじめは別の話をして、あとから研修のことを書きます。")
    add_page("研修の申し込み")
    assert found("研修") == ["研修の申し込み", "あとで出るページ"]


def test_a_hit_leads_to_its_page(add_page):
    add_page("住まいの相談", slug="sumai", summary="電話で受けています。")
    assert search("住まい") == {
        "ページ": [SearchHit("ページ", "住まいの相談", "/sumai/", "電話で受けています。")]
    }


def test_the_words_of_a_page_are_found_by_what_it_says_now(add_page):
    page = add_page("住まいの相談")
    page.title = "仕事の相談"
    page.save()
    assert (found("住まい"), found("仕事")) == ([], ["仕事の相談"])


def test_as_many_queries_for_three_hits_as_for_one(add_page, django_assert_num_queries):
    add_page("相談 一")
    search("相談")
    with django_assert_num_queries(2 + other_sources()):
        assert len(found("相談")) == 1
    add_page("相談 二")
    add_page("相談 三")
    with django_assert_num_queries(2 + other_sources()):
        assert len(found("相談")) == 3


def other_sources():
    """Return how many queries the other apps' sources take to find nothing: one each."""
    return len([name for name, _ in search_sources.items() if name != "pages"])
