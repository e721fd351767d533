import datetime as dt
import re
from io import StringIO
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Site

from content.tags.models import Tag
from foundation.centre.rules import OpenState
from portal.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.factories.events import make_event
from tests.factories.figures import make_table


def text_of(response):
    return response.content.decode()


def test_make_site_twice_changes_nothing(centre):
    call_command("make_site", stdout=StringIO())
    page = StandardPage.objects.get(slug="about")
    page.title = "わたしたちの仕事"
    page.save()
    counts = [model.objects.count() for model in (Page, Site, GroupPagePermission, GroupCollectionPermission)]
    call_command("make_site", stdout=StringIO())
    again = [model.objects.count() for model in (Page, Site, GroupPagePermission, GroupCollectionPermission)]
    assert again == counts
    assert StandardPage.objects.get(slug="about").title == "わたしたちの仕事"


def test_a_new_site_has_its_texts_as_drafts_that_nobody_sees_yet(client, centre):
    call_command("make_site", stdout=StringIO())
    drafts = Page.objects.filter(live=False, depth=3).values_list("slug", flat=True)
    assert sorted(drafts) == ["about", "accessibility", "easy", "library", "partners", "prepare", "privacy"]
    assert set(Page.objects.filter(depth__gt=3).values_list("live", flat=True)) == {False}
    assert client.get("/about/").status_code == 404
    assert client.get("/").status_code == 200


def test_only_the_manager_may_publish(site):
    rights = {
        name: set(
            GroupPagePermission.objects.filter(group__name=name).values_list(
                "permission__codename", flat=True
            )
        )
        for name in ("editor", "staff", "manager", "partner")
    }
    assert rights["editor"] == rights["staff"] == {"add_page", "change_page"}
    assert "publish_page" in rights["manager"]
    assert rights["partner"] == set()
    assert Group.objects.filter(name="manager").exists()


def test_the_home_page_shows_who_helps_the_phone_and_what_is_next(client, site, add_news):
    add_news("北部圏域の会議で、センターの仕事を説明しました")
    now = dt.datetime.now(dt.UTC)
    make_event(now=now, starts_at=now + dt.timedelta(days=20), title="はじめての受け入れ")
    page = text_of(client.get("/"))
    for words in (
        "<span>住まいと暮らしを、</span>",
        'href="tel:0990001234"',
        "名前は言わなくてもよい",
        "関係機関の方",
        "はじめての受け入れ",
        "申込受付中",
        "地域に引き継ぐ",
        "北部圏域の会議で、センターの仕事を説明しました",
        "見本県の委託を受けて、社会福祉法人 見本会が運営しています。",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (OpenState(True, "今日は午後5時まで"), "いま開いています"),
        (OpenState(False, "明日 午前8時30分から"), "いまは閉まっています"),
    ],
)
def test_beside_the_phone_stands_whether_somebody_answers_now(state, words):
    shown = render_to_string("content/open_state.html", {"centre_open": state})
    assert words in shown
    assert f"（{state.says}）" in shown


def test_a_page_without_a_centre_still_opens(client, db):
    call_command("make_site", stdout=StringIO())
    page = text_of(client.get("/"))
    assert "地域生活定着支援センター" in page
    assert "tel:" not in page


def test_the_home_page_takes_few_queries_however_much_it_shows(site, add_news, count_queries):
    now = dt.datetime.now(dt.UTC)
    make_event(now=now, starts_at=now + dt.timedelta(days=20))
    add_news("一つめ")
    assert count_queries("/") == 11
    for number in range(2):
        add_news(f"ほか{number}")
        make_event(now=now, starts_at=now + dt.timedelta(days=21))
    assert count_queries("/") == 11


def test_the_list_of_news_takes_as_many_queries_for_three_as_for_one(add_news, count_queries):
    add_news("一つめ")
    assert count_queries("/news/") == 11
    add_news("二つめ")
    add_news("三つめ")
    assert count_queries("/news/") == 11


def test_a_standard_page_takes_few_queries(site, count_queries):
    assert count_queries("/about/") == 10


def test_news_are_listed_newest_first_and_by_kind(client, add_news):
    add_news("古い報告", day="2026-10-01")
    add_news("お休みの知らせ", day="2026-11-01", category="closed")
    add_news("新しい報告", day="2026-11-20")
    page = text_of(client.get("/news/"))
    assert page.index("新しい報告") < page.index("お休みの知らせ") < page.index("古い報告")
    reports = text_of(client.get("/news/?category=report"))
    assert "新しい報告" in reports
    assert "お休みの知らせ" not in reports


