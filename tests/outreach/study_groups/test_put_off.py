"""A session that was put off without a new day is neither held nor off: it is planned, and has no day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.enums import ChangeKind, DateState
from events.models import Event, Session
from events.services.rescheduling import Decided, change_dates
from outreach.study_groups import queries
from outreach.study_groups.associations.glance import next_general_meeting
from outreach.study_groups.associations.queries import day_of
from outreach.study_groups.enums import RowState
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.services.making import move_community
from outreach.study_groups.summary import summary_of
from tests.factories.accounts import sign_in
from tests.factories.associations import make_assembly, make_association, make_rules
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_community, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def row(transactional_db, manager):
    place_first_site()
    return make_plan(make_community(), by=manager, now=NOW, themes=("住まい",)).rows.get()


def put_off(event: Event, *, by):
    """Put the only date of an event off; the day is not known."""
    dates = list(event.sessions.values_list("pk", flat=True))
    decided = Decided(ChangeKind.POSTPONED, "大雪", timezone.localdate(NOW))
    change_dates(event=event, sessions=dates, decided=decided, actor=by, now=NOW)
    assert set(event.sessions.values_list("state", flat=True)) == {DateState.POSTPONED}


def test_what_was_put_off_is_planned_before_and_after_its_old_day(row, manager):
    event = hold(row, by=manager, now=NOW)
    (line,) = queries.lines_of(row.plan, now=NOW)
    assert (line.state, line.is_put_off) == (RowState.ANNOUNCED, False)
    put_off(event, by=manager)
    for moment in (NOW, NOW + 30 * DAY):
        (line,) = queries.lines_of(row.plan, now=moment)
        assert (line.state, line.day, line.state_words) == (RowState.PLANNED, None, "延期（日は未定）")
        found = queries.counted([line])
        assert (found.held, found.cancelled, found.coming) == (0, 0, 1)
        year = summary_of(row.plan.community, row.plan, row.plan.fiscal_year, now=moment)
        assert list(year.held) == []


def test_the_pages_say_no_day_and_offer_no_second_announcement(row, manager):
    event, community = hold(row, by=manager, now=NOW), row.plan.community
    desk = sign_in(Client(), manager)
    plan = f"/groups/{community.slug}/plan/{row.plan.fiscal_year}/"
    assert "次は" in desk.get(community.get_absolute_url()).text
    put_off(event, by=manager)
    assert "次は" not in desk.get(community.get_absolute_url()).text
    page = desk.get(plan).text
    assert "延期（日は未定）" in page
    assert "/announce/" not in page
    assert f"/rows/{row.pk}/off/" not in page


def test_no_session_comes_but_the_community_does_not_end_before_it_is_called_off(row, manager):
    event, community = hold(row, by=manager, now=NOW), row.plan.community
    assert queries.coming_sessions([community.pk], now=NOW).count() == 1
    put_off(event, by=manager)
    assert queries.coming_sessions([community.pk], now=NOW).count() == 0
    with pytest.raises(GroupRefused, match="1回あります"):
        move_community(community=community, move="close", actor=manager, now=NOW + 30 * DAY)


def test_a_general_meeting_that_was_put_off_has_no_day(transactional_db, manager):
    place_first_site()
    community = make_association()
    make_rules(community)
    assembly = make_assembly(community, by=manager, now=NOW)
    assert day_of(assembly.row) == timezone.localdate(NOW + 7 * DAY)
    lines = queries.lines_of(assembly.row.plan, now=NOW)
    assert next_general_meeting(lines).row == assembly.row
    put_off(assembly.row.event, by=manager)
    assert Session.objects.get(event=assembly.row.event).starts_at > NOW
    assert day_of(assembly.row) is None
    assert next_general_meeting(queries.lines_of(assembly.row.plan, now=NOW)) is None
