"""A meeting that was held counts as held, and who stands on its list came, announced or not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outreach.study_groups import queries
from outreach.study_groups.enums import RowState
from outreach.study_groups.meetings.enums import Presence
from outreach.study_groups.meetings.services.preparing import record_held
from outreach.study_groups.summary import summary_of
from tests.factories.meetings import make_presence, make_somebody

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def meeting_day():
    return timezone.localdate(NOW)


def line_of(meeting):
    (line,) = [each for each in queries.lines_of(meeting.row.plan, now=NOW) if each.row.pk == meeting.row_id]
    return line


def test_a_meeting_without_an_announcement_is_planned_until_the_day_it_was_held_is_written(meeting, staff):
    assert (line_of(meeting).state, line_of(meeting).day) == (RowState.PLANNED, None)
    today = timezone.localdate(NOW)
    record_held(meeting=meeting, on=today, actor=staff, now=NOW)
    assert (line_of(meeting).state, line_of(meeting).day) == (RowState.HELD, today)


def test_the_list_of_attendance_says_how_many_came(meeting, community, staff, client, member):
    for number, presence in enumerate((Presence.VENUE, Presence.ONLINE, Presence.ABSENT)):
        make_presence(meeting, make_somebody(community, f"人{number}"), presence, now=NOW)
    record_held(meeting=meeting, on=timezone.localdate(NOW), actor=staff, now=NOW)
    (held,) = queries.held_of([line_of(meeting)])
    assert (held.people, held.kinds) == (2, ())
    year = meeting.row.plan.fiscal_year
    found = summary_of(community, meeting.row.plan, year, now=NOW + timedelta(hours=1))
    assert (found.counted.held, found.people) == (1, 2)
    client.force_login(member)
    page = client.get(community.get_absolute_url()).text
    assert "開催1回" in page
    assert "2人" in page
