"""The page /search/: kinds with their counts, marked words, the way on when nothing is found."""

import re

import pytest
from django.utils import timezone

from content.search.documents import SearchDocument
from content.search.models import ZeroResult
from content.search.services import rebuild_index, save_synonym_group
from foundation.registry import Registry, search_sources
from portal.models import StandardPage


@pytest.fixture
def things(site, monkeypatch):
    """A function that makes these documents the only ones that can be found."""

    def make(*documents):
        sources = Registry()
        sources.register("things", lambda keys=None: documents)
        monkeypatch.setattr(search_sources, "_sources", sources._sources)
        rebuild_index()

    return make


def thing(number, *, title="相談", kind="もの", **fields):
    return SearchDocument(
        key=str(number), kind=kind, title=f"{title} {number}", url=f"/things/{number}/", **fields
    )


def read(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return response.content.decode()


def title(page):
    return re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1].strip()


def test_before_a_question_the_page_says_how_to_ask(client, site):
    page = read(client)
    assert title(page).startswith("サイトの中をさがす")
    assert "ことばの間を空けると" in page
    assert "よく使う入口" in page


def test_hits_stand_under_their_kind_with_the_words_marked(client, things):
    things(thing(1), thing(2, kind="よくある質問", title="費用", texts=["相談は<無料>です。"]))
    page = read(client, q="相談")
    assert title(page).startswith("「相談」をさがした結果")
    assert "「相談」は、2件見つかりました。" in page
    assert '<a href="/things/1/"><mark>相談</mark> 1</a>' in page
    assert "<mark>相談</mark>は&lt;無料&gt;です。" in page
    assert '<a href="#kind-2">よくある質問（1件）</a>' in page


def test_more_than_ten_of_a_kind_stand_on_pages_of_their_own(client, things):
    things(*(thing(number) for number in range(1, 26)), thing(26, kind="別のもの"))
    page = read(client, q="相談")
    assert "「相談」は、26件見つかりました。" in page
    (address,) = re.findall(r'href="([^"]*)">ものは、ほかに15件あります', page)
    first = client.get(address.replace("&amp;", "&")).content.decode()
    assert title(first).startswith("「相談」をさがした結果（もの）")
    assert "25件のうち、1件目から20件目です。" in first
    assert first.count("<mark>相談</mark>") == 20
    assert "25件のうち、21件目から25件目です。" in read(client, q="相談", kind="もの", page="2")


@pytest.mark.parametrize("kind", ["ない種類", "\0", "x" * 5000])
def test_a_kind_that_is_not_there_shows_everything_found(client, things, kind):
    things(thing(1))
    assert "「相談」は、1件見つかりました。" in read(client, q="相談", kind=kind)


def test_nothing_found_leads_to_the_phone_and_on(client, site):
    page = read(client, q="ぜったいにないことば")
    assert "見つかりませんでした" in page
    assert "ことばを短くする" in page
    assert "099-000-1234" in page
    assert "よく使う入口" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "長" * 10_000,
        "q=%00",
        "q=%ff%fe",
        "q=%25_%5C",
        "q=%ED%A0%80",
        "q=",
        "q=%E3%80%80",
        "q=a&q=b",
        "Q=x",
        "q",
    ],
)
def test_a_broken_query_is_no_error(client, site, query):
    assert client.get(f"/search/?{query}").status_code == 200


def test_what_was_typed_is_escaped(client, site):
    assert "<script>alert" not in read(client, q="<script>alert(1)</script>")


def test_what_was_not_found_is_counted_and_what_was_found_is_not(client, things):
    things(thing(1), thing(2, title="見学"))
    for words in ("相談", "相談 見学", "相談 見学", "ないことば", "099-000-1234"):
        read(client, q=words)
    client.head("/search/", {"q": "相談 見学"})
    assert list(ZeroResult.objects.values_list("words", "count")) == [("相談 見学", 2)]


def test_a_word_in_latin_letters_is_told_how_it_was_read(client, things):
    things(thing(1, title="ひまわりの家"))
    assert "かなの「ヒマワリ」でさがしました。" in read(client, q="himawari")


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_for_the_next_reader_until_something_public_changes(
    client, things, django_assert_num_queries
):
    things(thing(1))
    assert "1件見つかりました" in read(client, q="相談")
    with django_assert_num_queries(0):
        read(client, q="相談")
    things(thing(1), thing(2))
    assert "2件見つかりました" in read(client, q="相談")
    save_synonym_group(group=None, words=["ことば", "相談"], note="", actor=None, now=timezone.now())
    assert "2件見つかりました" in read(client, q="ことば")


@pytest.mark.django_db(transaction=True)
def test_a_page_is_found_as_soon_as_it_is_published_and_no_longer(client, site):
    page = StandardPage.objects.get(slug="about")
    page.body = [("text", "<p>髙橋が担当します。</p>")]
    page.save_revision().publish()
    assert "<mark>髙橋</mark>が担当します。" in read(client, q="高橋")
    page.unpublish()
    assert "髙橋" not in read(client, q="高橋")


def test_as_many_queries_for_three_hits_as_for_one(things, count_queries):
    things(thing(1))
    one = count_queries("/search/?q=相談")
    things(*(thing(number) for number in range(3)))
    # Of one kind nobody counts the agencies; for that the words and places are read that a process keeps.
    assert (one, count_queries("/search/?q=相談")) == (11, 11)
    assert count_queries("/search/?q=相談&kind=もの") == 8


@pytest.mark.parametrize(
    ("words", "tries"),
    [("ぬめぽ へろむ りゃぬ みゅぺ ぞぬき", 5), ("numepo heromu kyuupe juumu zonuki", 6)],
)
@pytest.mark.parametrize("kind", ["", "もの"])
def test_nonsense_is_looked_for_six_times_at_most(
    things, django_assert_num_queries, client, words, kind, tries
):
    things(thing(1))
    query = {"q": words, "kind": kind}
    client.get("/search/", query)
    # Besides the tries: the synonyms, the centre and the frame, and how many agencies bear these words.
    with django_assert_num_queries(5 + tries):
        client.get("/search/", query, headers={"Sec-Fetch-Site": "cross-site"})


def test_one_address_cannot_fill_the_list_of_what_was_not_found(client, things, settings):
    settings.SEARCH_NOTE_RATES = {"note": "2/h/ip"}
    things(thing(1), thing(2, title="見学"))
    for _ in range(4):
        read(client, q="相談 見学")
    assert ZeroResult.objects.get().count == 2
    client.get("/search/", {"q": "相談 見学"}, REMOTE_ADDR="203.0.113.9")
    assert ZeroResult.objects.get().count == 3


def test_the_page_says_which_words_it_left_out_and_counts_them_as_not_found(client, things):
    things(thing(1, texts=["手紙で受けています。"]), thing(2, title="宇宙船団"))
    page = read(client, q="相談 宇宙船団")
    assert "「相談」をのぞいて、「宇宙船団」でさがしました。" in page
    assert [each.said for each in ZeroResult.objects.all()] == ["相談 宇宙船団"]
    assert "のぞいて" not in read(client, q="手紙を受ける相談")
    assert "「手紙」「相談」でさがしました。" in read(client, q="手紙を受ける相談")


def test_the_page_says_that_only_the_beginning_of_a_long_question_counted(client, things):
    things(thing(1))
    said = "ことばが長いので、はじめの100字でさがしました。"
    assert said in read(client, q="相談" * 51)
    assert said not in read(client, q="相談" * 50)
