"""Results tell of nobody: too few answers tell nothing, small counts hide with what gives them away."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from events.questionnaires import papers
from events.questionnaires.forms.desk import USUAL_QUESTIONS
from events.questionnaires.queries import results_of
from events.questionnaires.services.answering import Given, type_sheet
from foundation.small_counts import threshold_now
from portal.figures.services import set_small_counts
from tests.events.questionnaires import asked
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db


def type_in(questionnaire, staff, sheets):
    for sheet in sheets:
        type_sheet(
            questionnaire_id=questionnaire.pk,
            given=asked.given(questionnaire, **sheet),
            actor=staff,
            now=NOW,
        )
    asked.close(questionnaire, staff=staff)
    return results_of(asked.fresh(questionnaire), threshold=5)


def counts(result):
    return [row.count for row in result.rows]


def test_fewer_answers_than_the_threshold_tell_nothing(questionnaire, staff):
    results = type_in(questionnaire, staff, [{"text": "ことば", "may_be_quoted": True}] * 4)
    assert (results.too_few, results.questions) == (True, ())
    table = papers.summary_table(questionnaire, results)
    assert "ことば" not in str(table.rows)


def test_counts_and_the_mean_stand_there_where_nobody_is_recognised(questionnaire, staff):
    scale, one, several, _ = type_in(
        questionnaire, staff, [{"scale": 4, "one": 1, "several": (1, 2)}] * 6 + [{"scale": 5, "one": 2}] * 6
    ).questions
    assert counts(scale) == [0, 0, 0, 6, 6, 0]
    assert (scale.mean, scale.hides_something) == ("平均 4.5（5が最高）", False)
    assert [row.share for row in scale.rows] == [0, 0, 0, 50, 50, 0]
    assert counts(one) == [6, 6, 0, 0]
    assert counts(several) == [12, 6, 0]


def test_a_small_count_is_hidden_and_with_it_a_large_one_and_the_mean(questionnaire, staff):
    sheets = [{"scale": 5}] * 12 + [{"scale": 4}] * 8 + [{"scale": 1}] * 2
    scale = type_in(questionnaire, staff, sheets).questions[0]
    assert counts(scale) == [None, 0, 0, 8, None, 0]
    assert (scale.mean, scale.hides_something) == ("", True)


def test_those_who_left_a_question_out_count_as_well(questionnaire, staff):
    scale = type_in(questionnaire, staff, [{"scale": 5}] * 12 + [{"scale": 0}]).questions[0]
    assert counts(scale)[-1] is None
    assert None in counts(scale)[:-1]


def test_a_choice_that_nearly_all_made_gives_the_others_away_so_it_is_hidden(questionnaire, staff):
    several = type_in(questionnaire, staff, [{"several": (1,)}] * 8 + [{"several": (2,)}] * 2).questions[2]
    assert counts(several) == [None, None, 0]


def test_words_stand_in_no_order_of_theirs_and_leave_only_with_permission(questionnaire, staff):
    sheets = [
        {"text": text, "may_be_quoted": may}
        for text, may in (("う", False), ("あ", True), ("え", False), ("い", True), ("お", False))
    ]
    results = type_in(questionnaire, staff, sheets)
    words = results.questions[3]
    assert [each.text for each in words.words] == sorted("あいうえお")
    assert words.quotes == ["あ", "い"]
    told = str(papers.summary_table(questionnaire, results).rows)
    assert [each for each in "あいうえお" if f"'{each}'" in told] == ["あ", "い"]


def test_the_threshold_is_the_one_that_the_centre_has_set(manager):
    assert threshold_now() == 5
    set_small_counts(threshold=8, actor=manager, now=NOW)
    assert threshold_now() == 8


def test_the_summary_of_the_usual_questions_stands_on_one_sheet(event, staff):
    made = asked.make(event, staff=staff, questions=USUAL_QUESTIONS)
    marks = [(5,), (4,), (5,), (1, 4)]
    *marked, words = made.questions.all()
    for number in range(12):
        given = [Given(each.pk, marks=mark) for each, mark in zip(marked, marks, strict=True)]
        given.append(Given(words.pk, text=f"役に立ちました。{number}", may_be_quoted=number < 2))
        type_sheet(questionnaire_id=made.pk, given=given, actor=staff, now=NOW)
    asked.close(made, staff=staff)
    closed = asked.fresh(made)
    pdf = papers.summary_pdf(closed, papers.about_event(closed), results_of(closed, threshold=5), now=NOW)
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert "役に立ちました。1" in page.extract_text()
