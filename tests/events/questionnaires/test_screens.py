"""Questionnaires on screens and papers: a participant answers, the desk makes, types, asks again, reads."""

import io
from datetime import date, timedelta

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from events import participant_links
from events.questionnaires import desk_urls, papers
from events.questionnaires.letters import grouped
from events.questionnaires.models import Answer, Answered, Questionnaire
from events.questionnaires.queries import missing_people
from events.questionnaires.services.answering import type_sheet
from foundation.audit.models import Entry
from tests.events.questionnaires import asked
from tests.factories.accounts import sign_in
from tests.factories.afterwards import make_held_event, mark, people_of
from tests.factories.events import NOW
from tests.factories.shown import as_shown

pytestmark = pytest.mark.django_db


def page_of(questionnaire, person):
    return reverse("questionnaires:answer", args=[participant_links.token(person), questionnaire.pk])


def desk_url(name, pk):
    return reverse(f"questionnaire_desk:{name}", args=[pk])


def sent(questionnaire, *, text="", quote=False):
    scale, one, several, words = [question.pk for question in questionnaire.questions.all()]
    data = {f"q{scale}": "4", f"q{one}": "2", f"q{several}": ["1", "3"], f"q{words}": text}
    return data | ({f"quote{words}": "on"} if quote else {})


def words_of(pdf):
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


# A participant


def test_a_participant_without_an_account_answers_once_by_the_link(questionnaire, event, today, client):
    person = people_of(event)[0]
    home = client.get(participant_links.path(person))
    assert "「アンケート」に答える" in home.text
    page = client.get(page_of(questionnaire, person))
    assert "だれの答えかは、だれにもわかりません" in page.text
    answer = client.post(page_of(questionnaire, person), sent(questionnaire, text="よい"), follow=True)
    assert "答えを受け取りました" in answer.text
    assert sorted((each.marks, each.text) for each in Answer.objects.all()) == [
        *(([], "よい"), ([1, 3], ""), ([2], ""), ([4], ""))
    ]
    again = client.post(page_of(questionnaire, person), sent(questionnaire), follow=True)
    assert "もう答えをいただいています" in again.text
    assert Answered.objects.count() == 1


def test_nothing_at_all_is_no_answer(questionnaire, event, today, client):
    assert client.post(page_of(questionnaire, people_of(event)[0]), {}).status_code == 422
    assert Answered.objects.count() == 0


def test_a_choice_that_is_not_there_is_refused(questionnaire, event, today, client):
    scale = questionnaire.questions.first()
    data = {f"q{scale.pk}": "9"}
    assert client.post(page_of(questionnaire, people_of(event)[0]), data).status_code == 422


def test_a_questionnaire_of_another_event_or_a_draft_is_not_there(questionnaire, event, staff, today, client):
    stranger = people_of(make_held_event())[0]
    assert client.get(page_of(questionnaire, stranger)).status_code == 404
    draft = asked.make(event, staff=staff, session=event.sessions.get(), opened=False)
    assert client.get(page_of(draft, people_of(event)[0])).status_code == 404


def test_a_forged_link_opens_nothing(questionnaire, event, today, client):
    token = participant_links.token(people_of(event)[0])
    for forged in (f"{token}x", token.replace(".", ".0", 1), "1.abc:def"):
        address = reverse("questionnaires:answer", args=[forged, questionnaire.pk])
        assert client.get(address).status_code == 404


def test_half_an_answer_outlives_a_change_of_the_look(questionnaire, event, today, client):
    person = people_of(event)[0]
    data = sent(questionnaire, text="書きかけ") | {"furigana": "on"}
    page = client.post(page_of(questionnaire, person), data | {"switch": "furigana"})
    assert page.status_code in (200, 302, 303)


# The desk


def new_form(desk, event):
    page = desk.get(desk_url("make", event.pk))
    form = page.context["form"]
    data = {}
    for bound in form:
        value = bound.field.widget.format_value(bound.value())
        data[bound.html_name] = value[0] if isinstance(value, list) and value else value or ""
    return data


def test_the_desk_makes_one_from_the_usual_questions_and_opens_it(desk, event):
    data = new_form(desk, event)
    answer = desk.post(desk_url("make", event.pk), data, follow=True)
    made = Questionnaire.objects.get()
    assert f"アンケート {made.number} を作りました" in answer.text
    assert made.questions.count() == 5
    desk.post(desk_url("open", made.pk), {})
    assert asked.fresh(made).state == "open"


def test_opened_before_the_date_the_desk_says_when_people_are_told(desk, event, staff):
    event.sessions.update(starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1, hours=2))
    made = asked.make(event, staff=staff, opened=False)
    answer = desk.post(desk_url("open", made.pk), {"tells_by_mail": "on"}, follow=True)
    assert "開催日が終わってから、自動で送ります" in answer.text
    assert "これから終わる開催日の方に、終わってから自動で送ります" in answer.text


