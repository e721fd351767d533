"""The demo world's course has a questionnaire that takes answers, and one whose results can be read."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from events.questionnaires.queries import results_of
from foundation.demo import World
from foundation.small_counts import threshold_now
from tests.factories.directory import make_agency
from tests.factories.training_media import make_course
from training_media.campaigns import demo as campaigns_demo
from training_media.surveys import demo, queries
from training_media.surveys.models import CourseQuestionnaire
from training_media.watching import demo as watching_demo

pytestmark = pytest.mark.django_db(transaction=True)


def test_results_of_the_demo_world_show_and_it_is_filled_once(staff, partner):
    people = {"staff": staff.person, "partner": partner.person}
    world = World(door="public", now=timezone.now(), cast=(), people=people)
    demo.seed(world)
    assert not CourseQuestionnaire.objects.exists()
    course = make_course(minutes=45)
    make_agency(name="見本の家")
    make_agency(name="別の家")
    campaigns_demo.seed(world)
    watching_demo.seed(world)
    for _ in range(2):
        demo.seed(world)
    current, before = queries.questionnaires_of(course)
    assert (current.questionnaire.state, current.questionnaire.received) == ("open", 2)
    assert queries.how_many_answered(current) == queries.viewers_of(course).count() == 2
    assert current.questionnaire.closes_on > queries.watched_until(course)
    film_sent = localdate(world.now) - timedelta(days=30)
    assert localdate(before.questionnaire.opened_at) > film_sent
    results = results_of(before.questionnaire, threshold=threshold_now())
    assert not results.too_few
    assert [row.count for result in results.questions for row in result.rows if row.count] != []
