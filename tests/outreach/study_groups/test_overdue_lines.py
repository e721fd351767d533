"""A line whose month is past says that nobody wrote what became of it, and offers both deeds."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from outreach.study_groups import queries
from outreach.study_groups.enums import CommunityKind, RowState
from outreach.study_groups.models import PlanRow
from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

# A Tuesday in office hours, in the middle of a fiscal year.
NOW = timezone.make_aware(datetime.combine(date(2026, 11, 24), time(10)))
PLAN = "/groups/tobu/plan/2026/"


@pytest.fixture(autouse=True)
def clock(transactional_db):
    with time_machine.travel(NOW, tick=False):
        place_first_site()
        yield


@pytest.fixture
def row(manager):
    return make_plan(make_community(), by=manager, now=NOW - timedelta(days=60)).rows.get()


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


def line_of(row):
    (line,) = queries.lines_of(row.plan, now=NOW)
    return line


def test_it_says_so_and_offers_both_deeds_until_one_is_done(row, desk):
    held, off = f"/groups/tobu/meetings/held/{row.pk}/", f"/groups/tobu/rows/{row.pk}/off/"
    page = desk.get(PLAN).text
    assert [each in page for each in ("記録がまだです", f'href="{held}"', f'href="{off}"')] == [True] * 3
    assert desk.post(held, {"on": "2026/11/25"}).status_code == 422
    assert desk.post(held, {"on": "2026/3/31"}).status_code == 422
    assert desk.post(held, {"on": "2026/10/8"}).status_code == 303
    line = line_of(row)
    assert (line.state, line.day, line.is_overdue) == (RowState.HELD, date(2026, 10, 8), False)
    page = desk.get(PLAN).text
    assert ["記録がまだです" in page, held in page, "2026" in page] == [False, False, True]


def test_called_off_it_says_so_no_more(row, desk):
    desk.post(f"/groups/tobu/rows/{row.pk}/off/", {"because": "会場がとれなかったため"})
    assert (line_of(row).state, line_of(row).is_overdue) == (RowState.CANCELLED, False)
    assert "記録がまだです" not in desk.get(PLAN).text


@pytest.mark.parametrize(("month", "is_overdue"), [(date(2026, 10, 1), True), (date(2026, 11, 1), False)])
def test_the_month_that_runs_is_not_past(row, month, is_overdue):
    PlanRow.objects.update(month=month)
    assert line_of(row).is_overdue is is_overdue


def test_an_assembly_is_written_down_in_its_own_pages(manager, desk):
    community = make_community(kind=CommunityKind.ASSOCIATION)
    row = make_plan(community, by=manager, now=NOW - timedelta(days=60)).rows.get()
    PlanRow.objects.update(format="general_meeting")
    held = f"/groups/tobu/meetings/held/{row.pk}/"
    assert held not in desk.get(PLAN).text
    assert desk.post(held, {"on": "2026/10/8"}).status_code == 422
