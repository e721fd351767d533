"""The demo world has a board on which people talk."""

from datetime import UTC, datetime

import pytest

from accounts.enums import PublicRole
from foundation.demo import World
from outreach.study_groups.board.demo import seed
from outreach.study_groups.board.models import Expert, Post, Topic
from outreach.study_groups.demo import seed as seed_community
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("day", [pytest.param((2026, 4, 1), id="first day of the year"), (2026, 11, 27)])
def test_the_cast_talks_once(day, staff, manager, transactional_db):
    place_first_site()
    people = {"staff": staff.person, "manager": manager.person}
    for key in ("partner", "facilitator"):
        user = make_user(name=f"見本 {key}", roles=[PublicRole.PARTNER], email=f"{key}@example.jp")
        join(user.person, make_agency(name=f"{key}の家"))
        people[key] = user.person
    world = World("public", datetime(*day, 3, tzinfo=UTC), (), people=people)
    seed_community(world)
    for _ in range(2):
        seed(world)
    assert Expert.objects.count() == 1
    assert Topic.objects.count() == 2
    assert Post.objects.count() == 4
