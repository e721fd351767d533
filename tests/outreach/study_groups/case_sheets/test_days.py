"""A sheet is read on the days of its session as it stands: moved with it, hidden while it is off."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.enums import DateState, EventState
from events.models import Event, Session
from outreach.study_groups.case_sheets.models import CaseSheet
from outreach.study_groups.case_sheets.services.removing import remove_due_sheets
from outreach.study_groups.case_sheets.services.writing import change_sheet, write_sheet
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import PlanRow
from tests.factories.accounts import sign_in
from tests.factories.case_sheets import WORDS, make_sheet, written
from tests.factories.groups import hold

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


def moved(days, now):
    """Let the only session be so many days from now."""
    begins = now + days * DAY
    Session.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=2))


def test_a_sheet_moves_with_its_session(community, staff, second, member, now):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    moved(5, now)
    found, today = CaseSheet.objects.get(), timezone.localdate(now)
    assert (found.shown_from, found.shown_until) == (today + 3 * DAY, today + 3 * DAY)
    assert sign_in(Client(), member).get(f"/groups/tobu/cases/{sheet.pk}/").status_code == 404
    assert (remove_due_sheets(now=now + 3 * DAY), remove_due_sheets(now=now + 4 * DAY)) == (0, 1)


@pytest.mark.parametrize("off", ["cancelled", "postponed", "date_cancelled"])
def test_a_sheet_is_hidden_while_its_session_is_off_and_goes_all_the_same(
    community, staff, second, member, now, off
):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    client = sign_in(Client(), member)
    assert client.get(f"/groups/tobu/cases/{sheet.pk}/").status_code == 200
    if off == "cancelled":
        Event.objects.update(state=EventState.CANCELLED, cancelled_at=now)
    else:
        state = {"postponed": DateState.POSTPONED, "date_cancelled": DateState.CANCELLED}[off]
        Session.objects.update(state=state)
    assert client.get(f"/groups/tobu/cases/{sheet.pk}/").status_code == 404
    pages = [client.get(address).text for address in ("/groups/tobu/cases/", "/groups/tobu/")]
    assert not any(WORDS["title"] in page for page in pages)
    assert "読めません" in sign_in(Client(), staff).get("/groups/tobu/cases/").text
    assert remove_due_sheets(now=now + DAY) == 1


def test_a_sheet_cannot_be_shown_for_ever_week_by_week(community, staff, now):
    sheet = make_sheet(community, by=staff, now=now)
    moved(-7, now)
    client = sign_in(Client(), staff)
    today = timezone.localdate(now)
    days = {"shown_from": today.isoformat(), "shown_until": today.isoformat()}
    typed = WORDS | {"session": PlanRow.objects.get().pk, **days}
    assert client.post(f"/groups/tobu/cases/{sheet.pk}/edit/", typed).status_code == 303
    moved(-8, now)
    assert client.post(f"/groups/tobu/cases/{sheet.pk}/edit/", typed).status_code == 422


def test_a_sheet_of_a_session_that_is_over_goes_to_no_other(community, staff, manager, now):
    sheet = make_sheet(community, by=staff, now=now)
    moved(-1, now)
    plan = PlanRow.objects.get().plan
    other = plan.rows.create(month=plan.rows.get().month, position=9, format="case_study", theme="つぎ")
    hold(other, by=manager, now=now)
    with pytest.raises(GroupRefused, match="ほかの回に移せません"):
        change_sheet(sheet=sheet, written=written(community, now=now), seen=sheet.seen, actor=staff, now=now)


def test_the_day_of_the_session_is_asked_again_when_it_is_saved(community, staff, now):
    typed = written(community, now=now)
    moved(9, now)
    with pytest.raises(GroupRefused, match="会の日が変わりました"):
        write_sheet(community=community, written=typed, actor=staff, now=now)
