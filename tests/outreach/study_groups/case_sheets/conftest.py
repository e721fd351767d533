from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from tests.factories.accounts import make_user
from tests.factories.directory import make_agency, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_delegate, make_member_of, make_plan


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def community(transactional_db, manager, now):
    """A community whose next session is the day after tomorrow."""
    place_first_site()
    made = make_community()
    plan = make_plan(made, by=manager, now=now, themes=("住まい",))
    hold(plan.rows.get(), by=manager, now=now, starts_at=now + timedelta(days=2))
    return made


@pytest.fixture
def second(transactional_db):
    return make_user(name="確かめる人", roles=[PublicRole.STAFF])


@pytest.fixture
def member(community):
    agency = make_agency(name="会員の家")
    user = make_partner(agency=agency, name="読む 人子")
    make_delegate(make_member_of(community, agency), user.person)
    return user
