"""A community with a meeting a week ahead, and who stands how in it."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community
from tests.factories.meetings import make_meeting, make_somebody


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


@pytest.fixture
def meeting_day():
    """When the meeting is, if not in a week; what happened there is written from that day on."""
    return


@pytest.fixture
def meeting(community, staff, meeting_day):
    return make_meeting(community, by=staff, now=timezone.now(), day=meeting_day)


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.fixture
def member(community):
    return make_somebody(community, "読む人")


@pytest.fixture
def runner(community):
    return make_somebody(community, "世話する人", runs=True)
