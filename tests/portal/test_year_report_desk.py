"""The desk for yearly reports: who comes in, who may do what, one press each, all without scripts."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.year_report import desk_urls, services
from portal.year_report.models import YearReport
from portal.year_report.panels import reports_on_the_desk
from tests.factories.accounts import make_user, sign_in
from tests.factories.figures import NOW, make_table, seen, somebody
from tests.factories.shown import mark
from tests.factories.year_report import bring, make_report

pytestmark = pytest.mark.django_db

NAMES = [pattern.name for pattern in desk_urls.urlpatterns]
OF_CHAPTERS = {"chapter", "remove_chapter", "chapter_up", "chapter_down", "chapter_pull"}
LEADING = {
    *("begin", "publish", "pull", "reopen", "withdraw", "add_chapter"),
    *("remove_chapter", "chapter_up", "chapter_down", "chapter_pull"),
}
ONLY_BY_POST = {
    "send",
    "take_back",
    "publish",
    "pull",
    "reopen",
    "chapter_up",
    "chapter_down",
    "chapter_pull",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(centre):
    return sign_in(Client(), somebody("staff"))


@pytest.fixture
def managers_desk(centre):
    return sign_in(Client(), somebody("manager"))


def address(name, report=None):
    if name in ("list", "begin"):
        return reverse(f"year_report_desk:{name}")
    keys = [report.pk, report.chapters.first().pk] if name in OF_CHAPTERS else [report.pk]
    return reverse(f"year_report_desk:{name}", args=keys)


def text_of(response):
    return response.content.decode()


# Who comes in


def test_every_address_is_known_to_these_tests():
    assert set(NAMES) == OF_CHAPTERS | LEADING | ONLY_BY_POST | {"list", "report", "words", "proof"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("role", "status"), [("editor", 404), ("partner", 302), ("system_admin", 404)])
def test_who_does_not_write_reports_finds_nothing_there(name, role, status):
    report = make_report(state="draft")
    client = sign_in(Client(), make_user(roles=[role]), with_factor=role != "partner")
    for method in (client.get, client.post):
        assert method(address(name, report)).status_code == status
    assert (YearReport.objects.get().state, report.chapters.count()) == ("draft", 1)


@pytest.mark.parametrize("name", sorted(LEADING))
def test_staff_find_nothing_where_the_manager_decides(name, desk):
    report = make_report(state="draft")
    assert desk.post(address(name, report)).status_code == 404
    assert desk.get(address(name, report)).status_code == 404
    assert address(name, report) not in text_of(desk.get(address("report", report)))


@pytest.mark.parametrize("name", NAMES)
def test_the_manager_comes_in_everywhere(name, managers_desk):
    report = make_report(state="draft")
    expected = 405 if name in ONLY_BY_POST else 200
    assert managers_desk.get(address(name, report)).status_code == expected


@pytest.mark.parametrize("name", sorted(set(NAMES) - LEADING - ONLY_BY_POST))
def test_staff_come_in_where_words_are_written(name, desk):
    assert desk.get(address(name, make_report(state="draft"))).status_code == 200


def test_a_chapter_is_found_under_its_own_report_alone(managers_desk):
    one, other = make_report(state="draft"), make_report(state="draft", year=2024)
    wrong = reverse("year_report_desk:chapter", args=[one.pk, other.chapters.get().pk])
    assert managers_desk.get(wrong).status_code == 404


# From the beginning to the public


def test_a_report_goes_from_one_press_to_the_public(desk, managers_desk):
    make_table(fiscal_year=2025)
    managers_desk.post(address("begin"), {"fiscal_year": "2025"})
    report = YearReport.objects.get()
    written = {"heading": "数字", "words": "文です。"}
    written |= mark(desk, address("chapter", report))
    assert desk.post(address("chapter", report), written).status_code == 303
    written = {"title": "あゆみ", "foreword": "はじめに。"}
    desk.post(address("words", report), written | mark(desk, address("words", report)))
    desk.post(address("send", report))
    page = managers_desk.get(address("report", report))
    assert "公開する</button>" in text_of(page)
    managers_desk.post(address("publish", report), seen(report))
    report.refresh_from_db()
    assert (report.state, report.title, report.chapters.get().heading) == ("published", "あゆみ", "数字")


def test_who_sent_a_report_is_not_offered_to_publish_it(managers_desk):
    report = make_report(state="draft")
    managers_desk.post(address("send", report))
    page = text_of(managers_desk.get(address("report", report)))
    assert ("公開する</button>" in page, "校正に出した人とは別の人" in page) == (False, True)
    managers_desk.post(address("publish", report), seen(report))
    report.refresh_from_db()
    assert report.state == "proof"


def test_nobody_publishes_words_that_changed_after_they_were_read(desk, managers_desk):
    report = make_report(state="proof")
    read = seen(report)
    assert read["seen"] in text_of(managers_desk.get(address("report", report)))
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        desk.post(address("take_back", report))
        written = {"title": "だれも読んでいない題", "foreword": ""}
        desk.post(address("words", report), written | mark(desk, address("words", report)))
        desk.post(address("send", report))
        for posted in ({}, read):
            answer = managers_desk.post(address("publish", report), posted, follow=True)
            assert "読んでいるあいだに、変わりました" in text_of(answer)
            report.refresh_from_db()
            assert report.state == "proof"
        managers_desk.post(address("publish", report), seen(report))
    report.refresh_from_db()
    assert report.state == "published"


@pytest.mark.parametrize("name", ["words", "chapter"])
def test_what_was_typed_while_a_colleague_sent_the_report_is_shown_again(desk, name):
    report = make_report(state="draft")
    opened = mark(desk, address(name, report))
    bring(report, "proof")
    typed = opened | {"title": "題", "foreword": "書きかけの文", "heading": "見出し", "words": "書きかけの文"}
    answer = desk.post(address(name, report), typed)
    assert answer.status_code == 422
    assert "書きかけの文" in text_of(answer)


def test_chapters_are_added_moved_pulled_and_removed(managers_desk):
    report = make_report(state="draft")
    managers_desk.post(address("add_chapter", report), {"heading": "お礼", "words": "ありがとう。"})
    managers_desk.post(address("chapter_down", report))
    assert [each.heading for each in report.chapters.all()] == ["お礼", "数字で見る1年"]
    question = managers_desk.get(address("remove_chapter", report))
    assert "「お礼」をなくします" in text_of(question)
    managers_desk.post(address("remove_chapter", report), {"seen": question.context["seen"]})
    assert [each.source for each in report.chapters.all()] == ["figures"]
    answer = managers_desk.post(address("chapter_pull", report), follow=True)
    assert "この章の表を集めなおしました" in text_of(answer)
    answer = managers_desk.post(address("pull", report), follow=True)
    assert "表を集めなおしました" in text_of(answer)


def test_a_published_report_is_made_anew_or_taken_out_of_sight(managers_desk):
    report = make_report()
    managers_desk.post(address("reopen", report))
    assert YearReport.objects.get(version=2).state == "draft"
    assert "この版を、外から見えなくします" in text_of(managers_desk.get(address("withdraw", report)))
    managers_desk.post(address("withdraw", report))
    report.refresh_from_db()
    assert report.state == "withdrawn"


def test_a_refusal_says_why(desk, managers_desk):
    report = make_report(state="draft", words="メールは2人です。")
    assert "文から外してください" in text_of(desk.post(address("send", report), follow=True))
    published = make_report(year=2024)
    for name in ("words", "chapter"):
        assert "直せるのは、下書きだけです" in text_of(desk.get(address(name, published), follow=True))
    for name in ("add_chapter", "chapter_up", "pull"):
        method = managers_desk.get if name == "add_chapter" else managers_desk.post
        assert "直せるのは、下書きだけです" in text_of(method(address(name, published), follow=True))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("words", {"title": "", "foreword": ""}),
        ("chapter", {"heading": "", "words": ""}),
        ("add_chapter", {"heading": "", "words": ""}),
        ("begin", {"fiscal_year": "2026"}),
        ("begin", {"fiscal_year": "x"}),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_changes(managers_desk, name, typed):
    report = make_report(state="draft")
    answer = managers_desk.post(address(name, report), typed)
    assert (answer.status_code, "エラー：" in text_of(answer)) == (422, True)
    assert (YearReport.objects.count(), report.chapters.count()) == (1, 1)


def test_every_finished_year_without_a_report_is_offered(managers_desk):
    make_report(state="draft")
    page = text_of(managers_desk.get(address("begin")))
    assert ("令和6年度" in page, "令和7年度" in page, "令和8年度" in page) == (True, False, False)


# What the desk shows


def test_the_desk_shows_what_readers_will_see_and_nothing_hidden(desk):
    page = text_of(desk.get(address("report", make_report(state="draft"))))
    assert ("9人" in page, "23人" in page, "非表示" in page) == (True, False, True)


def test_the_paper_to_read_with_a_pencil_is_kept_by_nobody(desk):
    answer = desk.get(address("proof", make_report(state="proof")))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"].startswith("private, no-store")


@pytest.mark.parametrize("reports", [1, 3])
def test_the_list_asks_as_often_for_many_reports_as_for_one(desk, reports):
    for number in range(reports):
        make_report(state="draft", year=2025 - number)
    assert asked(desk, address("list")) == 2


@pytest.mark.parametrize("chapters", [1, 3])
def test_a_report_asks_as_often_for_many_chapters_as_for_one(desk, chapters):
    report = make_report(state="draft")
    for number in range(1, chapters):
        services.add_chapter(
            report=report, heading=f"章{number}", words="文", actor=somebody("manager"), now=NOW
        )
    assert asked(desk, address("report", report)) == 3


def asked(client, place):
    """Return how often a screen asks about reports; the admin's frame asks who reads it."""
    client.get(place)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(place).status_code == 200
    return len([query for query in captured if 'FROM "year_report_' in query["sql"]])


@pytest.mark.parametrize("query", ["page=x", "page=99"])
def test_a_broken_query_is_no_error(desk, query):
    make_report(state="draft")
    assert desk.get(f"{address('list')}?{query}").status_code == 200


def test_the_start_page_tells_the_second_person_alone(rf):
    make_report(state="proof")
    found = {}
    for role in ("staff", "manager"):
        request = rf.get("/cms/")
        request.user = somebody(role)
        found[role] = [todo.count for todo in reports_on_the_desk(request)]
    assert found == {"staff": [], "manager": [1]}
