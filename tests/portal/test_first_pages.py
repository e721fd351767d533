"""What a new site says: every address leads somewhere, every paper is one sheet."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader
from wagtail.models import Page, PageViewRestriction

from content.duties.models import Duty
from content.models import BasePage
from foundation.audit.models import Entry
from foundation.public_pages import version
from portal import paper_views
from portal.flow_drawing import drawn, lines_of
from portal.models import (
    DutyIndexPage,
    DutyPage,
    FlowPage,
    LibraryIndexPage,
    LibraryPage,
    LibraryVersion,
    NetworkCentre,
    NetworkPage,
    StandardPage,
)
from tests.factories.accounts import sign_in
from tests.factories.shown import mark


def text_of(response):
    return response.content.decode()


def add_paper(title, **fields):
    fields = {"kind": "pamphlet", "origin": "センター", "responsible": "係"} | fields
    page = LibraryPage(title=title, **fields)
    LibraryIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


# Addresses


def test_every_link_of_every_first_page_leads_somewhere(client, site):
    addresses = [page.specific.address for page in Page.objects.live().filter(depth__gte=2)]
    assert len(addresses) > 20
    broken = {}
    for address in addresses:
        html = text_of(client.get(address))
        for link in set(re.findall(r'href="(/[^"#?]*)', html)):
            if not link.startswith(("/static/", "/accounts/", "/documents/")):
                status = client.get(link).status_code
                if status != 200:
                    broken.setdefault((link, status), address)
    assert broken == {}


def test_a_link_to_a_draft_is_not_shown_and_appears_with_its_page(client, site):
    why = Page.objects.get(slug="why").specific
    assert 'href="/about/why/"' in text_of(client.get("/"))
    why.unpublish()
    version.forget()
    assert 'href="/about/why/"' not in text_of(client.get("/"))
    why.save_revision().publish()
    version.forget()
    assert 'href="/about/why/"' in text_of(client.get("/"))


def test_every_page_has_one_heading_and_a_title_of_its_own(client, site):
    titles = {}
    for page in Page.objects.live().filter(depth__gte=2).specific():
        html = text_of(client.get(page.address))
        assert len(re.findall("<h1[ >]", html)) == 1, page.address
        titles.setdefault(re.search("<title>(.*?)</title>", html)[1], []).append(page.address)
    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}


def test_the_map_of_the_site_names_every_page_but_single_news(client, site, add_news):
    news = add_news("細かなお知らせ")
    html = text_of(client.get("/site-map/"))
    pages = [page for page in Page.objects.live().filter(depth__gte=2).specific() if page.pk != news.pk]
    assert [page.title for page in pages if f'href="{page.address}"' not in html] == []
    assert "細かなお知らせ" not in html


@pytest.mark.parametrize("path", ["/about/", "/about/duties/", "/about/flow/", "/library/", "/site-map/"])
def test_a_page_that_nobody_has_kept_takes_few_queries(site, count_queries, path):
    assert count_queries(path) <= 12


# Duties


def test_six_duties_have_a_page_each_that_says_what_is_done_and_by_which_words(client, site):
    assert [duty.number for duty in Duty.objects.all()] == [1, 2, 3, 4, 5, 6]
    assert DutyPage.objects.live().count() == 6
    html = text_of(client.get("/about/duties/follow-up/"))
    for words in ("出たあとの支え", "フォローアップ業務（業務2）", "意見書", "出典"):
        assert words in html


def test_five_boxes_of_the_brochure_hold_all_six_duties(site):
    assert len(set(Duty.objects.values_list("brochure_name", flat=True))) == 5


def test_no_duty_is_without_acts_or_source(site):
    with pytest.raises(IntegrityError, match="duties_duty_does_something"), transaction.atomic():
        Duty.objects.update(acts=[])
    with pytest.raises(IntegrityError, match="duties_duty_has_a_source"), transaction.atomic():
        Duty.objects.update(source="")


def test_staff_change_the_words_of_a_duty_and_readers_see_them(client, site, staff):
    duty = Duty.objects.get(code="consultation")
    fields = {
        "number": 4,
        "name": duty.name,
        "plain_name": "相談を受ける",
        "brochure_name": duty.brochure_name,
        "summary": "どなたの相談も受けます。",
        "acts": "話を聞く\n\n話を聞く\nいっしょに考える",
        "forms": "",
        "legal_words": "",
        "source": "",
    }
    desk = sign_in(Client(), staff)
    fields |= mark(desk, f"/cms/duties/edit/{duty.pk}/")
    refused = desk.post(f"/cms/duties/edit/{duty.pk}/", fields)
    assert refused.status_code == 200
    assert "いっしょに考える" in text_of(refused)
    assert desk.post(f"/cms/duties/edit/{duty.pk}/", fields | {"source": "業務内容の説明"}).status_code == 302
    duty.refresh_from_db()
    assert duty.acts == ["話を聞く", "いっしょに考える"]
    assert Entry.objects.latest("id").verb == "duties.duty_changed"
    assert "どなたの相談も受けます。" in text_of(client.get("/about/duties/consultation/"))


# Flow


def test_the_flow_is_an_ordered_list_before_it_is_a_drawing(client, site):
    html = text_of(client.get("/about/flow/"))
    assert html.index('<ol class="steps">') < html.index('<svg class="flow-drawing"')
    assert html.count('<svg class="flow-drawing"') == 2
    assert "<desc>1 依頼が届く：センター、刑務所・保護観察所など。" in html


def test_the_drawing_joins_only_stages_that_follow_each_other():
    drawing = drawn(
        [("一", frozenset("ab")), ("二", frozenset("a")), ("三", frozenset("ab"))],
        [("a", "甲"), ("b", "乙"), ("c", "丙")],
    )
    assert [(row.name, len(row.dots), len(row.lines)) for row in drawing.rows] == [("甲", 3, 2), ("乙", 2, 0)]
    assert drawing.description == "1 一：甲、乙。2 二：甲。3 三：甲、乙"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("会って話す", ("会って話す",)),
        ("受け入れ先を決める", ("受け入れ先を", "決める")),
        ("いっしょに支える", ("いっしょに", "支える")),
        ("ひとりだちをする", ("ひとりだ", "ちをする")),
    ],
)
def test_a_long_name_takes_two_lines(name, lines):
    assert lines_of(name) == lines


# Papers


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/papers/flow.pdf", "裁判などの途中の方の流れ"),
        ("/papers/duties.pdf", "フォローアップ業務"),
        ("/papers/leaflet.pdf", "099-000-1234"),
        ("/papers/principles.pdf", "4公正である"),
    ],
)
def test_a_paper_is_one_sheet_that_says_what_its_page_says(client, site, path, words):
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(BytesIO(response.content)).pages
    assert len(pages) == 1
    assert words in re.sub(r"\s", "", pages[0].extract_text())


def test_papers_of_pages_that_nobody_may_read_are_not_found(client, site):
    principles = StandardPage.objects.get(slug="principles")
    for page in (FlowPage.objects.get(), NetworkPage.objects.get(), DutyIndexPage.objects.get(), principles):
        page.unpublish()
    PageViewRestriction.objects.create(page=site, restriction_type=PageViewRestriction.LOGIN)
    names = ("flow.pdf", "centres.csv", "duties.pdf", "leaflet.pdf", "principles.pdf")
    assert [client.get(f"/papers/{name}").status_code for name in names] == [404] * 5


def test_a_paper_is_laid_out_once_however_it_is_asked_for(client, site, monkeypatch):
    made = []
    monkeypatch.setattr(paper_views, "leaflet_pdf", lambda home: made.append(home) or b"%PDF")
    answers = [client.get(f"/papers/leaflet.pdf?x={number}").content for number in range(3)]
    assert (answers, len(made)) == ([b"%PDF"] * 3, 1)


def test_a_paper_whose_words_grew_too_long_takes_a_second_sheet(client, site):
    Duty.objects.update(acts=["とても長い説明です。" * 12] * 20)
    pages = PdfReader(BytesIO(client.get("/papers/duties.pdf").content)).pages
    assert len(pages) > 1


# Library


def test_the_newest_version_is_offered_and_the_ones_before_are_listed(client, site):
    page = add_paper("パンフレット")
    page.versions = [
        LibraryVersion(label="令和7年度版", issued_on=date(2025, 4, 1)),
        LibraryVersion(label="令和8年度版", issued_on=date(2026, 4, 1), note="電話番号を変えました"),
    ]
    page.save_revision().publish()
    html = text_of(client.get(page.address))
    assert page.newest.label == "令和8年度版"
    before = html[html.index("前の版") :]
    assert ("令和7年度版" in before, "令和8年度版" in before) == (True, False)


def test_a_version_is_named_once(site):
    page = add_paper("パンフレット")
    rows = [LibraryVersion(page=page, label="初版", issued_on=date(2026, 4, number)) for number in (1, 2)]
    with pytest.raises(IntegrityError, match="portal_libraryversion_label_once"), transaction.atomic():
        LibraryVersion.objects.bulk_create(rows)


def test_every_paper_says_whose_it_is(client, site):
    with pytest.raises(IntegrityError, match="portal_librarypage_has_an_origin"), transaction.atomic():
        LibraryPage.objects.update(origin="")
    html = text_of(client.get("/library/?kind=form"))
    assert ("保護観察所" in html, "センターのご案内" in html) == (True, False)


def test_papers_are_found_by_fiscal_year(client, site):
    add_paper("報告書", kind="report", fiscal_year=2025)
    add_paper("古い報告書", kind="report", fiscal_year=2020, is_archived=True)
    html = text_of(client.get("/library/?kind=report&year=2025"))
    assert ("古い報告書" in html, "令和2年度（2020年度）" in html) == (False, True)
    assert "いまは使われていません" in text_of(client.get("/library/?year=2020"))


def test_a_forged_filter_shows_all_papers(client, site):
    assert "センターのご案内" in text_of(client.get("/library/?kind=%00&year=x&page=-1"))


def test_three_papers_take_as_many_queries_as_one(site, count_queries):
    LibraryPage.objects.all().delete()
    add_paper("一").versions.create(label="初版", issued_on=date(2026, 4, 1))
    assert count_queries("/library/") == 11
    for title in ("二", "三"):
        add_paper(title).versions.create(label="初版", issued_on=date(2026, 4, 1))
    assert count_queries("/library/") == 11


# Network


def test_centres_not_checked_for_a_year_are_marked(client, site):
    page = NetworkPage.objects.get()
    row = {"name": "見本県センター", "operator_kind": "npo", "phone": "000-000-0001"}
    page.centres = [
        NetworkCentre(prefecture="甲県", checked_on=date.today(), **row),  # noqa: DTZ011 -- days only
        NetworkCentre(prefecture="乙県", checked_on=date(2020, 1, 1), **row),
    ]
    page.save_revision().publish()
    html = text_of(client.get("/about/network/"))
    assert html.count("365日より前です") == 1
    lines = client.get("/papers/centres.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "都道府県,名前,運営,電話,ホームページ,確かめた日"
    assert lines[2] == "乙県,見本県センター,NPO法人,000-000-0001,,2020-01-01"


def test_a_list_without_centres_still_says_how_long_a_check_holds(site, rf):
    page = NetworkPage.objects.get()
    page.centres.all().delete()
    shown = NetworkPage.objects.get().get_context(rf.get("/about/network/"))
    assert (shown["centre_rows"], shown["check_holds"]) == ([], 365)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"operator_kind": "unknown"}, "operator_kind_is_known"),
        ({"prefecture": ""}, "says_where_and_who"),
        ({"name": ""}, "says_where_and_who"),
    ],
)
def test_another_centre_has_a_place_a_name_and_a_known_operator(site, change, constraint):
    page = NetworkPage.objects.get()
    row = {"name": "見本県センター", "operator_kind": "npo", "checked_on": date(2026, 4, 1)}
    centre = NetworkCentre.objects.create(page=page, prefecture="甲県", **row)
    with pytest.raises(IntegrityError, match=f"portal_networkcentre_{constraint}"), transaction.atomic():
        NetworkCentre.objects.filter(pk=centre.pk).update(**change)


def test_three_centres_take_as_many_queries_as_one(site, count_queries):
    page = NetworkPage.objects.get()
    row = {"name": "見本県センター", "operator_kind": "npo", "checked_on": date(2026, 4, 1)}
    page.centres = [NetworkCentre(prefecture="甲県", **row)]
    page.save_revision().publish()
    asked = [count_queries(path) for path in ("/about/network/", "/papers/centres.csv")]
    page.centres = [NetworkCentre(prefecture=name, **row) for name in ("甲県", "乙県", "丙県")]
    page.save_revision().publish()
    assert [count_queries(path) for path in ("/about/network/", "/papers/centres.csv")] == asked == [12, 8]


# What machines read


def structured(html):
    return [
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]


def test_the_home_page_tells_machines_who_the_centre_is(client, site):
    html = text_of(client.get("/"))
    (centre,) = structured(html)
    assert (centre["@type"], centre["telephone"]) == ("GovernmentOffice", "099-000-1234")
    assert centre["openingHoursSpecification"]["opens"] == "08:30"
    assert '<link rel="canonical" href="http://localhost:8000/">' in html


def test_a_page_tells_its_way_down_and_its_questions(client, site):
    kinds = {data["@type"]: data for data in structured(text_of(client.get("/about/why/")))}
    assert [item["name"] for item in kinds["BreadcrumbList"]["itemListElement"]] == [
        "ホーム",
        "支援を知る",
        "なぜ、支援するのですか",
    ]
    assert kinds["FAQPage"]["mainEntity"][0]["@type"] == "Question"


def test_words_of_editors_cannot_end_the_block_for_machines(client, site, add_news):
    page = add_news("</script><b>題</b>")
    html = text_of(client.get(page.address))
    assert structured(html)[-1]["headline"] == "</script><b>題</b>"
    assert "</script><b>" not in html


def test_pages_that_nobody_should_find_say_nothing_to_machines(client, site):
    html = text_of(client.get("/search/?q=x"))
    assert ("og:title" in html, "canonical" in html) == (False, False)


def test_feeds_hold_what_everybody_may_read(client, site, add_news):
    add_news("公開のお知らせ", summary="ひとこと")
    add_news("取り下げ").unpublish()
    response = client.get("/news/feed.xml")
    text = text_of(response)
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    assert ("公開のお知らせ" in text, "取り下げ" in text) == (True, False)
    assert "<link>http://localhost:8000/news/" in text


def test_the_feed_asks_as_often_for_three_news_as_for_one(site, add_news, count_queries):
    add_news("一")
    assert count_queries("/news/feed.xml") == 3
    add_news("二")
    add_news("三")
    assert count_queries("/news/feed.xml") == 3


def test_a_sign_that_no_feed_may_hold_does_not_end_the_feed(client, site, add_news):
    add_news("題\x0bの途中", summary="要\x0b約")
    assert "<title>題 の途中</title>" in text_of(client.get("/news/feed.xml"))


def test_the_title_of_a_page_that_is_not_public_stands_nowhere_in_the_flow(client, site):
    flow, secret = FlowPage.objects.get(), Page.objects.get(slug="principles")
    stages = flow.variants[0].value["stages"]
    stages[0]["page"] = secret
    flow.save_revision().publish()
    assert "運営の方針" in text_of(client.get("/about/flow/"))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    version.forget()
    assert "運営の方針" not in text_of(client.get("/about/flow/"))


def test_every_page_kind_says_who_answers_for_it(site):
    pages = [
        page for page in Page.objects.live().filter(depth__gte=2).specific() if isinstance(page, BasePage)
    ]
    assert [page.title for page in pages if not page.responsible] == []
