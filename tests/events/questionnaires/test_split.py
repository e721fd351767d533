"""Anonymous answers stay anonymous: nothing in the tables joins who has answered with what was answered."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models

from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Answer, Answered
from events.questionnaires.services import answering
from foundation.audit.models import Entry
from tests.events.questionnaires import asked
from tests.factories.afterwards import add_people, make_held_event, mark, people_of

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12


@pytest.fixture
def questionnaire(staff):
    event = make_held_event(people=4)
    for _ in range(2):
        add_people(event.sessions.get(), 4)
    mark(event, actor=staff)
    return asked.make(event, staff=staff)


def everybody_answers(questionnaire):
    """Let each say who they are: the worst that could be known of an answer. Returns them in their order."""
    people = people_of(questionnaire.event)
    assert len(people) == PEOPLE
    for person in people:
        asked.answer(questionnaire, person, text=f"わたしは {person.pk}", scale=0, one=0, several=())
    return [person.pk for person in people]


def rows(table, columns):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY ctid")
        return cursor.fetchall()


def writers(texts):
    return [int(text.split()[1]) for text in texts]


def order_in_the_table():
    return writers(text for (text,) in rows("events_questionnaires_answer", "text"))


def transactions_of(table):
    return [number for (number,) in rows(table, "xmin::text")]


def test_the_place_of_the_answers_in_the_table_tells_nothing_of_their_order(questionnaire):
    people = everybody_answers(questionnaire)
    # One of 479,001,600 orders; that it is the one by chance does not happen.
    assert order_in_the_table() != people
    assert sorted(order_in_the_table()) == people


def test_all_answers_were_written_by_one_transaction(questionnaire):
    everybody_answers(questionnaire)
    assert len(set(transactions_of("events_questionnaires_answer"))) == 1
    # Those who have answered are as different as they came; there is nothing to compare them with.
    assert len(set(transactions_of("events_questionnaires_answered"))) == PEOPLE


def test_without_the_mixing_both_would_give_everybody_away(questionnaire, monkeypatch):
    """The twin: what the two tests above see when answers are only added."""

    def add(questionnaire, given):
        Answer.objects.bulk_create(
            Answer(question_id=each.question_id, marks=list(each.marks), text=each.text)
            for each in given
            if each.says_something
        )

    monkeypatch.setattr(answering, "keep_answers_in_transaction", add)
    people = everybody_answers(questionnaire)
    assert order_in_the_table() == people
    joined = dict(
        zip(
            transactions_of("events_questionnaires_answered"),
            [person for (person,) in rows("events_questionnaires_answered", "participant_id")],
            strict=True,
        )
    )
    by_transaction = rows("events_questionnaires_answer", "xmin::text, text")
    assert [joined[number] for number, _ in by_transaction] == writers(text for _, text in by_transaction)


def test_keys_are_new_with_every_answer(questionnaire):
    first, second, *_ = people_of(questionnaire.event)
    asked.answer(questionnaire, first, text="一", scale=0, one=0, several=())
    before = set(Answer.objects.values_list("pk", flat=True))
    asked.answer(questionnaire, second, text="二", scale=0, one=0, several=())
    assert before.isdisjoint(Answer.objects.values_list("pk", flat=True))


def test_neither_table_knows_a_time_an_order_or_the_other():
    for table in (Answer, Answered):
        fields = table._meta.get_fields()
        assert isinstance(table._meta.pk, models.UUIDField)
        assert not [each for each in fields if isinstance(each, models.DateField | models.TimeField)]
    assert {each.name for each in Answered._meta.concrete_fields} == {"id", "questionnaire", "participant"}
    assert {each.name for each in Answer._meta.concrete_fields} == {
        *("id", "question", "marks", "text", "may_be_quoted")
    }
    with pytest.raises(FieldDoesNotExist):
        Answer._meta.get_field("participant")


def test_answers_to_different_questions_of_one_person_lie_apart(questionnaire):
    """Whoever recognises the words of one answer learns nothing of the marks beside it."""
    for number, person in enumerate(people_of(questionnaire.event), start=1):
        asked.answer(questionnaire, person, text=f"わたしは {number}", scale=1 + number % 5)
    words = [text for (text,) in rows("events_questionnaires_answer", "text") if text]
    marks = [
        marks[0]
        for (marks, question) in rows("events_questionnaires_answer", "marks, question_id")
        if question == questionnaire.questions.first().pk
    ]
    assert [1 + number % 5 for number in writers(words)] != marks


def test_answering_leaves_no_audit_entry_with_a_time(questionnaire):
    before = Entry.objects.count()
    asked.answer(questionnaire, people_of(questionnaire.event)[0])
    assert Entry.objects.count() == before


def test_nobody_answers_twice_and_a_refused_answer_leaves_nothing(questionnaire):
    person = people_of(questionnaire.event)[0]
    asked.answer(questionnaire, person)
    with pytest.raises(QuestionnaireRefused, match="もう答えを"):
        asked.answer(questionnaire, person)
    with pytest.raises(QuestionnaireRefused, match="どれか一つ"):
        asked.answer(questionnaire, people_of(questionnaire.event)[1], scale=0, one=0, several=())
    assert (Answered.objects.count(), asked.fresh(questionnaire).received) == (1, 1)


def test_an_answer_to_a_question_of_another_questionnaire_is_left_out(questionnaire, staff):
    other = asked.make(make_held_event(), staff=staff)
    answering.answer_questionnaire(
        questionnaire_id=questionnaire.pk,
        participant=people_of(questionnaire.event)[0],
        given=[*asked.given(questionnaire), *asked.given(other)],
        now=asked.NOW,
    )
    assert not Answer.objects.filter(question__questionnaire=other).exists()
    kept = Answer.objects.filter(question__questionnaire=questionnaire)
    asked_for = questionnaire.questions.exclude(kind="text")
    assert set(kept.values_list("question", flat=True)) == set(asked_for.values_list("pk", flat=True))