def test_what_a_question_lacks_is_said_at_its_box(desk, event):
    data = new_form(desk, event)
    data |= {"kind_6": "one", "text_6": "どれ", "choices_6": "一つだけ", "kind_7": "text", "text_8": "問い"}
    data |= {"kind_9": "several", "text_9": "どれ", "choices_9": f"短い\n{'長' * 61}"}
    page = desk.post(desk_url("make", event.pk), data)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"choices_6", "text_7", "kind_8", "choices_9"}
    assert "1つ60字までです" in page.text


def test_questions_are_not_overwritten_unseen_and_not_changed_once_open(desk, event, staff):
    made = asked.make(event, staff=staff, opened=False)
    page = desk.get(desk_url("change", made.pk))
    data = {bound.html_name: bound.value() or "" for bound in page.context["form"]}
    Questionnaire.objects.update(title="ほかの題名")
    data |= {"title": "わたしの題名", "closes_on": "2026/12/4", "seen": page.context["seen"], "session": ""}
    assert desk.post(desk_url("change", made.pk), data).status_code == 422
    assert asked.fresh(made).title == "ほかの題名"
    desk.post(desk_url("open", made.pk), {})
    assert "もう受け付けを始めた" in desk.get(desk_url("change", made.pk), follow=True).text


def test_the_deadline_is_moved_while_answers_are_taken(desk, questionnaire, staff):
    address = desk_url("deadline", questionnaire.pk)
    assert "締切の日を変える" in desk.get(desk_url("questionnaire", questionnaire.pk)).text
    past = desk.post(address, as_shown(desk, address) | {"closes_on": "2026/11/23"})
    assert (past.status_code, "今日からあとの日" in past.text) == (422, True)
    late = as_shown(desk, address)
    assert desk.post(address, late | {"closes_on": "2026/12/20"}).status_code == 303
    assert asked.fresh(questionnaire).closes_on == date(2026, 12, 20)
    assert desk.post(address, late | {"closes_on": "2026/12/5"}).status_code == 422
    asked.close(questionnaire, staff=staff)
    closed = desk.post(address, as_shown(desk, address) | {"closes_on": "2026/12/24"})
    assert (closed.status_code, "もう締め切った" in closed.text) == (422, True)


def test_a_sheet_takes_one_box_a_question(desk, questionnaire):
    page = desk.get(desk_url("typing", questionnaire.pk))
    scale, one, several, words = [question.pk for question in questionnaire.questions.all()]
    assert list(page.context["form"].fields) == [
        f"q{scale}",
        f"q{one}",
        f"q{several}",
        f"q{words}",
        f"quote{words}",
    ]
    data = {f"q{scale}": "５", f"q{one}": "2", f"q{several}": "13", f"q{words}": ""}
    answer = desk.post(desk_url("typing", questionnaire.pk), data | {f"q{scale}": "5"}, follow=True)
    assert "いま 1人分の答えがあります" in answer.text
    assert "autofocus" in answer.text
    wrong = desk.post(desk_url("typing", questionnaire.pk), data | {f"q{scale}": "7"})
    assert wrong.status_code == 422
    assert "1から5までの番号" in wrong.text


def test_full_width_digits_are_read(desk, questionnaire):
    scale = questionnaire.questions.first()
    desk.post(desk_url("typing", questionnaire.pk), {f"q{scale.pk}": "５"})
    assert Answer.objects.get().marks == [5]


def test_the_desk_sees_who_is_missing_but_no_result_before_the_end(desk, questionnaire, event):
    asked.answer(questionnaire, people_of(event)[0], text="ないしょ")
    page = desk.get(desk_url("questionnaire", questionnaire.pk))
    assert "まだ答えていない方　4人" in page.text
    assert "ないしょ" not in page.text
    result = desk.get(desk_url("results", questionnaire.pk), follow=True)
    assert "ないしょ" not in result.text
    desk.post(desk_url("close", questionnaire.pk))
    assert desk.get(desk_url("results", questionnaire.pk)).status_code == 303
    assert desk.post(desk_url("results_file", questionnaire.pk), {"form": "csv"}).status_code == 303
    desk.post(desk_url("read", questionnaire.pk))
    assert "結果は出せません" in desk.get(desk_url("results", questionnaire.pk)).text


def test_returned_slips_are_ticked(desk, questionnaire, event):
    person = people_of(event)[3]
    desk.post(desk_url("returned", questionnaire.pk), {"people": [person.pk]})
    assert Answered.objects.get().participant == person
    assert "汐見 1" not in desk.get(desk_url("returned", questionnaire.pk)).text


def test_one_press_reminds_once(desk, questionnaire):
    first = desk.post(desk_url("remind", questionnaire.pk), follow=True)
    assert "1件のメールでお願いします" in first.text
    assert "2回は送りません" in desk.post(desk_url("remind", questionnaire.pk), follow=True).text


