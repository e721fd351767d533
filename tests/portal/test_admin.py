"""Wagtail's admin as the staff meet it: Japanese, in the house colours, without what nobody needs."""

import datetime as dt
import re

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from content.publication.services import ask_in_transaction
from content.queries import overdue_pages
from content.start_page import Shortcut, Todo
from foundation.registry import home_panels
from portal.models import DutyPage, HomePage, LibraryIndexPage, NewsIndexPage, NewsPage, StandardPage
from portal.start_panels import overdue_rows, requests_to_publish
from tests.factories.accounts import sign_in
from tests.portal.admin_words import catalogue, compile_words, english_words


@pytest.fixture(scope="module", autouse=True)
def _compiled_words():
    compile_words()


@pytest.fixture
def desk(client, site, manager):
    return sign_in(client, manager)


def screen(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_start_page_shows_what_waits_and_what_is_made_often(desk, site, manager):
    StandardPage.objects.get(slug="privacy").unpublish()
    page = StandardPage.objects.get(slug="about")
    page.summary = "書きかけ"
    page.save_revision()
    with transaction.atomic():
        ask_in_transaction(page=page, actor=manager, now=timezone.now())
    shown = screen(desk, "/cms/")
    for words in (
        "今日やること",
        "「支援を知る」を読んで公開する",
        "すぐ作る",
        "案内・報告・制度・お休み",
        "平日 8:30〜17:00",
    ):
        assert words in shown
    assert "所長Bさん" in shown


def test_only_the_manager_is_asked_to_publish(client, site, staff):
    page = StandardPage.objects.get(slug="about")
    page.save_revision()
    shown = screen(sign_in(client, staff), "/cms/")
    assert "を読んで公開する" not in shown
    assert "次に確かめる日を決める" in shown


@pytest.mark.parametrize(("asked", "rows"), [(5, 5), (6, 6), (12, 6)])
def test_the_manager_s_start_page_names_the_oldest_requests_and_counts_the_others(site, manager, asked, rows):
    pages = list(StandardPage.objects.order_by("pk")[:asked])
    for number, page in enumerate(pages):
        page.save_revision()
        with transaction.atomic():
            ask_in_transaction(page=page, actor=manager, now=timezone.now() + dt.timedelta(minutes=number))
    found = requests_to_publish()
    assert (len(found), sum(row.count for row in found)) == (rows, asked)
    assert found[0].text == f"「{pages[0].title}」を読んで公開する"
    assert found[-1].note.endswith("ほか") == (asked > 10)


def test_overdue_pages_are_named_one_by_one_and_undated_ones_together(site):
    today = dt.date(2026, 11, 24)
    Page.objects.filter(depth__gt=3).update(live=False)
    kept = (NewsIndexPage, LibraryIndexPage)
    for model in kept:
        model.objects.update(reviewed_on=today, review_due_on=dt.date(2027, 11, 24))
    Page.objects.filter(slug__in=["partners", "prepare", "easy"]).update(live=False)
    HomePage.objects.update(review_due_on=dt.date(2026, 11, 2))
    rows = overdue_rows(today)
    assert [(row.count, row.text, row.is_late) for row in rows] == [
        (1, "「つなぐ」の内容を確かめる", True),
        (3, "次に確かめる日を決める", False),
    ]
    assert rows[0].note == "11月2日（月）に確かめる予定でした（担当：センター）"
    assert rows[1].note == "「支援を知る」「ウェブアクセシビリティ方針」「個人情報の取扱い」"
    Page.objects.filter(depth=3).update(live=False)
    assert [page.title for page in overdue_pages(today)] == ["つなぐ"]


def test_rows_of_other_apps_are_shown(desk, monkeypatch):
    rows = [
        Todo(2, "返事を待っている依頼", "/cms/x/", "いちばん古いものは5営業日前です", is_late=True),
        Shortcut("動画を登録する", "/cms/y/", "play"),
    ]
    monkeypatch.setattr(home_panels, "_sources", {"test": lambda request: rows})
    shown = screen(desk, "/cms/")
    assert '<li class="is-late"><span class="num">2<small>件</small></span><a href="/cms/x/">' in shown
    assert "動画を登録する" in shown


def test_the_menu_leaves_out_what_nobody_needs(desk):
    menu = re.findall(r'"name": "([a-z-]+)"', screen(desk, "/cms/"))
    assert {"explorer", "images", "documents", "settings", "centre"} <= set(menu)
    assert not {"help", "reports", "snippets"} & set(menu)


def test_the_admin_has_the_house_colours_and_its_name(desk):
    shown = screen(desk, "/cms/")
    assert "/static/portal/admin.css" in shown
    assert "- つなぐ</title>" in " ".join(shown.split())
    assert "editor guide" not in shown


def test_strangers_are_sent_to_our_own_sign_in(client, site):
    assert client.get("/cms/").headers["Location"] == "/staff/?next=/cms/"


def test_partners_do_not_get_into_the_admin(client, site, partner):
    response = sign_in(client, partner).get("/cms/")
    assert response.status_code in (302, 403, 404)
    assert "今日やること" not in response.content.decode()


def html_of(response):
    """Return the HTML of a screen, also of one that opens inside another and comes as JSON."""
    is_modal = response.headers["Content-Type"].startswith("application/json")
    return response.json()["html"] if is_modal else response.content.decode()


def test_staff_screens_hold_no_english(desk, site):
    index, about = NewsIndexPage.objects.get(), StandardPage.objects.get(slug="about")
    addresses = (
        "/cms/",
        f"/cms/pages/{site.pk}/",
        f"/cms/pages/{index.pk}/",
        f"/cms/pages/add/portal/newspage/{index.pk}/",
        f"/cms/pages/{about.pk}/edit/",
        f"/cms/pages/{about.pk}/history/",
        f"/cms/pages/{about.pk}/delete/",
        f"/cms/pages/{about.pk}/unpublish/",
        f"/cms/pages/{about.pk}/move/",
        f"/cms/pages/{about.pk}/copy/",
        "/cms/pages/search/?q=研修",
        "/cms/choose-page/",
        "/cms/images/",
        "/cms/images/add/",
        "/cms/images/chooser/",
        "/cms/documents/",
        "/cms/documents/multiple/add/",
        "/cms/documents/chooser/",
        "/cms/account/",
        "/cms/centre/",
        "/cms/pages-to-check/",
        f"/cms/pages/{about.pk}/usage/",
        f"/cms/pages/{DutyPage.objects.first().pk}/usage/",
    )
    left = {}
    for address in addresses:
        html = html_of(desk.get(address))
        for words in english_words(html) - {"None"}:
            left.setdefault(words, address)
    assert left == {}


def test_the_check_for_english_finds_it():
    html = (
        '<p>Page saved</p><a title="Delete page">削除</a><script>var word = "Script"</script><p>PDFを開く</p>'
    )
    assert english_words(html) == {"Page saved", "Delete page"}


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_every_entry_is_translated_and_keeps_its_gaps(name):
    for entry in catalogue(name):
        words, translated = (
            each if isinstance(each, tuple) else (each,) for each in (entry.id, entry.string)
        )
        assert all(translated), entry.id
        gaps = set(re.findall(r"%\(\w+\)s|\{\w+\}", "".join(translated)))
        assert gaps <= set(re.findall(r"%\(\w+\)s|\{\w+\}", "".join(words))), entry.id


def test_the_script_s_words_are_japanese(desk):
    words = screen(desk, "/cms/jsi18n/")
    assert "\\u30d6\\u30ed\\u30c3\\u30af\\u3092\\u5165\\u308c\\u308b" in words or "ブロックを入れる" in words


def test_a_page_is_written_and_published_in_the_admin(desk):
    index = NewsIndexPage.objects.get()
    fields = {
        "title": "北部圏域の会議",
        "slug": "hokubu",
        "day": "2026-11-20",
        "category": "report",
        "summary": "",
        "consent": "nobody",
        "tags": "",
        "responsible": "相談支援係",
        "body-count": "0",
        "action-publish": "1",
    }
    comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    response = desk.post(f"/cms/pages/add/portal/newspage/{index.pk}/", fields | comments)
    assert response.status_code == 302
    news = NewsPage.objects.get()
    assert (news.live, news.day, news.last_published_at <= timezone.now()) == (
        True,
        dt.date(2026, 11, 20),
        True,
    )
    assert "北部圏域の会議" in type(desk)().get("/news/").content.decode()


def test_the_preview_shows_words_that_nobody_else_sees_yet(desk, site):
    page = StandardPage.objects.get(slug="about")
    page.summary = "まだ公開していないことば"
    shown = page.make_preview_request(desk.get("/cms/").wsgi_request)
    assert "まだ公開していないことば" in shown.content.decode()
    assert "まだ公開していないことば" not in type(desk)().get("/about/").content.decode()


def test_what_is_not_there_is_told_in_japanese_and_leads_back(desk):
    response = desk.get("/cms/nothing/")
    shown = response.content.decode()
    assert response.status_code == 404
    assert '<a class="button" href="/cms/">はじめの画面へもどる</a>' in shown
    assert english_words(shown) == set()


def test_the_pages_without_a_day_are_listed_and_each_leads_to_its_form(desk, site):
    (undated,) = (row for row in overdue_rows(timezone.localdate()) if row.count > 1)
    assert undated.url == "/cms/pages-to-check/?kind=%E3%83%9A%E3%83%BC%E3%82%B8"
    shown = screen(desk, undated.url)
    assert f'<h2 id="due-count" class="desk__count">{undated.count}件</h2>' in shown
    about = StandardPage.objects.get(slug="about")
    assert f'<a href="/cms/pages/{about.pk}/edit/">支援を知る</a>' in shown


def test_others_find_no_list_of_pages_to_check(client, site, partner):
    assert sign_in(client, partner).get("/cms/pages-to-check/").status_code == 302


def test_news_begins_with_today_and_with_no_kind(desk):
    index = NewsIndexPage.objects.get()
    shown = screen(desk, f"/cms/pages/add/portal/newspage/{index.pk}/")
    assert re.search(rf'name="day" value="{timezone.localdate():%Y-%m-%d}"', shown)
    kinds = re.search(r'<select name="category".*?</select>', shown, re.DOTALL)[0]
    assert re.findall(r'<option value="([^"]*)" selected', kinds) == [""]
