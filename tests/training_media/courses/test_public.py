"""What the public reads of courses: open and closed ones, what is said in them, nothing of drafts."""

import json
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.search.queries import search
from events.services.attachments import Upload
from foundation.registry import Registry
from tests.factories.accounts import sign_in
from tests.factories.events import NOW
from tests.training_media.courses.made import furnish, make_draft, make_open, speak
from training_media import registries
from training_media.courses.services.adding import attach_files, write_card
from training_media.courses.services.making import move_course
from training_media.models import Course

pytestmark = pytest.mark.django_db
CARD = {"point": "間に立つ", "note": "センターが調整します。", "source": "取組7、令和5年3月"}


def page(course):
    return f"/videos/{course.slug}/"


def anew(client, address):
    """Ask for a page past the front cache, which keeps no page with a key that it does not know."""
    return client.get(address, {"anew": "1"})


def asked(client, address):
    """Return how often our own tables are asked for a page."""
    anew(client, address)
    with CaptureQueriesContext(connection) as captured:
        assert anew(client, address).status_code == 200
    ours = ("training_media_", "courses_", "facts_")
    return sum(any(f'FROM "{app}' in query["sql"] for app in ours) for query in captured)


def test_a_draft_is_found_by_those_who_make_courses_alone(staff, partner, client, today):
    course = make_draft(staff)
    addresses = [page(course), f"{page(course)}transcript/1/ja/", f"{page(course)}captions/1/ja.vtt"]
    for address in addresses:
        assert client.get(address).status_code == 404
        assert sign_in(Client(), partner).get(address).status_code == 404
        assert sign_in(Client(), staff).get(address).status_code == 200
    assert "受け入れの話" not in client.get("/videos/").text
    assert 'href="/watch/"' in client.get("/videos/").text


def test_an_open_course_says_all_of_itself(staff, manager, client, today):
    course = make_open(staff, manager, parts=2)
    furnish(course, actor=staff)
    upload = Upload("国の通知（令和2年度）", "pdf", ContentFile(b"%PDF-1.7 notice"))
    [file] = attach_files(course=course, uploads=[upload], actor=staff, now=NOW)
    write_card(card=None, details=CARD, courses=[course], actor=staff, now=NOW)
    text = client.get(page(course)).text
    for words in (
        *("1時間30分", "登録のしかたを知る", "第2部", "24:00", "3つ目の方法", "5,213円/日", "令和4年度"),
        *("食事は、どうしますか。0", "国の通知（令和2年度）（PDF・", "間に立つ", "取組7、令和5年3月"),
        *("空いている部屋を、さしつかえのない範囲で使います。", "案内した機関の人"),
    ):
        assert words in text, words
    answer = client.get(file.get_absolute_url())
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 notice"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(file.get_absolute_url().replace(file.file_name, "other.pdf")).status_code == 404


def test_a_closed_course_can_still_be_read_and_an_archived_one_cannot(staff, manager, client, today):
    course = make_open(staff, manager)
    move_course(course=course, move="close", actor=staff, now=NOW)
    assert "見られる期間は、終わりました" in anew(client, page(course)).text
    move_course(course=course, move="archive", actor=staff, now=NOW)
    assert anew(client, page(course)).status_code == 404


def test_why_there_are_no_captions_is_said(staff, manager, client, today):
    course = make_open(staff, manager, captions=False)
    assert "手話があります" in client.get(page(course)).text


def test_a_room_that_shows_films_adds_its_door_with_its_moments(staff, manager, client, today, monkeypatch):
    doors = Registry()
    monkeypatch.setattr(registries, "course_doors", doors)
    course = make_open(staff, manager)
    assert "案内の届いた機関の方が見られます" in anew(client, page(course)).text
    door = registries.CourseDoor(
        "動画を見る",
        f"{page(course)}watch/",
        note="事業所の番号で入ります",
        moment=lambda part, moment: f"{page(course)}watch/{part.number}/#t={moment // 1000}",
    )
    doors.register("watching", lambda course, request: door)
    text = anew(client, page(course)).text
    assert f'<a class="button" href="{page(course)}watch/">動画を見る</a>' in text
    assert f'href="{page(course)}watch/1/#t=1440"' in text
    assert f'href="{page(course)}watch/1/#t=12"' in client.get(f"{page(course)}transcript/1/ja/").text
    move_course(course=course, move="close", actor=staff, now=NOW)
    assert "動画を見る</a>" not in anew(client, page(course)).text


