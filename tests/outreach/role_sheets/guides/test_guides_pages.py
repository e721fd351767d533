"""What everybody reads: shelves, questions, guides and practices, and the same on paper."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.search import search
from content.search.services import rebuild_index
from foundation.public_pages import version
from outreach.role_sheets.guides import shelf
from outreach.role_sheets.guides.enums import PartKind
from outreach.role_sheets.guides.services import change_question
from tests.factories.accounts import sign_in
from tests.factories.guides import make_guide, make_part, make_practice, make_question

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
QUESTIONS, PRACTICES = "/guides/questions/", "/guides/practices/"
PAST = {"valid_until": date(2024, 3, 31)}


@pytest.fixture(autouse=True)
def _today(db):
    with time_machine.travel(NOW, tick=False):
        yield


def page(address, client=None, **query):
    answer = (client or Client()).get(address, query)
    assert answer.status_code == 200
    return answer


def two_versions(**fields):
    """Make a question with an answer of the past and the one that took its place."""
    old = make_question(**(PAST | fields))
    new = make_question(version=2, valid_from=date(2024, 4, 1), answer="新しい見本の答えです。")
    old.superseded_by = new
    old.save()
    return old, new


def listed(answer):
    return [(theme, [line.row.question for line in lines]) for theme, lines in answer.context["groups"]]


def test_an_empty_site_says_that_there_is_nothing_yet():
    assert page("/guides/").status_code == 200
    assert "質問と答えは、まだありません" in page(QUESTIONS).text
    assert "好取組は、まだありません" in page(PRACTICES).text
    assert Client().get("/guides/entry/").status_code == 404
    assert Client().get("/guides/questions/print.pdf").status_code == 404


def test_the_shelves_of_every_room_stand_in_their_order_below_the_search_box():
    make_guide()
    make_question()
    make_practice()
    answer = page("/guides/")
    ours = ["入口支援・出口支援のガイド", "質問と答え", "好取組"]
    assert [each.title for each in answer.context["shelves"] if each.title in ours] == ours
    assert 'action="/guides/questions/"' in answer.text
    assert '<a href="/guides/questions/1/">見本の質問1</a>' in answer.text


def test_questions_stand_by_theme_in_the_order_of_themes():
    make_question(1, theme="money")
    make_question(2, theme="who_runs")
    make_question(3, theme="money")
    assert listed(page(QUESTIONS)) == [
        ("だれが行うか", ["見本の質問2"]),
        ("予算と手続き", ["見本の質問1", "見本の質問3"]),
    ]


def test_a_reader_keeps_one_theme_or_what_is_for_them():
    make_question(1, theme="money")
    make_question(2, audiences=["lawyer", "office"])
    assert listed(page(QUESTIONS, theme="money")) == [("予算と手続き", ["見本の質問1"])]
    assert listed(page(QUESTIONS, **{"for": "lawyer"})) == [("どんなことをするか", ["見本の質問2"])]
    assert "見つかりませんでした" in page(QUESTIONS, theme="money", **{"for": "lawyer"}).text
    assert len(listed(page(QUESTIONS, theme="\0", **{"for": "no"}))) == 2


def test_words_find_questions_as_the_search_of_the_site_does():
    make_question(1, answer="体制加算のことです。")
    make_question(2, theme="money", question="加算は、いくらですか")
    make_question(3)
    rebuild_index()
    assert listed(page(QUESTIONS, q="加算")) == [("", ["加算は、いくらですか", "見本の質問1"])]
    assert listed(page(QUESTIONS, q="カサン", theme="work")) in ([], [("", ["見本の質問1"])])
    assert "見つかりませんでした" in page(QUESTIONS, q="ないことば").text
    assert page(QUESTIONS, q="加算", unsent=1).context["page_obj"].paginator.count == 3


def test_the_search_finds_what_is_open_and_says_until_when_an_answer_counts():
    make_question(1, question="きんもくせいの質問", **PAST)
    make_question(2, question="きんもくせいの下書き", is_open=False)
    make_guide(title="きんもくせいのガイド")
    make_practice(done="きんもくせいを植えました。")
    make_practice(2, done="きんもくせいを植えません。", is_open=False)
    rebuild_index()
    found = {group.kind: [hit.summary for hit in group.hits] for group in search("きんもくせい").groups}
    assert found == {
        "質問と答え": ["（令和6年3月31日（日）までの答えです）見本の答えです。"],
        "ガイド": ["見本の案内です。"],
        "好取組": ["ひとことで言う取組です。"],
    }


def test_an_expired_answer_says_so_at_the_top_and_what_to_do_instead():
    make_question(ended_words="県にたずねてください。", **PAST)
    shown = page(f"{QUESTIONS}1/").text
    assert "この答えは、期限が切れています" in shown
    assert "令和6年3月31日までの答えです。" in shown
    assert "県にたずねてください。" in shown
    assert "新しい答えは、まだありません。" in shown
    assert shown.index("期限が切れています") < shown.index("見本の答えです。")
    assert "期限切れの答え" in page(QUESTIONS).text


def test_an_answer_that_another_followed_leads_to_it():
    two_versions()
    counting, old = page(f"{QUESTIONS}1/").text, page(f"{QUESTIONS}1/1/").text
    assert "新しい見本の答えです。" in counting
    assert "期限が切れています" not in counting
    assert 'href="/guides/questions/1/1/"' in counting
    assert "この答えは、期限が切れています" in old
    assert 'href="/guides/questions/1/">令和6年4月1日からの、新しい答えを読む' in old
    assert [line.row.version for _, lines in page(QUESTIONS).context["groups"] for line in lines] == [2]


def test_a_version_that_is_not_open_never_takes_the_place_of_an_open_one():
    _, new = two_versions()
    new.is_open = False
    new.save()
    shown = page(f"{QUESTIONS}1/").text
    assert "見本の答えです。" in shown
    assert "新しい答えは、まだありません。" in shown
    assert Client().get(f"{QUESTIONS}1/2/").status_code == 404


def test_an_answer_counts_from_its_first_day_on():
    old = make_question(valid_until=date(2026, 11, 25))
    old.superseded_by = make_question(version=2, valid_from=date(2026, 11, 26), answer="あしたの答え")
    old.save()
    assert "あしたの答え" not in page(f"{QUESTIONS}1/").text
    assert "これからの答えです" in page(f"{QUESTIONS}1/2/").text
    with time_machine.travel(datetime(2026, 11, 26, 0, 0, tzinfo=NOW.tzinfo), tick=False):
        assert "あしたの答え" in page(f"{QUESTIONS}1/").text


def test_what_nobody_has_checked_for_long_says_so():
    make_question(review_due_on=date(2026, 11, 25))
    make_question(2, review_due_on=date(2026, 11, 26))
    make_guide(review_due_on=None)
    make_practice(review_due_on=date(2026, 11, 1))
    assert "この答えは、確かめ直しているところです" in page(f"{QUESTIONS}1/").text
    assert "確かめ直しているところです" not in page(f"{QUESTIONS}2/").text
    assert page(QUESTIONS).text.count("確かめ直しています") == 1
    assert "このガイドは、確かめ直しているところです" in page("/guides/entry/").text
    assert "このページは、確かめ直しているところです" in page(f"{PRACTICES}1/").text


def test_a_guide_shows_its_parts_in_order_with_their_sources():
    guide = make_guide()
    make_part(guide, place=10, heading="はじめに", source_title="白書", source_year="令和6年")
    make_part(guide, PartKind.STEP, place=20, heading="会う")
    make_part(guide, PartKind.STEP, place=30, heading="つなぐ")
    make_part(
        guide, PartKind.QUOTE, place=40, text="欠かせない", source_title="計画", source_year="令和元年12月"
    )
    make_part(guide, PartKind.WORD, place=50, heading="古語", current_word="今の語")
    make_question(related_guide=guide)
    answer = page("/guides/entry/")
    kinds = [(each.kind, len(each.parts)) for each in answer.context["stretches"]]
    assert kinds == [("text", 1), ("step", 2), ("quote", 1), ("word", 1)]
    assert "出典：白書（令和6年）" in answer.text
    assert "計画（令和元年12月）から" in answer.text
    assert "見本の質問1" in answer.text


def test_guides_have_addresses_that_no_other_room_has():
    assert make_guide("entry").get_absolute_url() == "/guides/entry/"
    assert make_guide("exit").get_absolute_url() == "/guides/exit/"
    more = make_guide("questions")
    assert more.get_absolute_url() == "/guides/more/questions/"
    assert page(more.get_absolute_url()).context["row"] == more


def test_practices_are_listed_by_kind_and_shown_in_one_form():
    make_practice(1, materials="見本の表", ask="見本センター")
    make_practice(2, kinds=["video", "hosting"], try_here="動画から始めます。")
    assert [each.number for each in page(PRACTICES).context["page_obj"]] == [1, 2]
    assert [each.number for each in page(PRACTICES, kind="video").context["page_obj"]] == [2]
    assert [word for _, word in page(PRACTICES).context["kinds"]] == [
        "検討委員会",
        "住まい・受け入れ",
        "動画",
    ]
    shown = page(f"{PRACTICES}2/").text
    heads = [shown.index(f"{word}</h2>") for word in ("きっかけ", "したこと", "結果", "資料と、聞けるところ")]
    assert heads == sorted(heads)
    assert "うちの県で試すなら" in shown
    assert "うちの県で試すなら" not in page(f"{PRACTICES}1/").text


@pytest.mark.parametrize(
    "address", [f"{QUESTIONS}1/", f"{QUESTIONS}1/1/", "/guides/entry/", f"{PRACTICES}1/"]
)
def test_what_is_not_open_is_there_for_those_who_keep_it_alone(address, staff, partner):
    make_question(is_open=False)
    make_guide(is_open=False)
    make_practice(is_open=False)
    seen = {who.pk: sign_in(Client(), who).get(address).status_code for who in (staff, partner)}
    assert (Client().get(address).status_code, seen) == (404, {staff.pk: 200, partner.pk: 404})
    assert "センターの職員だけに見えています" in page(address, sign_in(Client(), staff)).text
    for listing in (QUESTIONS, PRACTICES, "/guides/"):
        assert "見本の" not in page(listing).text.split("<main")[1].split("</main>")[0]
    assert Client().get("/guides/papers/entry.pdf").status_code == 404
    assert Client().get("/guides/practices/1/sheet.pdf").status_code == 404


def queries_of(ask):
    ask()
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


def fill(rows):
    guide = make_guide()
    for number in range(1, rows + 1):
        make_part(guide)
        make_practice(number)
        make_question(number, related_guide=guide)
    rebuild_index()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "count"),
    [
        (QUESTIONS, 8),
        (f"{QUESTIONS}?q=答え", 10),
        (f"{QUESTIONS}1/", 8),
        ("/guides/entry/", 9),
        (PRACTICES, 9),
        (f"{PRACTICES}1/", 7),
    ],
)
def test_a_page_asks_the_same_however_much_there_is(partner, rows, address, count):
    fill(rows)
    client = sign_in(Client(), partner)
    assert queries_of(lambda: page(address, client)) == count


def test_words_that_find_nothing_are_looked_for_a_few_times_alone(partner):
    fill(3)
    client = sign_in(Client(), partner)
    asked = f"{QUESTIONS}?q=ない ことば を いくつ も ならべた 質問 kotoba"
    assert queries_of(lambda: page(asked, client)) == 11


@pytest.mark.parametrize("rows", [1, 3])
def test_each_shelf_asks_once_until_something_public_changes(rf, rows):
    fill(rows)
    version.forget()
    version.read()
    counts = []
    for source in (shelf.shelf_of_guides, shelf.shelf_of_questions, shelf.shelf_of_practices) * 2:
        with CaptureQueriesContext(connection) as seen:
            source(rf.get("/guides/"))
        counts.append(len(seen))
    assert counts == [1, 1, 1, 0, 0, 0]


def test_what_staff_write_stands_on_the_shelf_at_once(staff, django_capture_on_commit_callbacks):
    row = make_question()
    assert "見本の質問1" in page("/guides/").text
    with django_capture_on_commit_callbacks(execute=True):
        change_question(pk=row.pk, values={"question": "直した質問"}, actor=staff, now=NOW)
    assert "直した質問" in page("/guides/").text


def test_two_hundred_questions_stand_on_ten_pages():
    for number in range(1, 201):
        make_question(number)
    answer = page(QUESTIONS, page=10)
    assert answer.context["page_obj"].paginator.num_pages == 10
    assert [line.row.number for _, lines in answer.context["groups"] for line in lines][-1] == 200
    assert len(answer.content) < 40_000


@pytest.mark.parametrize(
    "address",
    [
        "/guides/questions/print.pdf",
        "/guides/questions/print.pdf?theme=work&for=municipality",
        "/guides/papers/entry.pdf",
        "/guides/practices/1/sheet.pdf",
    ],
)
def test_everything_comes_on_paper(address):
    make_question()
    make_part(make_guide())
    make_practice()
    answer = page(address)
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    "address",
    [
        "/guides/?q=%00",
        f"{QUESTIONS}?q=%00&theme=%00&for=%FF&page=x",
        f"{QUESTIONS}?q=%FF%FE&page=-1",
        f"{QUESTIONS}?q={'あ' * 500}",
        f"{QUESTIONS}?q='\"><script>alert(1)</script>",
        f"{QUESTIONS}?page=99999999999999999999&q[]=a",
        f"{QUESTIONS}?theme=work&theme=money",
        f"{PRACTICES}?kind=%00&page=0",
        "/guides/questions/print.pdf?theme=no&for=%00",
    ],
)
def test_whatever_is_asked_is_answered_in_words(address):
    make_question()
    make_practice()
    shown = page(address)
    assert b"<script>alert" not in shown.content


@pytest.mark.parametrize(
    "address",
    [
        f"{QUESTIONS}99999999999999999999/",
        f"{QUESTIONS}1/99999999999999999999/",
        f"{PRACTICES}99999999999999999999/",
        f"{PRACTICES}2/sheet.pdf",
        "/guides/more/no/",
        "/guides/papers/no.pdf",
        "/guides/no/",
    ],
)
def test_what_is_not_there_is_a_404(address):
    make_question()
    make_practice()
    assert Client().get(address).status_code == 404
