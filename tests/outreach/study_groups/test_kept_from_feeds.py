"""Sessions of committees stand in no calendar whose address asks for no second factor."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from events.enums import Way
from events.feeds.services import make_address
from events.models import Session
from events.services.applying import PersonRequest
from outreach.study_groups.enums import CommunityKind
from tests.factories.accounts import make_user
from tests.factories.committees import make_seat, make_term
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_facilitation, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.mark.parametrize(
    ("kind", "is_shown"),
    [
        (CommunityKind.COMMUNITY, True),
        (CommunityKind.REVIEW_COMMITTEE, False),
        (CommunityKind.STEERING_COMMITTEE, False),
    ],
)
@pytest.mark.parametrize("key", ["agency", "person"])
def test_a_seat_in_a_committee_stands_in_neither_calendar(kind, is_shown, key, manager):
    place_first_site()
    community = make_community(kind=kind)
    agency, user = make_agency(), make_user(roles=[PublicRole.PARTNER])
    join(user.person, agency)
    make_facilitation(community, user.person)
    make_term(make_seat(community), user.person)
    event = hold(make_plan(community, by=manager, now=NOW).rows.get(), by=manager, now=NOW)
    session, people = Session.objects.get(event=event), [PersonRequest(Way.VENUE, user.person.name)]
    apply(session, people, agency=agency, actor=user, now=NOW + timedelta(minutes=1))
    of = agency if key == "agency" else None
    token = make_address(kind=key, agency=of, actor=user, now=NOW)
    feed = Client().get(reverse("feeds:feed", args=[token]))
    names = [str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(feed.content).walk("VEVENT")]
    assert any(event.title in name for name in names) is is_shown
