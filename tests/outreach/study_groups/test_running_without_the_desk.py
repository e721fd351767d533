"""Whoever runs a community without working at the centre calls sessions off, and answers who asks to join."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from events.enums import EventState
from events.models import Event, Session
from foundation.mail.models import OutgoingMail
from outreach.study_groups.enums import PlanState, RequestAnswer
from outreach.study_groups.models import JoinRequest, PlanRow, YearPlan
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.first_site import place_first_site
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def community(transactional_db):
    place_first_site()
    return make_community()


@pytest.fixture
def row(community, manager):
    return make_plan(community, by=manager, now=NOW, themes=("住まい",)).rows.get()


@pytest.fixture
def facilitator(community):
    user = make_user(roles=[PublicRole.PARTNER])
    join(user.person, make_agency(name="世話人の家"))
    make_facilitation(community, user.person)
    return sign_in(Client(), user)


def test_whoever_runs_a_community_calls_an_announced_session_off(community, row, facilitator, manager):
    where, plan = f"/groups/tobu/rows/{row.pk}/cancel/", f"/groups/tobu/plan/{row.plan.fiscal_year}/"
    assert facilitator.get(where).status_code == 404
    home, member = make_agency(name="会員の家"), make_user(roles=[PublicRole.PARTNER])
    join(member.person, home)
    make_delegate(make_member_of(community, home), member.person)
    event = hold(row, by=manager, now=NOW)
    apply(Session.objects.get(event=event), 1, agency=home, actor=member, now=NOW)
    assert where in facilitator.get(plan).text
    assert [sign_in(Client(), member).get(where).status_code, Client().get(where).status_code] == [404, 302]
    assert facilitator.post(where, {"because": ""}).status_code == 422
    assert facilitator.post(where, {"because": "会場が使えません"}).status_code == 303
    event.refresh_from_db()
    assert (event.state, event.cancel_reason) == (EventState.CANCELLED, "会場が使えません")
    assert OutgoingMail.objects.filter(to="minamo@example.jp", text__contains="会場が使えません").exists()
    assert facilitator.post(where, {"because": "もう一度"}).status_code == 422
    assert where not in facilitator.get(plan).text


def test_what_was_held_is_not_called_off(row, facilitator, manager):
    event = hold(row, by=manager, now=NOW)
    past = NOW - timedelta(days=3)
    Session.objects.filter(event=event).update(starts_at=past, ends_at=past + timedelta(hours=2))
    assert facilitator.post(f"/groups/tobu/rows/{row.pk}/cancel/", {"because": "台風"}).status_code == 422
    assert Event.objects.get(pk=event.pk).state == EventState.PUBLISHED


def test_the_centre_alone_is_led_to_where_a_session_is_moved(row, facilitator, manager):
    event = hold(row, by=manager, now=NOW)
    plan, link = f"/groups/tobu/plan/{row.plan.fiscal_year}/", f"/cms/events/{event.pk}/"
    found = [link in each.get(plan).text for each in (facilitator, sign_in(Client(), manager))]
    assert found == [False, True]


def test_a_refused_line_begins_no_plan_and_a_good_one_does(community, facilitator):
    year = NOW.year + (1 if timezone.localdate(NOW).month >= 4 else 0)
    where, sent = f"/groups/tobu/plan/{year}/add/", {"format": "other", "theme": "住まい"}
    assert facilitator.post(where, sent | {"month": "1999-04-01"}).status_code == 422
    assert YearPlan.objects.count() == 0
    assert facilitator.post(where, sent | {"month": f"{year}-06-01"}).status_code == 303
    assert (YearPlan.objects.get().state, PlanRow.objects.get().theme) == (PlanState.DRAFT, "住まい")


def test_what_is_refused_with_too_many_words_or_none_is_asked_for_again(community, facilitator):
    asked = JoinRequest.objects.create(
        community=community,
        agency=make_agency(name="入りたい家"),
        asked_by=make_user(roles=[PublicRole.PARTNER]),
        asked_at=NOW,
    )
    where = f"/groups/tobu/requests/{asked.pk}/"
    for reason, words in (("", "わけを書いてください"), ("長" * 201, "長" * 201)):
        page = facilitator.post(where, {"reason": reason})
        assert (page.status_code, words in page.text) == (422, True)
    asked.refresh_from_db()
    assert asked.answer == RequestAnswer.OPEN
    assert facilitator.post(where, {"reason": "会員がいっぱいです"}).status_code == 303
    asked.refresh_from_db()
    assert (asked.answer, asked.reason) == (RequestAnswer.REFUSED, "会員がいっぱいです")
