"""The demo world has meetings in every stage that a visitor wants to see."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from foundation.demo import World
from outreach.study_groups.access import standings
from outreach.study_groups.committees.demo import seed as seed_committees
from outreach.study_groups.enums import Action
from outreach.study_groups.meetings.demo import seed
from outreach.study_groups.meetings.models import CaseReport, DatePoll, Meeting, MinutesVersion
from outreach.study_groups.models import Community
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

ROLES = {"prefecture": PublicRole.PREFECTURE}


def make_world(staff, manager, now):
    place_first_site()
    people = {"staff": staff.person, "manager": manager.person}
    for key in ("partner_admin", "facilitator", "prefecture"):
        user = make_user(
            name=f"見本 {key}", roles=[ROLES.get(key, PublicRole.PARTNER)], email=f"{key}@example.jp"
        )
        # As the demo world places them: whoever has no role of partners is on their agency's list only.
        role = MembershipRole.COLLEAGUE if key in ROLES else MembershipRole.PARTNER
        join(user.person, make_agency(name=f"{key}の家"), role=role)
        people[key] = user.person
    return World("public", now, (), people=people)


@pytest.mark.parametrize(
    ("month", "held", "polls"),
    [
        pytest.param(4, 0, 1, id="first month of the year"),
        pytest.param(11, 5, 1, id="four of the review committee, one of the steering committee"),
        pytest.param(3, 7, 0, id="last month of the year"),
    ],
)
def test_meetings_stand_in_the_demo_world_once(month, held, polls, staff, manager, transactional_db):
    year = 2027 if month < 4 else 2026
    world = make_world(staff, manager, datetime(year, month, 27, 3, tzinfo=UTC))
    seed_committees(world)
    for _ in range(2):
        seed(world)
    assert Meeting.objects.filter(held_on__isnull=False).count() == held
    assert MinutesVersion.objects.count() == 2 * held
    assert MinutesVersion.objects.filter(confirmed_at__isnull=False).count() == max(held - 1, 0)
    assert CaseReport.objects.count() == min(held, 1)
    assert DatePoll.objects.count() == polls


@pytest.mark.parametrize("key", ["prefecture", "facilitator"])
def test_whoever_sits_in_the_committees_of_the_demo_world_reaches_both(key, staff, manager, transactional_db):
    world = make_world(staff, manager, timezone.now())
    seed_committees(world)
    found = standings(world.people[key].user, Community.objects.all(), today=timezone.localdate())
    reached = {each.community.slug for each in found if each.may(Action.READ_HOME)}
    assert reached == {"kentou", "suishin"}
