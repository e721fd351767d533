"""When two agencies become one, its memberships, people, guests and requests stand for the kept one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from outreach.study_groups.enums import Place
from outreach.study_groups.merging import move_memberships
from outreach.study_groups.models import Delegate, Guest, JoinRequest, MemberAgency
from tests.factories.accounts import make_person, make_user
from tests.factories.directory import make_agency
from tests.factories.groups import SINCE, hold, make_community, make_delegate, make_member_of, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def two(transactional_db):
    return make_agency(name="残る家"), make_agency(name="まとめる家")


def test_a_membership_goes_over(two):
    kept, merged = two
    make_delegate(make_member_of(make_community(), merged), make_person())
    move_memberships(kept, merged)
    member = MemberAgency.objects.get()
    assert (member.agency, member.delegates.get().place) == (kept, Place.DELEGATE)


def test_of_two_at_once_the_kept_one_s_stays_and_the_other_people_come_along(two):
    kept, merged = two
    community, both = make_community(), make_person(name="両方の人")
    own, other = (make_member_of(community, each) for each in two)
    make_delegate(own, both)
    make_delegate(other, both)
    make_delegate(other, make_person(name="もう一人"), place=Place.DEPUTY)
    move_memberships(kept, merged)
    assert MemberAgency.objects.get() == own
    assert set(Delegate.objects.values_list("person__name", "place")) == {
        ("両方の人", Place.DELEGATE),
        ("もう一人", Place.COLLEAGUE),
    }


def test_one_after_the_other_stay_apart(two):
    kept, merged = two
    community, later = make_community(), SINCE + timedelta(days=60)
    make_member_of(community, kept, until=later)
    make_member_of(community, merged, since=later)
    move_memberships(kept, merged)
    assert MemberAgency.objects.filter(agency=kept).count() == 2


def test_guests_and_requests_stand_once(two, manager):
    kept, merged = two
    community, user = make_community(), make_user(roles=[PublicRole.PARTNER])
    event = hold(make_plan(community, by=manager, now=NOW).rows.get(), by=manager, now=NOW)
    for agency in two:
        Guest.objects.create(community=community, agency=agency, event=event, invited_at=NOW)
        JoinRequest.objects.create(community=community, agency=agency, asked_by=user, asked_at=NOW)
    move_memberships(kept, merged)
    assert (Guest.objects.get().agency, JoinRequest.objects.get().agency) == (kept, kept)