def test_a_transcript_stands_at_its_times_under_its_chapters(staff, manager, client, today):
    course = make_open(staff, manager)
    speak(course.parts.get(), actor=staff, language="en", lines="0:05 We use a room.\n0:12 It is free.")
    text = client.get(f"{page(course)}transcript/1/ja/").text
    assert re.findall('<div id="t=([0-9]+)"', text) == ["5", "12", "1450"]
    assert text.index("<h2>社会のいま</h2>") < text.index("t=5") < text.index("<h2>登録</h2>")
    assert text.index("<h2>登録</h2>") < text.index("t=1450")
    assert "<b>講師</b>登録は、保護観察所にします。" in text
    english = client.get(f"{page(course)}transcript/1/en/").text
    assert '<p lang="en">We use a room. It is free.</p>' in english
    assert client.get(f"{page(course)}transcript/1/vi/").status_code == 404
    assert client.get(f"{page(course)}transcript/2/ja/").status_code == 404


def test_captions_are_handed_out_as_webvtt(staff, manager, client, today):
    course = make_open(staff, manager)
    answer = client.get(f"{page(course)}captions/1/ja.vtt")
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "public" in answer.headers["Cache-Control"]
    assert answer.text.startswith("WEBVTT\n\n00:00:05.000 --> 00:00:12.000\n空いている部屋を")
    assert "public" not in sign_in(Client(), staff).get(f"{page(course)}captions/1/ja.vtt").headers.get(
        "Cache-Control", ""
    )


def test_words_are_found_in_all_films_at_their_time(staff, manager, client, today):
    course = make_open(staff, manager)
    make_draft(staff, title="まだの話")
    text = client.get("/videos/", {"q": "保護観察所"}).text
    assert "1か所で話しています" in text
    assert f'href="{page(course)}transcript/1/ja/#t=12"' in text
    assert "受け入れの話　第1部　0:12" in text
    assert "見つかりませんでした" in client.get("/videos/", {"q": "ないことば"}).text
    assert [group.kind for group in search("保護観察所").groups] == ["動画の中の言葉"]


def test_papers_hold_figures_with_their_source_and_cards(staff, manager, client, today):
    course = make_open(staff, manager)
    for paper in ("facts", "cards"):
        assert client.get(f"{page(course)}{paper}.pdf").status_code == 404
    furnish(course, actor=staff)
    write_card(card=None, details=CARD, courses=[course], actor=staff, now=NOW)
    for paper in ("facts", "cards"):
        answer = client.get(f"{page(course)}{paper}.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-1.7")


def test_machines_read_of_the_course_and_its_parts(staff, manager, client, today):
    course = make_open(staff, manager)
    blocks = re.findall('ld\\+json">(.*?)</script>', client.get(page(course)).text)
    [data] = [each for each in map(json.loads, blocks) if each.get("@type") == "Course"]
    [video] = data["hasPart"]
    assert (data["name"], data["timeRequired"], data["inLanguage"]) == ("受け入れの話", "PT45M", ["ja"])
    assert (video["@type"], video["duration"]) == ("VideoObject", "PT45M")
    assert [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in video["hasPart"]] == [
        ("社会のいま", 0, 1440),
        ("登録", 1440, 2700),
    ]
    assert "contentUrl" not in json.dumps(data)


def test_the_sitemap_names_what_everybody_may_read(staff, manager, client, today):
    course, draft = make_open(staff, manager), make_draft(staff)
    text = client.get("/sitemap.xml").text
    assert f"{page(course)}</loc>" in text
    assert page(draft) not in text


def test_three_courses_cost_no_more_than_one(staff, manager, client, today):
    make_open(staff, manager)
    assert asked(client, "/videos/") == 4
    for _ in range(2):
        make_open(staff, manager)
    assert asked(client, "/videos/") == 4


def test_three_parts_and_answers_cost_no_more_than_one(staff, manager, client, today):
    for parts, answers in ((1, 1), (3, 3)):
        course = make_open(staff, manager, parts=parts)
        furnish(course, actor=staff, answers=answers)
        assert asked(client, page(course)) == 10, parts
        assert asked(client, f"{page(course)}transcript/1/ja/") == 8, parts
    assert Course.objects.count() == 2
