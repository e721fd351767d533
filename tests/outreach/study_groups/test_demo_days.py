"""In the demo world no community meets while the centre is closed."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from events.models import Session
from foundation.centre.queries import current_centre
from foundation.demo import World
from foundation.japanese.business_days import is_business_day
from outreach.study_groups.associations.demo import seed as seed_association
from outreach.study_groups.committees.demo import seed as seed_committees
from outreach.study_groups.demo import seed as seed_community
from outreach.study_groups.meetings.demo import seed as seed_meetings
from outreach.study_groups.meetings.models import Meeting, PollOption
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)


def make_world(staff, manager, now):
    place_first_site()
    people = {"staff": staff.person, "manager": manager.person}
    for key in ("partner", "partner_admin", "facilitator", "prefecture"):
        user = make_user(name=f"見本 {key}", roles=[PublicRole.PARTNER], email=f"{key}@example.jp")
        join(user.person, make_agency(name=f"{key}の家"))
        people[key] = user.person
    for number in range(5):
        make_agency(name=f"見本の家{number}")
    return World("public", now, (), people=people)


@pytest.mark.parametrize("day", [(2026, 11, 27), (2027, 3, 25)])
def test_sessions_and_meetings_lie_on_open_days(day, staff, manager, transactional_db):
    world = make_world(staff, manager, datetime(*day, 3, tzinfo=UTC))
    for seed in (seed_community, seed_association, seed_committees, seed_meetings):
        seed(world)
    moments = [
        *Session.objects.values_list("starts_at", flat=True),
        *PollOption.objects.values_list("starts_at", flat=True),
        *Meeting.objects.exclude(starts_at=None).values_list("starts_at", flat=True),
    ]
    days = {timezone.localdate(each) for each in moments}
    days |= set(Meeting.objects.exclude(held_on=None).values_list("held_on", flat=True))
    closures = current_centre().hours.closures
    assert [each for each in sorted(days) if not is_business_day(each, closures)] == []
    assert len(days) > 5