def test_letters_for_the_fax_are_for_houses_without_mail_and_leave_a_trace(desk, questionnaire):
    address = desk_url("missing", questionnaire.pk)
    letter = desk.post(address, {"reason": "fax"})
    [page] = words_of(letter.content)
    assert "1番目の方" in page
    assert "汐見1" not in page
    book = load_workbook(io.BytesIO(desk.post(address, {"reason": "phone"}).content))
    assert any("汐見 1" in str(cell.value) for row in book.active.iter_rows() for cell in row)
    assert Entry.objects.filter(verb="questionnaires.missing_exported").count() == 2


def test_results_leave_in_three_forms_without_small_counts(desk, questionnaire, staff):
    for number in range(12):
        given = asked.given(
            questionnaire, scale=5 if number else 1, text=f"文{number}", may_be_quoted=number == 3
        )
        type_sheet(questionnaire_id=questionnaire.pk, given=given, actor=staff, now=NOW)
    address = desk_url("results_file", questionnaire.pk)
    desk.post(desk_url("close", questionnaire.pk))
    desk.post(desk_url("read", questionnaire.pk))
    screen = desk.get(desk_url("results", questionnaire.pk)).text
    assert "文4" in screen
    paper = "".join(words_of(desk.post(address, {"form": "pdf"}).content))
    assert "文3" in paper
    assert "文4" not in paper
    csv = desk.post(address, {"form": "csv"}).content.decode("utf-8-sig")
    assert papers.HIDDEN in csv
    assert "文4" not in csv
    book = load_workbook(io.BytesIO(desk.post(address, {"form": "xlsx"}).content))
    numbers = [row[3:5] for row in book.active.iter_rows(min_row=2, values_only=True)]
    # What is counted can be added up, and what is hidden is no text among numbers.
    assert {type(cell) for row in numbers for cell in row} == {int, type(None)}
    assert (12, 100) in numbers
    assert Entry.objects.filter(verb="questionnaires.summary_exported").count() == 3


def test_paper_is_typed_before_the_results_are_read_and_never_after(desk, questionnaire):
    typing, home = desk_url("typing", questionnaire.pk), desk_url("questionnaire", questionnaire.pk)
    sheet = {f"q{questionnaire.questions.first().pk}": "5"}
    assert "先に、受け付けを締め切って" in desk.post(desk_url("read", questionnaire.pk), follow=True).text
    desk.post(desk_url("close", questionnaire.pk))
    assert "いま 1人分" in desk.post(typing, sheet, follow=True).text
    assert [typing in desk.get(home).text, "結果を見る（紙は、もう足せません）" in desk.get(home).text] == [
        True
    ] * 2
    assert desk.post(desk_url("read", questionnaire.pk)).headers["Location"] == desk_url(
        "results", questionnaire.pk
    )
    assert "もう結果を見たので" in desk.post(typing, sheet, follow=True).text
    assert (asked.fresh(questionnaire).received, typing in desk.get(home).text) == (1, False)


def test_the_centre_writes_its_own_words(desk, questionnaire):
    desk.post(desk_url("close", questionnaire.pk))
    desk.post(desk_url("read", questionnaire.pk))
    page = desk.get(desk_url("results", questionnaire.pk))
    assert desk.post(desk_url("results", questionnaire.pk), {"summary": ""}).status_code == 422
    data = {"summary": "よかった。", "seen": page.context["seen"]}
    assert desk.post(desk_url("results", questionnaire.pk), data).status_code == 303
    assert asked.fresh(questionnaire).state == "summarised"


def test_the_sheet_has_the_number_the_questions_and_a_slip_but_no_code_of_a_person(desk, questionnaire):
    [page] = words_of(desk.get(desk_url("sheet", questionnaire.pk)).content)
    assert questionnaire.number in page
    assert "満足しましたか。" in page
    assert "切り取って" in page


def test_letters_name_nobody(questionnaire, event):
    groups = grouped(missing_people(questionnaire, now=NOW))
    assert len(words_of(papers.reminders_pdf(questionnaire, groups))) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_asks_as_often_for_three_people_as_for_one(queries_of, staff, count):
    event = make_held_event(people=count)
    mark(event, actor=staff)
    questionnaire = asked.make(event, staff=staff)
    assert queries_of(desk_url("questionnaire", questionnaire.pk)) == 3


def test_the_desk_is_shut_to_others(client, editor, questionnaire, event):
    sign_in(client, editor)
    of_events = {"of_event", "make"}
    for pattern in desk_urls.urlpatterns:
        pk = [event.pk if pattern.name in of_events else questionnaire.pk]
        address = reverse(f"questionnaire_desk:{pattern.name}", args=[] if pattern.name == "list" else pk)
        assert {client.get(address).status_code, client.post(address).status_code} == {404}


def test_the_lists_show_every_questionnaire(desk, questionnaire, event):
    for address in (reverse("questionnaire_desk:list"), desk_url("of_event", event.pk)):
        assert questionnaire.number in desk.get(address).text
    assert "アンケート" in desk.get(reverse("event_desk:event", args=[event.pk])).text
