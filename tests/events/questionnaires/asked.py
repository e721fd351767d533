"""A questionnaire that takes answers, and how people answer it."""

from datetime import timedelta

from events.questionnaires.models import Questionnaire
from events.questionnaires.services.answering import Given, answer_questionnaire
from events.questionnaires.services.running import (
    Draft,
    begin_to_read,
    close_questionnaire,
    make_questionnaire,
    open_questionnaire,
)
from tests.factories.events import NOW

QUESTIONS = (
    {"kind": "scale", "text": "満足しましたか。", "lowest": "いいえ", "highest": "はい"},
    {"kind": "one", "text": "どこで知りましたか。", "choices": ["ちらし", "メール", "知り合い"]},
    {"kind": "several", "text": "次に聞きたいことは。", "choices": ["制度", "お金", "地域"]},
    {"kind": "text", "text": "感想を書いてください。"},
)


def make(event, *, staff, session=None, questions=QUESTIONS, days=10, opened=True, now=NOW):
    words = {
        "title": "アンケート",
        "intro": "教えてください。",
        "closes_on": (now + timedelta(days=days)).date(),
    }
    draft = Draft(words, session, questions)
    made = make_questionnaire(event=event, draft=draft, actor=staff, now=now)
    if opened:
        open_questionnaire(questionnaire_id=made.pk, tells_by_mail=False, actor=staff, now=now)
    return fresh(made)


def close(questionnaire, *, staff, now=NOW):
    return close_questionnaire(questionnaire_id=questionnaire.pk, actor=staff, now=now)


def read(questionnaire, *, staff, now=NOW):
    return begin_to_read(questionnaire_id=questionnaire.pk, actor=staff, now=now)


def given(questionnaire, *, scale=5, one=1, several=(1,), text="", may_be_quoted=False):
    scale_q, one_q, several_q, text_q = questionnaire.questions.all()
    return [
        Given(scale_q.pk, marks=(scale,) if scale else ()),
        Given(one_q.pk, marks=(one,) if one else ()),
        Given(several_q.pk, marks=tuple(several)),
        Given(text_q.pk, text=text, may_be_quoted=may_be_quoted),
    ]


def answer(questionnaire, participant, *, now=NOW, **words):
    answer_questionnaire(
        questionnaire_id=questionnaire.pk,
        participant=participant,
        given=given(questionnaire, **words),
        now=now,
    )


def fresh(questionnaire):
    return Questionnaire.objects.select_related("event", "session").get(pk=questionnaire.pk)
