"""The demo world's course has a questionnaire that takes answers, and one whose results can be read."""

import pytest
from django.utils import timezone

from events.questionnaires.queries import results_of
from foundation.demo import World
from foundation.small_counts import threshold_now
from tests.factories.training_media import make_course
from training_media.surveys import demo, queries
from training_media.surveys.models import CourseQuestionnaire

pytestmark = pytest.mark.django_db(transaction=True)


def test_results_of_the_demo_world_show_and_it_is_filled_once(staff):
    world = World(door="public", now=timezone.now(), cast=(), people={"staff": staff.person})
    demo.seed(world)
    assert not CourseQuestionnaire.objects.exists()
    course = make_course()
    for _ in range(2):
        demo.seed(world)
    current, before = queries.questionnaires_of(course)
    assert (current.questionnaire.state, current.questionnaire.received) == ("open", 12)
    results = results_of(before.questionnaire, threshold=threshold_now())
    assert not results.too_few
    assert [row.count for result in results.questions for row in result.rows if row.count] != []