@pytest.mark.parametrize("query", ["category=zzz", "page=999", "page=x", "page=-1", "category=%00&page=%ff"])
def test_a_forged_query_shows_the_list_all_the_same(client, add_news, query):
    add_news("北部圏域の会議")
    response = client.get(f"/news/?{query}")
    assert response.status_code == 200
    assert "北部圏域の会議" in text_of(response)


def test_news_are_shown_twenty_on_a_page(client, site):
    index = NewsIndexPage.objects.get()
    for number in range(21):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=number)
        index.add_child(
            instance=NewsPage(
                title=f"知らせ{number}番", day=day, category="report", responsible="係", consent="nobody"
            )
        )
    assert "知らせ0番" not in text_of(client.get("/news/"))
    second = text_of(client.get("/news/?page=2"))
    assert "知らせ0番" in second
    assert "知らせ20番" not in second


def test_a_page_says_who_looks_after_it_and_when_it_was_checked(client, site):
    page = StandardPage.objects.get(slug="about")
    page.responsible, page.reviewed_on, page.review_due_on = "相談支援係", dt.date(2026, 10, 1), None
    page.save_revision().publish()
    shown = text_of(client.get("/about/"))
    assert "このページの担当：相談支援係" in shown
    assert "内容を確かめた日：令和8年10月1日" in shown
    assert "更新：令和" in shown


def test_a_page_shows_the_way_down_to_it(client, add_news):
    add_news("北部圏域の会議", slug="hokubu")
    page = text_of(client.get("/news/hokubu/"))
    assert '<a href="/">ホーム</a>' in page
    assert '<a href="/news/">お知らせ</a>' in page
    assert '<li aria-current="page">北部圏域の会議</li>' in page


def test_the_menu_has_only_words_that_lead_somewhere(client, site):
    page = text_of(client.get("/"))
    menu = page[page.index('aria-label="おもなメニュー"') : page.index('id="main"')]
    assert '<a href="/about/">支援を知る</a>' in menu
    assert '<a href="/events/">研修・行事</a>' in menu
    assert '<a href="/about/who/">本人・ご家族</a>' in menu
    for address in [part.split('"')[0] for part in menu.split('href="')[1:]]:
        assert client.get(address).status_code == 200
    StandardPage.objects.get(slug="about").unpublish()
    later = text_of(type(client)().get("/"))
    assert '<a href="/#flow">支援を知る</a>' in later


def test_robots_and_sitemap_name_what_everybody_may_read(client, add_news):
    add_news("北部圏域の会議", slug="hokubu")
    now = dt.datetime.now(dt.UTC)
    event = make_event(now=now, starts_at=now + dt.timedelta(days=20))
    hidden = make_event(now=now, starts_at=now + dt.timedelta(days=20), publish=False)
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text_of(client.get("/robots.txt"))
    sitemap = text_of(client.get("/sitemap.xml"))
    assert "<loc>http://localhost:8000/news/hokubu/</loc>" in sitemap
    assert f"<loc>http://localhost:8000{event.get_absolute_url()}</loc>" in sitemap
    assert hidden.get_absolute_url() not in sitemap


def test_the_sitemap_names_the_places_that_are_no_pages_of_editors(client, site, add_news):
    page = add_news("北部圏域の会議", slug="北部")
    page.tags.add(Tag.objects.create(name="住まい", slug="住まい", reading="すまい"))
    page.save()
    shown, draft = make_table(), make_table(state="draft", title="まだの表")
    named = re.findall("<loc>http://localhost:8000(.*?)</loc>", text_of(client.get("/sitemap.xml")))
    places = {"/events/", "/directory/", "/figures/", "/glossary/", "/lectures/", "/reports/", "/contact/"}
    assert places <= set(named)
    assert {reverse("tags:tag", args=["住まい"]), shown.get_absolute_url()} <= set(named)
    assert draft.get_absolute_url() not in named
    assert f"/news/{quote('北部')}/" in named
    assert sorted(set(named)) == sorted(named)
    # What robots.txt or the page itself keeps out of search engines is not offered to them.
    assert not {"/search/", "/viewing/", "/accounts/login/"} & set(named)
    assert [client.get(address).status_code for address in named] == [200] * len(named)
    assert [address for address in named if "noindex" in text_of(client.get(address))] == []


def test_robots_keep_search_engines_out_of_a_demo_world(client, settings, db):
    settings.DEMO = True
    assert text_of(client.get("/robots.txt")) == "User-agent: *\nDisallow: /\n\n"


def test_there_is_one_home_page(site):
    assert [page.slug for page in HomePage.objects.all()] == ["home"]
    assert HomePage.can_create_at(Page.get_first_root_node()) is False
