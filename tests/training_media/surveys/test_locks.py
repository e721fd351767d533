"""Two at one questionnaire of a course: who comes second waits, and sees what the first has written."""

import pytest
from django.db import transaction

from events.questionnaires.exceptions import QuestionnaireRefused
from events.questionnaires.models import Questionnaire
from tests.beside import Beside
from tests.factories import surveys
from tests.factories.training_media import make_course
from training_media.models import Course
from training_media.surveys.models import AnsweredByViewer, CourseQuestionnaire

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_of_one_viewer_at_once_are_one_answer(staff):
    asked = surveys.ask(by=staff)
    (viewer,) = surveys.make_watchers(asked, 1)
    with transaction.atomic():
        Questionnaire.objects.select_for_update(of=("self",)).get(pk=asked.questionnaire_id)
        AnsweredByViewer.objects.create(asked=asked, viewer=viewer)
        second = Beside(lambda: surveys.answer(asked, viewer))
        assert second.waits_for_a_lock()
    second.join()
    assert isinstance(second.error, QuestionnaireRefused)
    assert AnsweredByViewer.objects.count() == 1
    assert surveys.fresh(asked).questionnaire.received == 0


def test_whoever_makes_a_second_questionnaire_of_a_course_at_once_is_told(staff):
    course = make_course()
    with transaction.atomic():
        Course.objects.select_for_update(no_key=True).get(pk=course.pk)
        made = Questionnaire.objects.create(
            number="R8-Q999", origin="course", title="先", closes_on="2099-01-01", state="draft"
        )
        first = CourseQuestionnaire.objects.create(course=course, questionnaire=made)
        second = Beside(lambda: surveys.ask(course, by=staff))
        assert second.waits_for_a_lock()
    second.join()
    assert isinstance(second.error, QuestionnaireRefused)
    assert list(CourseQuestionnaire.objects.all()) == [first]
