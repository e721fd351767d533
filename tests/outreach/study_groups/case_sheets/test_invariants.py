"""What the database refuses, whichever way a row of a case sheet is written."""

import pytest
from django.db import IntegrityError, transaction

from outreach.study_groups.case_sheets.limits import COPIES
from outreach.study_groups.case_sheets.models import CaseSheet, PaperCopy
from outreach.study_groups.case_sheets.services.copies import count_out
from outreach.study_groups.exceptions import GroupRefused
from tests.factories.case_sheets import make_sheet
from tests.factories.limits import put_limit

pytestmark = pytest.mark.django_db(transaction=True)


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.fixture
def sheet(community, staff, second, now):
    return make_sheet(community, by=staff, checked_by=second, now=now)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("checked_as_it_stands", {"happened": "別の文"}),
        ("checked_as_it_stands", {"title": "別の題"}),
        ("checked_by_whom_and_when", {"checked_by": None}),
        (
            "words_until_removed",
            {"question": "", "checked_digest": "", "checked_at": None, "checked_by": None},
        ),
        ("has_a_writer", {"writers": []}),
    ],
)
def test_a_sheet_is_refused_that_breaks_a_rule(sheet, rule, values):
    rows = CaseSheet.objects.filter(pk=sheet.pk)
    refused(f"group_case_sheets_casesheet_{rule}", lambda: rows.update(**values))


def test_nobody_who_wrote_is_the_one_who_checked(sheet, staff, second):
    rows, rule = CaseSheet.objects.filter(pk=sheet.pk), "group_case_sheets_casesheet_second_person"
    refused(rule, lambda: rows.update(checked_by=staff))
    refused(rule, lambda: rows.update(writers=[second.pk, staff.pk]))


def test_removed_words_are_gone_and_days_stand_in_order(sheet, staff, now):
    rows = CaseSheet.objects.filter(pk=sheet.pk)
    refused("words_until_removed", lambda: rows.update(removed_at=now))
    refused("removed_by_at_a_time", lambda: rows.update(removed_by=staff))
    refused("ends_after_it_begins", lambda: rows.update(last_day=sheet.first_day - 1))
    refused("shown_around_its_session", lambda: rows.update(first_day=-15))
    refused("shown_around_its_session", lambda: rows.update(last_day=8))


def test_copies_bear_numbers_once_and_come_back_to_somebody(sheet, staff, now):
    put_limit(COPIES, 2, by=staff)
    with pytest.raises(GroupRefused, match="2部まで"):
        count_out(sheet=sheet, count=3, seen=0, actor=staff, now=now)
    first, second = count_out(sheet=sheet, count=2, seen=0, actor=staff, now=now)
    rows, table = PaperCopy.objects.filter(pk=second.pk), "group_case_sheets_papercopy"
    refused(f"{table}_number_once", lambda: rows.update(number=first.number))
    refused(f"{table}_number_in_reach", lambda: rows.update(number=100))
    refused(f"{table}_back_to_whom_and_when", lambda: rows.update(back_at=now))
