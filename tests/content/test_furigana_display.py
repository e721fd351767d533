"""What readers get: readings when they want them, the very same page when they do not."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as door
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.furigana import queries, services, shown
from content.furigana.enums import ReadingState
from content.furigana.middleware import FuriganaMiddleware
from content.furigana.models import Reading, Shown
from foundation.japanese.readings import has_kanji
from foundation.public_pages import version
from portal.models import StandardPage
from tests.factories.events import make_event
from tests.factories.furigana import NOW, make_reading, without_ruby

pytestmark = pytest.mark.django_db
SWITCH = re.compile(r'<form class="furigana-switch".*?</form>', re.DOTALL)
READINGS = Path(door.PROJECT_ROOT) / "site" / "portal" / "readings" / "frame.txt"


def text_of(response):
    return response.content.decode()


def read(path, *, viewing="", client=None):
    """Ask for a page with this cookie; each client has pages kept of its own."""
    client = client or Client()
    client.cookies["viewing"] = viewing
    return client.get(path)


def count_queries(path, viewing):
    read(path, viewing=viewing)
    version.forget()
    with CaptureQueriesContext(connection) as captured:
        read(path, viewing=viewing)
    return len(captured)


# On and off


def test_a_reader_who_wants_readings_gets_confirmed_ones_only(new_site):
    make_reading("対象《たいしょう》になる方《かた》")
    make_reading("センターの仕事《しごと》", state=ReadingState.PROPOSED)
    page = text_of(read("/about/who/", viewing="furigana"))
    read_words = "<ruby>対象<rp>（</rp><rt>たいしょう</rt><rp>）</rp></ruby>になる<ruby>方"
    assert f'<h2 class="bar"><span class="furigana">{read_words}' in page
    assert '<h2 class="bar">ここでは決めないこと</h2>' in page


def test_off_is_not_one_byte_of_ruby_and_on_is_the_same_page_with_it(new_site):
    call_command("load_readings", str(READINGS), stdout=StringIO())
    off, on = (SWITCH.sub("", text_of(read("/contact/", viewing=each))) for each in ("", "furigana"))
    assert "<ruby>" not in off
    assert on.count("<ruby>") > 50
    assert without_ruby(on) == off


def test_whether_the_centre_is_open_is_read_beside_the_phone_and_at_the_foot(new_site):
    call_command("load_readings", str(READINGS), stdout=StringIO())
    page = text_of(read("/contact/", viewing="furigana"))
    state = re.compile(r"いまは?<ruby>(?:開|閉)<rp>（</rp><rt>(?:あ|し)</rt>")
    assert len(state.findall(page)) == 2
    read_too = [each for each in queries.readings_for(text_of(read("/contact/"))) if each.startswith("（")]
    assert [each for each in read_too if each.endswith(("まで）", "から）"))] != []
    for words in ("いま開いています", "いまは閉まっています", "（今日 午前8時30分から）"):
        assert queries.unconfirmed([words]) == []


def test_the_list_of_seminars_is_read_but_for_what_staff_wrote(new_site):
    call_command("load_readings", str(READINGS), stdout=StringIO())
    now = timezone.now()
    make_event(now=now, starts_at=now + timedelta(days=20), audience="partners")
    page = text_of(read("/events/", viewing="furigana"))
    for word, reading in (("締切", "しめきり"), ("受付中", "うけつけちゅう"), ("働", "はたら")):
        assert f"<ruby>{word}<rp>（</rp><rt>{reading}</rt>" in page


def test_titles_menus_and_hidden_words_keep_their_meaning(new_site):
    make_reading("相談《そうだん》・連絡《れんらく》")
    page = text_of(read("/contact/", viewing="furigana"))
    assert "<title>相談・連絡｜" in page
    assert 'aria-label="いまいるところ"' in page
    assert '<a href="/contact/" aria-current="page"><span class="furigana"><ruby>相談' in page
    assert '<h1><span class="furigana"><ruby>相談' in page


def test_days_and_times_are_read_by_rule_without_anybody(new_site):
    page = text_of(read("/contact/", viewing="furigana"))
    assert "<ruby>午後<rp>（</rp><rt>ごご</rt><rp>）</rp></ruby>5<ruby>時" in page


@pytest.mark.parametrize(
    ("chosen", "default", "is_on"),
    [
        ("", False, False),
        ("", True, True),
        ("furigana", False, True),
        ("furigana", True, True),
        ("plain", False, False),
        ("plain", True, False),
    ],
)
def test_what_a_page_does_by_itself_holds_until_the_reader_chooses(chosen, default, is_on):
    request = RequestFactory().get("/easy/?page=2")
    context = {"viewing": {"furigana": chosen}, "furigana_default": default, "request": request}
    source = "{% load furigana %}{% furigana_switch address='/viewing/furigana/' %}"
    switch = Template(source).render(Context(context))
    assert request.furigana_is_on is is_on
    assert ("ふりがなを消す" in switch, 'value="off"' in switch) == (is_on, is_on)
    assert 'name="next" value="/easy/?page=2"' in switch


# The switch


def switch(client, value, **extra):
    return client.post("/viewing/furigana/", {"furigana": value, "next": "/contact/"}, **extra)


def test_the_switch_works_without_token_or_script_and_leads_back(new_site):
    client = Client(enforce_csrf_checks=True)
    make_reading("電話《でんわ》")
    response = switch(client, "on")
    assert (response.status_code, response.headers["Location"]) == (302, "/contact/")
    assert client.cookies["viewing"].value == "furigana"
    page = text_of(client.get("/contact/"))
    assert "<rt>でんわ</rt>" in page
    assert "ふりがなを消す" in page
    switch(client, "off")
    assert client.cookies["viewing"].value == "plain"
    assert "<ruby>" not in text_of(client.get("/contact/"))


def test_the_switch_keeps_the_other_settings():
    client = Client()
    client.cookies["viewing"] = "dark-large"
    switch(client, "on")
    assert client.cookies["viewing"].value == "dark-large-furigana"


def test_asking_for_the_switch_changes_nothing():
    client = Client()
    assert client.get("/viewing/furigana/", {"furigana": "on"}).status_code == 405
    assert "viewing" not in client.cookies


@pytest.mark.parametrize(("origin", "status"), [("https://example.com", 403), ("null", 403)])
def test_another_site_cannot_switch(new_site, origin, status):
    client = Client()
    assert switch(client, "on", headers={"origin": origin}).status_code == status
    assert "viewing" not in client.cookies
    assert switch(client, "on", headers={"origin": "http://testserver"}).status_code == 302


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com", "javascript:x", ""])
def test_the_switch_leads_to_no_other_site(wanted):
    response = Client().post("/viewing/furigana/", {"furigana": "on", "next": wanted})
    assert response.headers["Location"] == "/"


def test_the_settings_offer_all_three(new_site):
    client = Client()
    page = text_of(client.get("/viewing/"))
    assert all(word in page for word in ("標準（わかりやすい版だけ）", "あり", "なし"))
    client.post("/viewing/", {"furigana": "plain", "next": ""})
    assert client.cookies["viewing"].value == "plain"
    client.post("/viewing/", {"furigana": "", "next": ""})
    assert client.cookies["viewing"].value == ""


# Kept pages and cost


def test_kept_pages_are_kept_apart_by_the_setting(new_site):
    make_reading("電話《でんわ》")
    version.forget()
    client, settings = Client(), ("", "furigana", "plain")
    first = {each: text_of(read("/contact/", viewing=each, client=client)) for each in settings}
    with CaptureQueriesContext(connection) as captured:
        again = {each: text_of(read("/contact/", viewing=each, client=client)) for each in settings}
    assert [query["sql"] for query in captured if "front_cache" not in query["sql"]] == []
    assert again == first
    assert ["<rt>" in page for page in first.values()] == [False, True, False]


@pytest.mark.parametrize(
    "cookie", ["furigana-", "-furigana", "furigana-plain", "furigana-xyz", "furigana-furigana"]
)
def test_a_forged_cookie_means_what_its_known_words_mean(new_site, cookie):
    make_reading("電話《でんわ》")
    assert "<rt>でんわ</rt>" in text_of(read("/contact/", viewing=cookie))


@pytest.mark.parametrize("cookie", ["FURIGANA", "<ruby>", "furigana2", "%00", "on", "x" * 5000])
def test_a_cookie_without_known_words_is_no_choice(new_site, cookie):
    make_reading("電話《でんわ》")
    response = read("/contact/", viewing=cookie)
    assert response.status_code == 200
    assert "<ruby>" not in text_of(response)


def test_readings_cost_one_query_and_none_when_off(new_site):
    plain = count_queries("/contact/", "")
    assert count_queries("/contact/", "plain") == plain
    make_reading("電話《でんわ》")
    assert count_queries("/contact/", "furigana") == plain + 1
    call_command("load_readings", str(READINGS), stdout=StringIO())
    assert count_queries("/contact/", "furigana") == plain + 1


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("<p>電話</p>", content_type="text/plain"),
        HttpResponse("電話", content_type="application/xml"),
        StreamingHttpResponse(["<p>電話</p>"]),
    ],
)
def test_what_is_no_page_is_left_alone(answer):
    make_reading("電話《でんわ》")
    request = RequestFactory().get("/")
    request.furigana_is_on = True
    assert FuriganaMiddleware(lambda _: answer)(request) is answer
    assert "<rt>" not in b"".join(answer).decode()


def test_the_length_of_the_answer_is_told_as_it_is():
    make_reading("電話《でんわ》")
    answer = HttpResponse("<p>電話</p>", headers={"Content-Length": "13"})
    request = RequestFactory().get("/")
    request.furigana_is_on = True
    FuriganaMiddleware(lambda _: answer)(request)
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert b"<rt>" in answer.content


# What the site shows


def test_the_sentences_of_a_page_are_those_it_shows(new_site):
    page = StandardPage.objects.get(slug="about")
    page.title, page.summary, page.responsible = "窓の題", "窓の要約。二つめ。", "相談係"
    page.last_published_at = None
    page.body = [("text", "<p>窓を<b>大きく</b>開ける。&lt;町&gt;</p>")]
    assert shown.sentences_of_page(page) == [
        *(
            "窓の題",
            "窓の要約。",
            "二つめ。",
            "窓を",
            "大きく",
            "開ける。",
            "<町>",
            "このページの担当：",
            "相談係",
        ),
    ]


def test_the_words_of_the_frame_are_collected_from_the_public_screens(new_site):
    words = shown.sentences_of_frame()
    assert {"本文へ進む", "ページが見つかりません", "相談は無料です。", "この見え方にする"} <= set(words)
    assert len(words) == len(set(words))


def test_a_sentence_collected_from_a_page_is_the_one_readings_are_laid_on(new_site):
    for sentence in queries.unconfirmed_on(StandardPage.objects.get(slug="who")):
        parts = [(each, "か" if has_kanji(each) else None) for each in sentence]
        services.load(readings=[parts], now=NOW)
    page = text_of(read("/about/who/", viewing="furigana"))
    main = page[page.index("<main") : page.index("</main>")]
    assert not has_kanji(re.sub(r"<ruby>.*?</ruby>|<[^>]*>", "", main))
    assert queries.live_unconfirmed([StandardPage.objects.get(slug="who")]) == {}


def test_live_unconfirmed_names_pages_and_frame_and_no_draft(new_site):
    StandardPage.objects.get(slug="privacy").unpublish()
    waiting = queries.live_unconfirmed()
    assert "対象になる方" in waiting["/about/who/"]
    assert "本文へ進む" in waiting[""]
    assert "/privacy/" not in waiting


def test_the_job_looks_at_a_page_again_when_it_was_published(new_site):
    live = len(queries.live_pages())
    later = NOW.replace(year=2100)
    assert services.look_over(now=later) == live + 1
    assert services.look_over(now=later) == 0
    noted = Shown.objects.get(page__url_path="/home/about/who/").sentences
    assert ("対象になる方" in noted, any("令和" in sentence for sentence in noted)) == (True, False)
    assert Reading.objects.filter(sentence="対象になる方", state=ReadingState.PROPOSED).exists()
    Shown.objects.filter(page__url_path="/home/about/who/").update(looked_at=NOW.replace(year=2000))
    assert services.look_over(now=later) == 1


def test_a_draft_in_the_preview_is_read_with_the_setting_of_whoever_looks(new_site, rf):
    make_reading("下書《したが》き")
    page = StandardPage.objects.get(slug="who")
    page.title = "下書き"
    original = rf.get("/", headers={"cookie": "viewing=furigana"})
    response = page.make_preview_request(original)
    assert '<h1><span class="furigana"><ruby>下書' in text_of(response)
