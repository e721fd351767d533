"""The public glossary, and what editors are told when they save a page."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from content.search import search
from content.search.services import rebuild_index
from content.terms.models import Term
from content.terms.queries import check_texts
from portal.front_cache import may_be_kept
from portal.models import HomePage, NewsIndexPage, NewsPage
from tests.content.dated import stored_term, term
from tests.factories.accounts import sign_in
from tests.factories.shown import mark

GLOSSARY, LIST = "/glossary/", "/cms/terms/"
TYPED = {
    "word": "加算",
    "reading": "カサン",
    "plain": "足されるお金",
    "explanation": "",
    "kind": "system",
    "is_in_glossary": "on",
    "old_words": "",
    "level": "none",
    "note": "",
    "source": "",
}


@pytest.fixture
def words(db):
    stored_term("加算", reading="かさん", plain="足されるお金")
    stored_term("意見書", reading="いけんしょ", explanation="センターが書きます。")
    stored_term("学校", reading="がっこう")
    stored_term("罪に問われた人", reading="つみにとわれたひと", old_words=["前科者"], is_in_glossary=False)


def shown(query=""):
    return Client().get(GLOSSARY, {"q": query} if query else {})


def listed(answer):
    return [(row, [each.word for each in terms]) for row, terms in answer.context["rows"]]


def test_the_glossary_lists_words_by_rows_of_kana(words):
    answer = shown()
    html = answer.content.decode()
    assert listed(answer) == [("あ", ["意見書"]), ("か", ["加算", "学校"])]
    assert "<h1>ことばの説明</h1>" in html
    assert f'id="term-{Term.objects.get(word="加算").pk}"' in html
    assert '<a href="#row-2">か' in html
    assert "いけんしょ" in html
    assert "前科者" not in html


@pytest.mark.parametrize("query", ["加算", "カサン", "かさん", "かさ", "足される お金"])
def test_a_word_is_found_by_word_reading_or_meaning_in_any_kana(words, query):
    assert listed(shown(query)) == [("か", ["加算"])]


def test_the_search_of_the_site_finds_words_also_by_their_older_forms(words):
    stored_term("拘禁刑", old_words=["懲役"], plain="刑務所に入る刑")
    rebuild_index()
    [group] = search("懲役").groups
    [hit] = group.hits
    assert (group.kind, hit.title) == ("ことばの説明", "拘禁刑")
    assert hit.url == f"/glossary/#term-{Term.objects.get(word='拘禁刑').pk}"
    assert search("前科者").total == 0


def test_nothing_found_says_what_to_do(words):
    html = shown("ないことば").content.decode()
    assert "見つかりませんでした" in html
    assert "ありませんでした" in html


def test_what_readers_type_is_escaped(words):
    assert "<script>" not in shown("<script>").content.decode()


def test_a_glossary_without_words_answers_too(db):
    assert "まだありません" in shown().content.decode()


def test_the_glossary_says_that_only_the_beginning_of_a_long_question_counted(words):
    said = "ことばが長いので、はじめの60字でさがしました。"
    assert said in shown("加" * 61).content.decode()
    assert said not in shown("加" * 60).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_glossary_takes_as_many_queries_for_three_words_as_for_one(db, count, django_assert_num_queries):
    for number in range(count):
        stored_term(f"ことば{number}")
    shown()
    with django_assert_num_queries(3):
        Client().get(GLOSSARY, {"q": "ことば"})


def test_the_glossary_may_be_kept_for_every_reader(words):
    assert may_be_kept(shown()) is True


def test_writers_keep_a_new_word(editor):
    answer = sign_in(Client(), editor).post(f"{LIST}new/", TYPED | {"old_words": "割増\n\n割増 \nおまけ"})
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    made = Term.objects.get()
    assert (made.reading, made.old_words, made.is_in_glossary) == ("かさん", ["割増", "おまけ"], True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"word": ""}, "ことばを書いてください。"),
        ({"word": "学校"}, "このことばは、もうあります。"),
        ({"reading": "漢字"}, "ひらがなで書いてください。"),
        ({"plain": ""}, "「ことばの説明」に出すことばには、説明を書いてください。"),
        ({"level": "replace"}, "知らせるには、使わないことばを1つ以上書いてください。"),
        ({"old_words": "加算"}, "「ことば」と同じものは書けません。"),
        ({"old_words": "あ" * 61}, "60字までにしてください。"),
    ],
)
def test_a_mistake_says_what_to_write(editor, words, change, message):
    Term.objects.filter(word="加算").delete()
    answer = sign_in(Client(), editor).post(f"{LIST}new/", TYPED | change)
    assert message in answer.content.decode()
    assert Term.objects.count() == 3


def test_a_word_is_changed(editor, words):
    stored = Term.objects.get(word="加算")
    client = sign_in(Client(), editor)
    assert "足されるお金" in client.get(f"{LIST}edit/{stored.pk}/").content.decode()
    client.post(
        f"{LIST}edit/{stored.pk}/",
        mark(client, f"{LIST}edit/{stored.pk}/") | TYPED | {"old_words": "割増", "level": "careful"},
    )
    stored.refresh_from_db()
    assert (stored.old_words, stored.level) == (["割増"], "careful")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_words_as_for_one(editor, count, terms_asked):
    for number in range(count):
        stored_term(f"ことば{number}")
    assert terms_asked(sign_in(Client(), editor), LIST) == 2


def test_who_keeps_words(partner, outsider, manager):
    assert sign_in(Client(), manager).get(LIST).status_code == 200
    for client in (Client(), sign_in(Client(), partner)):
        assert client.get(LIST).headers["Location"].split("?")[0] == "/staff/"


def test_texts_are_checked_in_one_query_and_each_word_is_named_once_a_place(words, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = check_texts([("題", "前科者と前科者"), ("本文", "前科者")])
    assert [(each.place, each.finding.found) for each in found] == [("題", "前科者"), ("本文", "前科者")]


# The editor's screen, on which pages are saved


@pytest.fixture
def index(db):
    home = HomePage(title="つなぐ", slug="home-test", headline="a", who="b", call="c", responsible="係")
    home.flow_title = "流れ"
    Page.objects.get(depth=1).add_child(instance=home)
    index = NewsIndexPage(title="お知らせ", slug="news", responsible="係")
    home.add_child(instance=index)
    for permission in Permission.objects.filter(codename__in=["add_page", "change_page"]):
        GroupPagePermission.objects.create(
            group=Group.objects.get(name="manager"), page=home, permission=permission
        )
    return index


def news_form(**fields):
    body = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value-text": "見出し",
        "body-0-value-level": "h2",
    }
    about = {"title": "お知らせ", "slug": "new", "day": "2026-11-25", "category": "report", "summary": ""}
    return body | about | {"responsible": "係"} | fields


def add(client, index, *, accept="text/html", **fields):
    address = f"/cms/pages/add/portal/newspage/{index.pk}/"
    answer = client.post(address, news_form(**fields), headers={"accept": accept})
    return answer, " ".join(str(each) for each in get_messages(answer.wsgi_request))


def test_whoever_saves_a_page_is_told_of_old_words_and_where_they_stand(manager, index, words):
    stored_term("拘禁刑", old_words=["懲役"])
    client = sign_in(Client(), manager)
    answer, told = add(client, index, summary="前科者の支援", **{"body-0-value-text": "懲役と<b>"})
    assert answer.status_code == 302
    assert "保存しました。言いかえたほうがよいことばがあります。" in told
    assert "<li>ひとことで言うと：「前科者」は「罪に問われた人」と言いかえてください。</li>" in told
    assert "<li>本文の1番目「見出し」：「懲役」は「拘禁刑」と言いかえてください。</li>" in told
    assert NewsPage.objects.get().summary == "前科者の支援"


def test_the_same_is_told_after_a_change(manager, index, words):
    client = sign_in(Client(), manager)
    add(client, index)
    page = NewsPage.objects.get()
    answer = client.post(f"/cms/pages/{page.pk}/edit/", news_form(title="前科者"))
    told = " ".join(str(each) for each in get_messages(answer.wsgi_request))
    assert "タイトル：「前科者」" in told


def test_a_page_without_old_words_brings_no_warning(manager, index, words):
    _, told = add(sign_in(Client(), manager), index)
    assert "言いかえ" not in told


def test_the_editor_s_own_drafts_bring_no_warning(manager, index, words):
    _, told = add(sign_in(Client(), manager), index, accept="application/json", summary="前科者")
    assert "言いかえ" not in told
    assert NewsPage.objects.get().latest_revision is not None


def test_ten_words_are_named_and_the_rest_is_counted(manager, index):
    old_words = [f"古い名前{number}番" for number in range(12)]
    Term.objects.bulk_create([term("新しい名前", old_words=old_words)])
    _, told = add(sign_in(Client(), manager), index, title="".join(old_words))
    assert told.count("<li>") == 10
    assert "ほかに2か所あります。" in told


def test_a_new_word_has_neither_kind_nor_place_before_somebody_chooses(client, editor):
    desk = sign_in(client, editor)
    shown = desk.get("/cms/terms/new/").content.decode()
    kinds = re.search(r'<select name="kind".*?</select>', shown, re.DOTALL)[0]
    assert re.findall(r'<option value="([^"]*)" selected', kinds) == [""]
    assert not re.search(r'name="is_in_glossary"[^>]*checked', shown)
    assert "これか「やさしく言うと」が要ります" in shown
    assert "種類を選んでください。" in desk.post("/cms/terms/new/", TYPED | {"kind": ""}).content.decode()
