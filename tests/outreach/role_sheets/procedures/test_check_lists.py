"""Everybody reads check lists by person type, prints them, and counts days of which nothing is kept."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.test import Client
from icalendar import Calendar
from pypdfium2 import PdfDocument

from foundation.rates.models import Tally
from outreach.role_sheets.procedures.enums import PersonType, Stage
from outreach.role_sheets.procedures.models import ProcedureStep
from outreach.role_sheets.procedures.reviews import due_reviews
from outreach.role_sheets.procedures.services.reviewing import confirm
from tests.factories.procedures import make_step

pytestmark = pytest.mark.django_db(transaction=True)

PAGE, PAPER, DAYS = "/guides/procedures/", "/guides/procedures/steps.pdf", "/guides/procedures/days/"
TYPED = {"release": "令和9年2月1日", "kind": ""}


@pytest.fixture
def steps(site):
    lead = {"lead_days": 30, "lead_note": "見本のめやす"}
    make_step(
        title="精神の手帳を申し込む",
        stage=Stage.IN_CUSTODY,
        days=-20,
        person_types=[PersonType.MENTAL],
        papers="申請書\n\n写真",
        address="/library/",
        **lead,
    )
    make_step(title="介護の認定を申し込む", stage=Stage.IN_CUSTODY, days=-40, person_types=["elderly"])
    make_step(title="迎えに行く", stage=Stage.RELEASE_DAY, days=0)
    make_step()
    make_step(title="もうない手続き", is_shown=False)


def titles(page):
    return [(stage.value, [step.title for step in found]) for stage, found in page.context["stages"]]


def test_a_person_type_sees_its_own_steps_and_those_of_everybody_in_the_order_of_time(steps):
    assert titles(Client().get(f"{PAGE}?kind=mental")) == [
        ("in_custody", ["精神の手帳を申し込む"]),
        ("release_day", ["迎えに行く"]),
        ("first_week", ["国民健康保険に入る"]),
    ]
    every = titles(Client().get(PAGE))
    assert every[0] == ("in_custody", ["介護の認定を申し込む", "精神の手帳を申し込む"])
    assert every == titles(Client().get(f"{PAGE}?kind=nobody"))


def test_each_step_says_its_papers_its_time_and_its_ground(steps):
    text = Client().get(f"{PAGE}?kind=mental").text
    for words in ("申請書<br>写真<br>", "出所の20営業日前<br>", "およそ30営業日", "見本のめやす"):
        assert words in text
    assert "国民健康保険法第9条（昭和33年法律第192号）" in text
    assert 'href="/library/">様式・説明を見る' in text
    assert "もうない手続き" not in text
    assert "令和8年11月24日（火）か、そのあとに確かめました" in text


def test_list_paper_and_counter_call_the_day_to_begin_by_one_name(steps):
    pages = [Client().get(PAGE).text, Client().post(DAYS, TYPED).text]
    papers = [Client().get(PAPER), Client().post(DAYS, TYPED | {"as": "pdf"})]
    pages += [PdfDocument(each.content)[0].get_textpage().get_text_bounded() for each in papers]
    assert [("始める日" in each, "いつまで" in each) for each in pages] == [(True, False)] * 4


def test_a_lead_time_that_nobody_knows_is_not_told_as_no_waiting(steps):
    ProcedureStep.objects.filter(stage=Stage.RELEASE_DAY).update(lead_days=0)
    lines = {line.step.title: line for line in Client().post(DAYS, TYPED).context["lines"]}
    said = [lines[title].step.no_answer_words for title in ("迎えに行く", "介護の認定を申し込む")]
    assert said == ["待つ日はありません", "めやすは、まだありません"]
    text = Client().post(DAYS, TYPED).text
    assert [text.count(words) for words in said] == [1, 2]
    assert Client().get(PAGE).text.count("結果のめやすは、まだありません") == 2


def test_a_list_with_a_step_that_nobody_checked_names_no_day(steps):
    ProcedureStep.objects.filter(title="迎えに行く").update(reviewed_on=None)
    assert "そのあとに確かめました" not in Client().get(PAGE).text


def test_a_page_without_steps_says_so_and_names_the_centre(site):
    assert "いま作っているところです" in Client().get(PAGE).text


def test_the_paper_is_for_the_person_type(steps):
    for address in (PAPER, f"{PAPER}?kind=mental"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_the_paper_is_laid_out_once_for_each_person_type_until_something_public_changes(steps, staff, now):
    before = [Client().get(f"{PAPER}?kind={kind}").content for kind in ("", "mental")]
    assert before[0] != before[1]
    ProcedureStep.objects.update(title="ほかの手続き")
    again = [Client().get(f"{PAPER}?kind={kind}&again=1").content for kind in ("", "mental", "nobody")]
    assert again == [*before, before[0]]
    confirm(record=ProcedureStep.objects.first(), actor=staff, now=now)
    assert Client().get(PAPER).content != before[0]


def test_papers_with_days_are_laid_out_only_so_often_for_one_address_and_the_days_still_counted(
    steps, settings
):
    settings.PROCEDURES_RATES = {"days": "1/h/ip"}
    paper = TYPED | {"as": "pdf"}
    assert Client().post(DAYS, paper)["Content-Type"] == "application/pdf"
    refused = Client().post(DAYS, paper)
    assert (refused.status_code, len(refused.context["lines"])) == (429, 4)
    assert "この1時間に、たくさん印刷されました" in refused.text
    assert [Client().post(DAYS, TYPED | {"as": wanted}).status_code for wanted in ("", "ics")] == [200, 200]


def test_days_are_counted_back_from_the_release_and_the_past_is_said(steps):
    page = Client().post(DAYS, TYPED)
    lines = {line.step.title: line for line in page.context["lines"]}
    assert [line.days.begins_on for line in page.context["lines"]] == [
        date(2026, 11, 30),
        date(2026, 12, 28),
        date(2027, 2, 1),
        date(2027, 2, 3),
    ]
    assert [line.is_past for line in lines.values()] == [False] * 4
    assert lines["精神の手帳を申し込む"].is_after_release
    soon = Client().post(DAYS, TYPED | {"release": "2026/12/1", "kind": "elderly"})
    assert [line.is_past for line in soon.context["lines"]] == [True, False, False]
    assert "過ぎています。すぐに" in soon.text


def test_a_day_that_cannot_be_read_is_told_and_nothing_is_counted(steps):
    for typed in ("", "いつか", "1899/1/1"):
        page = Client().post(DAYS, TYPED | {"release": typed})
        assert (page.status_code, page.context["lines"]) == (422, [])
    assert Client().post(DAYS, TYPED | {"kind": "x"}).status_code == 422
    assert "精神障害" in Client().get(f"{DAYS}?kind=mental").text


def test_the_calendar_says_what_and_where_on_whole_days(steps):
    answer = Client().post(DAYS, TYPED | {"as": "ics", "kind": "mental"})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    found = {str(each["SUMMARY"]): each["DTSTART"].dt for each in entries}
    assert found == {
        "精神の手帳を申し込む（始める）": date(2026, 12, 28),
        "迎えに行く（始める）": date(2027, 2, 1),
        "国民健康保険に入る（始める）": date(2027, 2, 3),
    }
    paper = Client().post(DAYS, TYPED | {"as": "pdf"})
    assert paper["Content-Type"] == "application/pdf"


def test_nothing_of_a_release_is_kept(steps):
    def counted():
        # How often papers were asked for from an address of the network says nothing of a release.
        tables = [model for model in apps.get_models() if model._meta.managed and model is not Tally]
        return {model._meta.label: model._default_manager.count() for model in tables}

    before, client = counted(), Client()
    for wanted in ("", "ics", "pdf"):
        answer = client.post(DAYS, TYPED | {"as": wanted})
        assert "no-store" in answer["Cache-Control"]
        assert "sessionid" not in answer.cookies
    assert counted() == before


def test_lists_ask_as_often_for_three_steps_as_for_one(desk, count_queries_of):
    counts = []
    for number in range(3):
        make_step(title=f"手続き{number}", days=1 + number)
        counts.append([count_queries_of(desk, PAGE), count_queries_of(desk, DAYS, TYPED)])
    assert counts[0] == counts[1] == counts[2] == [7, 8]


def test_what_is_due_is_read_by_the_list_of_reviews(steps, now):
    today = now.date()
    assert due_reviews(today) == []
    ProcedureStep.objects.filter(is_shown=False).update(review_due_on=None)
    ProcedureStep.objects.filter(title="迎えに行く").update(review_due_on=None)
    ProcedureStep.objects.filter(days=2, is_shown=True).update(review_due_on=today + timedelta(days=1))
    found = due_reviews(today + timedelta(days=1))
    assert sorted((each.kind, each.title, each.due_on) for each in found if each.due_on) == [
        ("手続き", "国民健康保険に入る", today + timedelta(days=1))
    ]
    assert [each.title for each in found if each.due_on is None] == ["迎えに行く"]
    assert {each.responsible for each in found} == {"連携担当"}
