"""The words of a case sheet are gone the night after, from every table."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.limits.declared import declared
from outreach.study_groups.case_sheets.jobs import remove_due
from outreach.study_groups.case_sheets.limits import REMOVED_AFTER, VIEWS_KEPT
from outreach.study_groups.case_sheets.models import CaseSheet, SheetView
from outreach.study_groups.case_sheets.services.copies import count_out
from outreach.study_groups.case_sheets.services.removing import forget_views, remove_due_sheets
from tests.factories.accounts import sign_in
from tests.factories.case_sheets import WORDS, make_sheet
from tests.factories.groups import make_community

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
MARK = "ねこやなぎ"
TEXT_TYPES = ("text", "character varying", "character", "json", "jsonb", "ARRAY", "tsvector", "bytea", "xml")


def tables_with(mark):
    """Return each table and column of the whole database in which these words stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = ANY(%s)",
            [list(TEXT_TYPES)],
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            name = f'"{table}"."{column}"'
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE {name}::text LIKE %s)', [f"%{mark}%"]
            )
            if cursor.fetchone()[0]:
                found.append((table, column))
    return sorted(found)


def test_nothing_is_left_in_any_table_once_it_is_removed(community, staff, second, member, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    sign_in(Client(), member).get(f"/groups/tobu/cases/{sheet.pk}/")
    count_out(sheet=sheet, count=1, seen=0, actor=staff, now=now)
    assert tables_with(MARK) == [("group_case_sheets_casesheet", name) for name in sorted(WORDS)]
    client = sign_in(Client(), staff)
    assert WORDS["title"] not in client.get(f"/groups/tobu/cases/{sheet.pk}/remove/").text
    assert client.post(f"/groups/tobu/cases/{sheet.pk}/remove/").status_code == 303
    assert tables_with(MARK) == []
    kept = CaseSheet.objects.get()
    assert (kept.removed_by, kept.checked_by, kept.views.count(), kept.copies.count()) == (
        staff,
        second,
        1,
        1,
    )
    assert "消しました" in client.get("/groups/tobu/cases/").text
    assert client.get(f"/groups/tobu/cases/{sheet.pk}/").status_code == 404
    assert client.get(f"/groups/tobu/cases/{sheet.pk}/views/").status_code == 200


@pytest.mark.parametrize(("days", "removed"), [(0, 0), (1, 1), (5, 1)])
def test_the_night_after_the_last_day_removes_it_and_none_before(
    community, staff, second, now, days, removed
):
    make_sheet(community, by=staff, checked_by=second, now=now)
    assert remove_due_sheets(now=now + days * DAY) == removed
    assert bool(tables_with(MARK)) is not bool(removed)
    assert CaseSheet.objects.get().removed_by is None


def test_a_draft_that_nobody_checked_goes_as_well_and_another_stays(community, staff, now):
    draft = make_sheet(community, by=staff, now=now)
    later = timezone.localdate(now) + 3 * DAY
    other = make_sheet(community, by=staff, now=now, shown_until=later)
    assert remove_due_sheets(now=now + 2 * DAY) == 1
    left = CaseSheet.objects.filter(removed_at__isnull=True).get()
    assert (left, CaseSheet.objects.get(pk=draft.pk).title) == (other, "")


def test_the_job_runs_each_night(community, staff, now):
    sheet = make_sheet(community, by=staff, now=now)
    # The session is in two days.
    CaseSheet.objects.filter(pk=sheet.pk).update(first_day=-3, last_day=-3)
    remove_due(0)
    assert CaseSheet.objects.get().removed_at is not None
    assert "group_case_sheets.remove_due" in app.tasks


def test_who_looked_is_forgotten_in_time(community, staff, second, member, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    days = declared(VIEWS_KEPT).default
    for ago in (days - 1, days + 1):
        SheetView.objects.create(sheet=sheet, person=member.person, viewed_at=now - ago * DAY)
    assert (forget_views(now=now), SheetView.objects.count()) == (1, 1)
    assert declared(REMOVED_AFTER).default == 1


def test_a_sheet_of_a_closed_community_goes_all_the_same(community, staff, now):
    make_sheet(community, by=staff, now=now)
    community.state = "closed"
    community.save()
    make_community(slug="other", name="ほかの会")
    assert remove_due_sheets(now=now + 2 * DAY) == 1
