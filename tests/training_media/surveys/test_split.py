"""Answers of viewers stay anonymous: nothing in the tables joins who has answered with what was answered."""

import pytest
from django.db import connection, models

from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Answer
from foundation.audit.models import Entry
from tests.factories import surveys
from training_media.surveys.models import AnsweredByViewer
from training_media.surveys.services import answering

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12


@pytest.fixture
def asked(staff):
    return surveys.ask(by=staff)


def everybody_answers(asked):
    """Let each say who they are: the worst that could be known of an answer. Returns them in their order."""
    people = surveys.make_watchers(asked, PEOPLE)
    for person in people:
        surveys.answer(asked, person, text=f"わたしは {person.pk}", scale=0, one=0, several=())
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


def test_neither_the_place_nor_the_transaction_of_an_answer_tells_whose_it_is(asked):
    people = everybody_answers(asked)
    # One of 479,001,600 orders; that it is the one by chance does not happen.
    assert order_in_the_table() != people
    assert sorted(order_in_the_table()) == people
    assert len(set(transactions_of("events_questionnaires_answer"))) == 1
    # Those who have answered are as different as they came; there is nothing to compare them with.
    assert len(set(transactions_of("surveys_answeredbyviewer"))) == PEOPLE


def test_without_the_mixing_both_would_give_everybody_away(asked, monkeypatch):
    """The twin: what the test above sees when answers are only added."""

    def add(questionnaire, given):
        Answer.objects.bulk_create(
            Answer(question_id=each.question_id, marks=list(each.marks), text=each.text)
            for each in given
            if each.says_something
        )

    monkeypatch.setattr(answering, "keep_answers_in_transaction", add)
    people = everybody_answers(asked)
    assert order_in_the_table() == people
    joined = dict(rows("surveys_answeredbyviewer", "xmin::text, viewer_id"))
    by_transaction = rows("events_questionnaires_answer", "xmin::text, text")
    assert [joined[number] for number, _ in by_transaction] == writers(text for _, text in by_transaction)


def test_a_mark_knows_no_time_and_no_order():
    fields = AnsweredByViewer._meta.concrete_fields
    assert isinstance(AnsweredByViewer._meta.pk, models.UUIDField)
    assert {each.name for each in fields} == {"id", "asked", "viewer"}


def test_answering_leaves_no_audit_entry_with_a_time(asked):
    (person,) = surveys.make_watchers(asked, 1)
    before = Entry.objects.count()
    surveys.answer(asked, person)
    assert Entry.objects.count() == before


def test_nobody_answers_twice_and_a_refused_answer_leaves_nothing(asked):
    first, second = surveys.make_watchers(asked, 2)
    surveys.answer(asked, first)
    with pytest.raises(QuestionnaireRefused, match="もう答えを"):
        surveys.answer(asked, first)
    with pytest.raises(QuestionnaireRefused, match="どれか一つ"):
        surveys.answer(asked, second, scale=0, one=0, several=())
    assert AnsweredByViewer.objects.count() == 1
    assert surveys.fresh(asked).questionnaire.received == 1
