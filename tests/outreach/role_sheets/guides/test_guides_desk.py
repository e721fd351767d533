"""Staff write, revise and check; readers see it at once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from content.search import search
from foundation.audit.models import Entry
from foundation.reviews import everything_due
from outreach.role_sheets.guides.limits import CHECK_HOLDS
from outreach.role_sheets.guides.models import Guide, GuidePart, Practice, QuestionAnswer
from tests.factories.accounts import make_user, sign_in
from tests.factories.guides import make_guide, make_part, make_practice, make_question
from tests.factories.limits import put_limit
from tests.factories.shown import as_shown, mark

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
TODAY, NEXT_YEAR = date(2026, 11, 25), date(2027, 11, 25)
QUESTIONS, GUIDES, PARTS = "/cms/guide_questions/", "/cms/guide_records/", "/cms/guide_parts/"
PRACTICES, DUE = "/cms/guide_practices/", "/cms/guides-to-check/"
SOURCE = {"source_title": "見本の資料", "source_year": "令和8年度", "source_url": ""}
QUESTION = SOURCE | {
    "question": "見本の問いですか",
    "answer": "見本の答えです。",
    "theme": "work",
    "audiences": ["office", "lawyer"],
    "related_guide": "",
    "valid_from": "令和8年4月1日",
    "valid_until": "",
    "ended_words": "",
    "responsible": "連携担当",
    "review_due_on": "",
    "is_open": "on",
}
GUIDE = {
    "title": "見本の進め方",
    "lead": "見本の案内です。",
    "slug": "host-first",
    "place": "30",
    "responsible": "連携担当",
    "review_due_on": "",
    "is_open": "on",
}
PRACTICE = SOURCE | {
    "title": "見本の取組",
    "summary": "ひとことです。",
    "kinds": ["video"],
    "centre_name": "",
    "background": "きっかけです。",
    "done": "したことです。",
    "result": "結果です。",
    "materials": "",
    "ask": "",
    "source_page": "",
    "try_here": "",
    "responsible": "連携担当",
    "review_due_on": "",
    "is_open": "on",
}


@pytest.fixture(autouse=True)
def _today(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


def checked(row):
    row.refresh_from_db()
    return row.reviewed_on, row.review_due_on


def test_a_new_question_gets_the_next_number_and_is_found_at_once(desk):
    make_question(7)
    answer = desk.post(f"{QUESTIONS}new/", QUESTION)
    assert (answer.status_code, answer.headers["Location"]) == (302, QUESTIONS)
    made = QuestionAnswer.objects.get(number=8)
    assert (made.version, made.audiences, made.valid_from) == (1, ["office", "lawyer"], date(2026, 4, 1))
    assert checked(made) == (TODAY, NEXT_YEAR)
    [group] = search("見本の問い").groups
    assert [hit.url for hit in group.hits] == ["/guides/questions/8/"]
    assert Entry.objects.filter(verb="guides.question_written").count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"question": ""}, "質問を書いてください。"),
        ({"answer": " "}, "答えを書いてください。"),
        ({"theme": ""}, "テーマを選んでください。"),
        ({"audiences": []}, "だれのための答えかを、1つ以上選んでください。"),
        ({"source_title": ""}, "出典を書いてください。"),
        ({"source_year": ""}, "いつの資料かを書いてください。"),
        ({"source_url": "ftp://a"}, "で始まる形で書いてください。"),
        ({"valid_until": "令和7年4月1日"}, "使い終わる日は、使い始める日より前にできません。"),
        ({"responsible": ""}, "担当を書いてください。"),
    ],
)
def test_a_mistake_says_what_to_write(desk, change, words):
    answer = desk.post(f"{QUESTIONS}new/", QUESTION | change)
    assert words in answer.content.decode()
    assert QuestionAnswer.objects.count() == 0


def test_a_correction_counts_as_a_check_and_who_answers_for_it_does_not(desk):
    row = make_question(review_due_on=TODAY)
    address = f"{QUESTIONS}edit/{row.pk}/"
    shown = {
        **QUESTION,
        "question": row.question,
        "answer": row.answer,
        "audiences": row.audiences,
        "source_year": row.source_year,
        "valid_from": "令和4年4月1日",
        "review_due_on": "令和8年11月25日",
    }
    desk.post(address, mark(desk, address) | shown | {"responsible": "相談係"})
    row.refresh_from_db()
    assert (row.responsible, row.reviewed_on, row.review_due_on) == ("相談係", date(2026, 6, 1), TODAY)
    desk.post(address, mark(desk, address) | shown | {"responsible": "相談係", "answer": "直しました。"})
    assert checked(row) == (TODAY, NEXT_YEAR)


def test_an_emptied_day_of_the_next_check_is_that_of_the_last_check_and_the_days_it_holds(desk):
    row = make_practice(reviewed_on=date(2026, 6, 1), review_due_on=date(2026, 12, 1))
    address = f"{PRACTICES}edit/{row.pk}/"
    desk.post(address, as_shown(desk, address) | {"review_due_on": ""})
    assert checked(row) == (date(2026, 6, 1), date(2027, 6, 1))
    assert "確かめ直しているところです" not in Client().get(f"/guides/practices/{row.number}/").text
    never = make_practice(2, reviewed_on=None, review_due_on=date(2026, 12, 1))
    address = f"{PRACTICES}edit/{never.pk}/"
    desk.post(address, as_shown(desk, address) | {"review_due_on": ""})
    assert checked(never) == (None, None)


def test_days_that_fall_together_with_another_version_are_refused_in_words(desk):
    old = make_question(valid_until=date(2024, 3, 31))
    later = make_question(version=2, valid_from=date(2024, 4, 1))
    old.superseded_by = later
    old.save()
    address = f"{QUESTIONS}edit/{later.pk}/"
    answer = desk.post(address, mark(desk, address) | QUESTION | {"valid_from": "R6.3.31"})
    assert "この質問には、同じ時期の答えがもうあります。" in answer.content.decode()
    address = f"{QUESTIONS}edit/{old.pk}/"
    answer = desk.post(address, mark(desk, address) | QUESTION | {"valid_from": "R4.4.1"})
    assert "新しい答えがあるので、使い終わる日が要ります。" in answer.content.decode()


def test_a_new_answer_follows_the_old_one_which_ends_the_day_before(desk):
    old = make_question()
    address = f"{QUESTIONS}{old.pk}/new-answer/"
    assert "見本の答えです。" in desk.get(address).text
    answer = desk.post(address, QUESTION | {"answer": "新しい答えです。"}, follow=True)
    assert "令和8年4月1日（水）から、新しい答えになります。" in answer.text
    old.refresh_from_db()
    new = QuestionAnswer.objects.get(version=2)
    assert (old.valid_until, old.superseded_by, new.number) == (date(2026, 3, 31), new, old.number)
    assert "新しい答えです。" in Client().get("/guides/questions/1/").text
    refused = desk.post(address, QUESTION)
    assert refused.status_code == 422
    assert "この答えには、もう新しい答えがあります。" in refused.text
    assert desk.post(f"{QUESTIONS}999/new-answer/", QUESTION).status_code == 404


def test_a_guide_is_written_with_its_parts_and_keeps_its_address(desk):
    desk.post(f"{GUIDES}new/", GUIDE)
    guide = Guide.objects.get()
    part = SOURCE | {
        "guide": guide.pk,
        "place": "10",
        "kind": "word",
        "heading": "古語",
        "text": "説明です。",
    }
    refused = desk.post(f"{PARTS}new/", part | {"current_word": ""})
    assert "古いことばには、そのことばと、いまの言い方を書いてください。" in refused.text
    desk.post(f"{PARTS}new/", part | {"current_word": "今の語"})
    made = GuidePart.objects.get()
    assert "今の語" in Client().get("/guides/more/host-first/").text
    assert search("今の語").groups[0].hits[0].url == "/guides/more/host-first/"
    address = f"{GUIDES}edit/{guide.pk}/"
    desk.post(address, mark(desk, address) | GUIDE | {"slug": "other", "title": "直した題"})
    guide.refresh_from_db()
    assert (guide.slug, guide.title) == ("host-first", "直した題")
    desk.post(f"{PARTS}delete/{made.pk}/")
    assert GuidePart.objects.count() == 0
    assert search("今の語").total == 0


def test_a_practice_is_written_and_changed(desk):
    desk.post(f"{PRACTICES}new/", PRACTICE)
    made = Practice.objects.get()
    address = f"{PRACTICES}edit/{made.pk}/"
    desk.post(
        address, mark(desk, address) | PRACTICE | {"result": "よい結果です。", "review_due_on": "R10.4.1"}
    )
    assert checked(made) == (TODAY, date(2028, 4, 1))
    assert "よい結果です。" in Client().get(f"/guides/practices/{made.number}/").text


def test_what_is_due_stands_in_one_list_and_one_press_says_it_was_checked(desk, manager):
    put_limit(CHECK_HOLDS, 100, by=manager)
    rows = {
        "question": make_question(review_due_on=TODAY),
        "guide": make_guide(reviewed_on=None, review_due_on=None),
        "practice": make_practice(review_due_on=date(2026, 11, 1)),
    }
    make_question(2)
    expired = make_question(3, valid_until=date(2026, 6, 1))
    shown = desk.get(DUE)
    due = [rows["guide"], rows["practice"], rows["question"], expired]
    assert [row for row, *_ in shown.context["rows"]] == due
    titles = {str(row) for row in due}
    assert titles <= {each.title for each in everything_due(TODAY)}
    for kind, row in rows.items():
        told = desk.post(f"{DUE}{kind}/{row.pk}/", follow=True)
        assert "を確かめました。次は令和9年3月5日（金）です。" in told.text
        assert checked(row) == (TODAY, date(2027, 3, 5))
    assert [row for row, *_ in desk.get(DUE).context["rows"]] == [expired]
    desk.post(f"{DUE}question/{expired.pk}/")
    assert [
        *desk.get(DUE).context["rows"],
        *(each for each in everything_due(TODAY) if each.title in titles),
    ] == []
    gone = desk.post(f"{DUE}guide/999/", follow=True)
    assert "ほかの人が、この項目を消しました。" in gone.text
    assert desk.post(f"{DUE}weather/1/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_what_is_due_asks_the_same_however_long_it_is(desk, rows):
    for number in range(1, rows + 1):
        make_question(number, review_due_on=TODAY)
        make_practice(number, review_due_on=TODAY)
    desk.get(DUE)
    with CaptureQueriesContext(connection) as seen:
        desk.get(DUE)
    assert len(seen) == 14


def test_the_desk_lists_versions_by_state_and_leads_on(desk):
    row = make_question()
    make_question(2, valid_until=date(2024, 3, 31))
    make_part(make_guide())
    make_practice()
    listed = desk.get(QUESTIONS, {"state": "expired"})
    assert [each.number for each in listed.context["object_list"]] == [2]
    assert f"{QUESTIONS}{row.pk}/new-answer/" in desk.get(f"{QUESTIONS}edit/{row.pk}/").text
    guide = Guide.objects.get()
    assert f"{PARTS}?guide={guide.pk}" in desk.get(f"{GUIDES}edit/{guide.pk}/").text
    for address in (GUIDES, PARTS, PRACTICES):
        assert desk.get(address).status_code == 200


def test_editors_and_the_centre_keep_the_room_and_nobody_else(staff, manager, partner):
    row = make_question()
    editor, prefecture = make_user(roles=[PublicRole.EDITOR]), make_user(roles=[PublicRole.PREFECTURE])
    asked = [(DUE, "get"), (f"{QUESTIONS}{row.pk}/new-answer/", "get"), (f"{DUE}question/{row.pk}/", "post")]
    seen = {}
    for who in (staff, manager, editor, prefecture, partner):
        client = sign_in(Client(), who)
        seen[who.pk] = [getattr(client, verb)(address).status_code for address, verb in asked]
    kept, closed = [200, 200, 303], [302, 302, 302]
    assert seen == {
        **{who.pk: kept for who in (staff, manager, editor)},
        **{who.pk: closed for who in (prefecture, partner)},
    }
    assert [getattr(Client(), verb)(address).status_code for address, verb in asked] == [302, 302, 302]
