"""The way from a course's page to its player; and a demo world in which somebody has watched."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from directory.enums import MembershipRole
from foundation.demo import World
from tests.factories.directory import join, make_agency
from tests.factories.training_media import make_course
from training_media.campaigns import demo as campaigns_demo
from training_media.campaigns.models import Campaign, Invitation, RosterName
from training_media.enums import CourseState
from training_media.models import Course
from training_media.registries import course_doors
from training_media.viewing.models import Coverage
from training_media.watching import demo

pytestmark = pytest.mark.django_db(transaction=True)


def doors(course):
    request = RequestFactory().get("/")
    return [door for find in course_doors if (door := find(course, request)) is not None]


def test_an_open_course_leads_to_its_player_and_to_each_moment_of_it():
    course = make_course()
    (door,) = doors(course)
    assert door.address == "/videos/ukeire/watch/"
    assert door.moment(course.parts.get(number=2), 65_000) == "/videos/ukeire/watch/2/?from=65000"


@pytest.mark.parametrize("state", [each for each in CourseState if each != CourseState.OPEN])
def test_no_other_course_has_a_door(state):
    assert doors(make_course(state=state)) == []


def test_the_demo_world_has_a_campaign_and_somebody_who_has_begun(staff, partner):
    own = make_agency(name="家0")
    join(partner.person, own, role=MembershipRole.PARTNER)
    for number in (1, 2):
        make_agency(name=f"家{number}")
    people = {"staff": staff.person, "partner": partner.person}
    world = World(door="public", now=timezone.now(), cast=(), people=people)
    for seed in (campaigns_demo.seed, demo.seed):
        seed(world)
    assert Campaign.objects.count() == 0
    make_course(minutes=45)
    for seed in (campaigns_demo.seed, demo.seed) * 2:
        seed(world)
    assert (Campaign.objects.count(), Invitation.objects.count()) == (1, 3)
    assert Invitation.objects.filter(extended_until__isnull=False).count() == 1
    assert RosterName.objects.filter(agency=own).count() == 4
    assert {each.viewer.name for each in Coverage.objects.all()} == {"佐久間 礼子"}
    assert Coverage.objects.filter(viewer__agency=own).exists()
    assert Course.objects.count() == 1
