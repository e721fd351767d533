"""A community is found by its page alone, stands in members' calendars, and forgets people in time."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from content.search import search
from events.feeds.services import make_address
from events.services.publishing import cancel_event
from outreach.study_groups.board.enums import TopicKind
from outreach.study_groups.board.models import Post, Topic
from outreach.study_groups.board.services.forgetting import forget_talk
from outreach.study_groups.enums import CommunityKind, CommunityState
from outreach.study_groups.models import Delegate, MemberAgency
from outreach.study_groups.services.forgetting import forget_people
from outreach.study_groups.services.making import change_community, create_community, move_community
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager():
    return make_user(roles=[PublicRole.MANAGER])


def addresses(words):
    return {hit.url for group in search(words).groups for hit in group.hits}


def test_a_community_is_found_while_everybody_may_read_of_it(manager):
    now = timezone.now()
    details = {"slug": "kurashi", "name": "くらしの会", "aim": "困りごとを持ちよる会です。"}
    made = create_community(details=details, actor=manager, now=now)
    assert addresses("くらしの会") == set()
    move_community(community=made, move="open", actor=manager, now=now)
    assert addresses("くらしの会") == {"/groups/kurashi/"}
    change_community(community=made, details={"name": "あかりの会"}, actor=manager, now=now)
    assert addresses("くらしの会") == set()
    move_community(community=made, move="close", actor=manager, now=now)
    assert addresses("あかりの会") == set()


def test_a_committee_and_what_is_planned_are_never_found(manager):
    make_community(
        slug="iinkai",
        name="検討の委員会",
        kind=CommunityKind.REVIEW_COMMITTEE,
        state=CommunityState.PREPARING,
    )
    committee = make_community(
        slug="kentou",
        name="検討委員会甲",
        kind=CommunityKind.REVIEW_COMMITTEE,
        state=CommunityState.PREPARING,
    )
    move_community(community=committee, move="open", actor=manager, now=timezone.now())
    community = make_community()
    plan = make_plan(community, by=manager, now=timezone.now(), themes=["夜の見守り"])
    hold(plan.rows.get(), by=manager, now=timezone.now())
    change_community(community=community, details={"tone": "ゆっくり"}, actor=manager, now=timezone.now())
    assert addresses("検討委員会甲") == set()
    assert addresses("夜の見守り") == set()
    assert addresses("東部くらしの会") == {"/groups/tobu/"}


def entries_of(user):
    path = reverse(
        "feeds:feed", args=[make_address(kind="person", agency=None, actor=user, now=timezone.now())]
    )
    found = icalendar.Calendar.from_ical(Client().get(path).content).walk("VEVENT")
    return [(str(each["SUMMARY"]), str(each.get("STATUS", ""))) for each in found]


def test_members_have_their_sessions_in_their_calendar_and_nobody_else_has(manager):
    now = timezone.now()
    community, agency = make_community(), make_agency()
    inside, colleague = (make_user(roles=[PublicRole.PARTNER]) for _ in range(2))
    for user in (inside, colleague):
        join(user.person, agency)
    delegate = make_delegate(make_member_of(community, agency), inside.person)
    plan = make_plan(community, by=manager, now=now)
    event = hold(plan.rows.get(), by=manager, now=now)
    assert [title for title, _ in entries_of(inside)] == [event.title]
    assert entries_of(colleague) == []
    cancel_event(event=event, reason="台風のため", actor=manager, now=now)
    assert [status for _, status in entries_of(inside)] == ["CANCELLED"]
    Delegate.objects.filter(pk=delegate.pk).update(until=timezone.localdate(now))
    assert entries_of(inside) == []


def test_a_committee_is_in_no_calendar_whose_address_asks_for_nothing(manager):
    now, agency = timezone.now(), make_agency()
    user = make_user(roles=[PublicRole.PARTNER])
    join(user.person, agency)
    found = [
        make_community(slug=kind, name=f"会{kind}", kind=kind)
        for kind in (CommunityKind.COMMUNITY, CommunityKind.REVIEW_COMMITTEE)
    ]
    events = []
    for community in found:
        make_facilitation(community, user.person)
        row = make_plan(community, by=manager, now=now).rows.get()
        events.append(hold(row, by=manager, now=now))
    assert [title for title, _ in entries_of(user)] == [events[0].title]


def test_who_stood_for_an_agency_is_forgotten_after_five_years_and_the_agency_is_not():
    now = timezone.now()
    long_ago = timezone.localdate(now) - timedelta(days=1827)
    community, agency = make_community(), make_agency()
    member = make_member_of(community, agency, since=long_ago - timedelta(days=400))
    user = make_user()
    make_delegate(member, user.person, since=long_ago - timedelta(days=300), until=long_ago)
    assert forget_people(now=now) == 0
    assert forget_people(now=now + timedelta(days=1)) == 1
    assert not Delegate.objects.exists()
    assert MemberAgency.objects.filter(pk=member.pk).exists()


def test_talk_is_forgotten_three_years_after_its_last_word():
    now, community, user = timezone.now(), make_community(), make_user()
    then = now - timedelta(days=1096)
    topic = Topic.objects.create(
        community=community,
        kind=TopicKind.values[0],
        title="夜",
        writer=user.person,
        began_at=then,
        last_at=then,
    )
    Post.objects.create(topic=topic, writer=user.person, text="どうしますか。", written_at=then)
    assert forget_talk(now=now) == 0
    assert forget_talk(now=now + timedelta(seconds=1)) == 1
    assert not Topic.objects.exists()
    assert not Post.objects.exists()
