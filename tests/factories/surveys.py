"""A course's questionnaire, people who have watched, and how they answer."""

from datetime import timedelta

from django.utils import timezone

from events.questionnaires.services.answering import Given
from events.questionnaires.services.running import (
    Draft,
    begin_to_read,
    close_questionnaire,
    open_questionnaire,
)
from tests.factories.directory import make_agency
from tests.factories.training_media import make_course, make_viewer
from training_media.surveys.models import CourseQuestionnaire
from training_media.surveys.services.answering import answer_as_viewer
from training_media.surveys.services.making import make_course_questionnaire
from training_media.watching.models import Statement

QUESTIONS = (
    {"kind": "scale", "text": "分かりやすかったですか。", "lowest": "いいえ", "highest": "はい"},
    {
        "kind": "one",
        "text": "受け入れを考えますか。",
        "choices": ["考えたい", "条件が合えば", "いまは考えない"],
    },
    {"kind": "several", "text": "もっと知りたいことは。", "choices": ["費用", "流れ", "相談先"]},
    {"kind": "text", "text": "自由に書いてください。"},
)


def ask(course=None, *, by, days=10, opened=True, now=None):
    """Give a course a questionnaire; returns it as the database has it."""
    now = now or timezone.now()
    words = {
        "title": "アンケート",
        "intro": "教えてください。",
        "closes_on": timezone.localdate(now) + timedelta(days=days),
    }
    draft = Draft(words, None, QUESTIONS)
    made = make_course_questionnaire(course=course or make_course(), draft=draft, actor=by, now=now)
    if opened:
        open_questionnaire(questionnaire_id=made.questionnaire_id, tells_by_mail=False, actor=by, now=now)
    return fresh(made)


def fresh(asked):
    return CourseQuestionnaire.objects.select_related("course", "questionnaire").get(pk=asked.pk)


def close(asked, *, by, now=None):
    close_questionnaire(questionnaire_id=asked.questionnaire_id, actor=by, now=now or timezone.now())
    return fresh(asked)


def read(asked, *, by, now=None):
    begin_to_read(questionnaire_id=asked.questionnaire_id, actor=by, now=now or timezone.now())
    return fresh(asked)


def say_watched(viewer, course):
    """Let somebody say that they have watched: the least with which one may answer."""
    Statement.objects.create(viewer=viewer, part=course.parts.first(), said_at=timezone.now())
    return viewer


def make_watchers(asked, count, *, agency=None):
    """Let so many people of one agency have watched a course."""
    agency = agency or make_agency(name="見本の家")
    return [
        say_watched(make_viewer(name=f"見本 {number:02}", agency=agency), asked.course)
        for number in range(1, count + 1)
    ]


def given(asked, *, scale=5, one=1, several=(1,), text="", may_be_quoted=False):
    scale_q, one_q, several_q, text_q = asked.questionnaire.questions.all()
    return [
        Given(scale_q.pk, marks=(scale,) if scale else ()),
        Given(one_q.pk, marks=(one,) if one else ()),
        Given(several_q.pk, marks=tuple(several)),
        Given(text_q.pk, text=text, may_be_quoted=may_be_quoted),
    ]


def answer(asked, viewer, *, now=None, **words):
    answer_as_viewer(asked=asked, viewer=viewer, given=given(asked, **words), now=now or timezone.now())


def sent(asked, *, text="", **more):
    """Return what a browser sends."""
    scale, one, several, words = [question.pk for question in asked.questionnaire.questions.all()]
    return {f"q{scale}": "4", f"q{one}": "2", f"q{several}": ["1", "3"], f"q{words}": text} | more
