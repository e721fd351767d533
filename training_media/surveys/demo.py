"""Questionnaires of the demo world's course: one of a first showing that is summarised, one of now.

The film was sent before the first showing, and of that nothing was recorded: its answers came on paper. Now
those answer who have watched, so that nobody answered more often than somebody watched.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from events.questionnaires.enums import QuestionKind
from events.questionnaires.models import Questionnaire
from events.questionnaires.services.answering import Given, type_sheet
from events.questionnaires.services.running import (
    Draft,
    begin_to_read,
    close_questionnaire,
    open_questionnaire,
    summarise,
)
from foundation.demo import World
from training_media.enums import CourseState
from training_media.models import Course

from .forms import INTRO, USUAL_QUESTIONS
from .models import CourseQuestionnaire
from .queries import viewers_of
from .services.answering import answer_as_viewer
from .services.making import make_course_questionnaire

SHOWN, SHEETS = "試写会のアンケート", 25
# What sheet after sheet says, over and over: 1 to 5, one of three, some of five.
MARKS = {
    QuestionKind.SCALE: ((4,), (5,), (5,), (4,), (5,)),
    QuestionKind.ONE: ((1,), (2,), (1,), (2,), (3,)),
    QuestionKind.SEVERAL: ((1, 2), (2, 4), (2,), (1, 4), (3, 5)),
}
WORDS = (
    ("夜勤のときに何かあったら、どこに電話すればよいのかが分かって安心しました。", True),
    ("利用者の家族にどう説明するかを、もっと聞きたいです。", False),
    ("前編の図が分かりやすかったです。職員の会議でも使いたいです。", True),
)
SUMMARY = (
    "「考えたい」と「条件が合えば」を合わせて8割でした。費用を知りたいという声が多いので、後編に足します。"
)


def seed(world: World) -> None:
    """Ask about the first open course; a world whose courses have questionnaires stays as it is."""
    course = Course.objects.filter(state=CourseState.OPEN).order_by("pk").first()
    if world.door != "public" or course is None or CourseQuestionnaire.objects.exists():
        return
    staff, day = world.people["staff"].user, timedelta(days=1)
    opened = world.now - 28 * day
    before = _ask(course, world, title=SHOWN, opened=opened, days=7).questionnaire
    for number in range(SHEETS):
        type_sheet(questionnaire_id=before.pk, given=_answers(before, number), actor=staff, now=opened)
    close_questionnaire(questionnaire_id=before.pk, actor=staff, now=opened + 8 * day)
    begin_to_read(questionnaire_id=before.pk, actor=staff, now=opened + 9 * day)
    summarise(questionnaire_id=before.pk, summary=SUMMARY, actor=staff, now=opened + 10 * day)
    # It takes answers for longer than anybody may watch.
    asked = _ask(course, world, title="アンケート", opened=world.now - 12 * day, days=130)
    for number, viewer in enumerate(viewers_of(course)):
        given = _answers(asked.questionnaire, number)
        answer_as_viewer(asked=asked, viewer=viewer, given=given, now=world.now)


def _ask(course: Course, world: World, *, title: str, opened: datetime, days: int) -> CourseQuestionnaire:
    staff = world.people["staff"].user
    closes_on = timezone.localdate(opened) + timedelta(days=days)
    words = {"title": title, "intro": INTRO, "closes_on": closes_on}
    draft = Draft(words, None, USUAL_QUESTIONS)
    asked = make_course_questionnaire(course=course, draft=draft, actor=staff, now=opened)
    open_questionnaire(questionnaire_id=asked.questionnaire_id, tells_by_mail=False, actor=staff, now=opened)
    return asked


def _answers(questionnaire: Questionnaire, number: int) -> list[Given]:
    """Return what one sheet says; the first few have words as well."""
    found = []
    for question in questionnaire.questions.all():
        if question.kind == QuestionKind.TEXT:
            text, may_be_quoted = WORDS[number] if number < len(WORDS) else ("", False)
            found.append(Given(question.pk, text=text, may_be_quoted=may_be_quoted))
        else:
            turns = MARKS[QuestionKind(question.kind)]
            found.append(Given(question.pk, marks=turns[number % len(turns)]))
    return found
