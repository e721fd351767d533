"""Whose word counts for an agency, how often a choice counts, and for which dates anybody is asked."""

import pytest

from events.asking import answers_of
from events.enums import DateState
from events.models import Session
from events.questions import queries
from events.questions.enums import AskKind
from events.questions.exceptions import AnswerRefused
from events.questions.models import AgencyAnswer, Answer
from events.questions.offers import MOST_IN_A_CELL, columns_of, words_for_letters
from events.questions.services.answering import answer_questions
from events.questions.services.reminding import remind
from tests.events.questions.asked import NOT, ORDERS, ask, key
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, apply, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event()


def answer(application, given, *, actor=None, by_staff=False):
    answer_questions(application_id=application.pk, given=given, actor=actor, by_staff=by_staff, now=NOW)


def said():
    return AgencyAnswer.objects.get().words


def test_whoever_holds_the_link_alone_does_not_speak_for_the_agency(event, staff):
    agency, lunch = make_agency(), ask(event, staff, once_per_agency=True)
    given = {"questions": {key(lunch): (ORDERS,)}}
    application = apply(event.sessions.get(), more=given, agency=agency, agency_name="")
    assert said() == [ORDERS]
    answer(application, {key(lunch): (NOT,)})
    assert Answer.objects.get().words == [NOT]
    assert said() == [ORDERS]
    answer(application, {key(lunch): (NOT,)}, actor=make_partner(agency=make_agency(name="しおみの家")))
    assert said() == [ORDERS]
    answer(application, {key(lunch): (NOT,)}, actor=make_partner(agency=agency))
    assert said() == [NOT]
    answer(application, {key(lunch): (ORDERS,)}, actor=staff, by_staff=True)
    assert said() == [ORDERS]


def test_the_same_choice_sent_often_is_one(event, staff):
    lunch = ask(event, staff, kind=AskKind.SEVERAL)
    application = apply(event.sessions.get(), more={"questions": {key(lunch): (NOT,) * 7000}})
    assert Answer.objects.get().words == [NOT]
    answer(application, {key(lunch): (ORDERS, NOT) * 7000})
    assert Answer.objects.get().words == [ORDERS, NOT]


def test_a_list_holds_what_a_cell_can(event, staff):
    lunch = ask(event, staff)
    application = apply(event.sessions.get())
    Answer.objects.create(
        question=lunch, version=lunch.version, application=application, words=[NOT] * 9000, answered_at=NOW
    )
    [column] = columns_of(event.sessions.get())
    assert len(column.words[application.pk]) == MOST_IN_A_CELL


@pytest.mark.parametrize("state", [DateState.CANCELLED, DateState.POSTPONED])
def test_nobody_is_asked_for_a_date_that_does_not_take_place(event, staff, state):
    lunch = ask(event, staff, is_required=True)
    application = apply(event.sessions.get(), actor=staff, by_staff=True)
    assert [each.application for each in queries.not_answered(event)] == [application]
    Session.objects.update(state=state)
    application.refresh_from_db()
    assert queries.not_answered(event) == []
    assert remind(event=event, actor=staff, now=NOW) == (0, 0)
    assert list(words_for_letters(application, NOW)) == []
    [part] = answers_of(application, now=NOW)
    assert not part.may_answer
    with pytest.raises(AnswerRefused, match="終わっている"):
        answer(application, {key(lunch): (NOT,)})
