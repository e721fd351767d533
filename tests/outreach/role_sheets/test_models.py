"""What the database itself refuses, whatever code asks."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outreach.role_sheets.enums import VersionState
from outreach.role_sheets.models import RoleSheet, SheetEdit, SheetVersion
from tests.factories.directory import make_agency
from tests.factories.role_sheets import make_role_sheet, publish, version_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def sheet(manager):
    return make_role_sheet(by=manager, now=NOW)


def refuses(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_a_sheet_has_a_title_and_an_owner(sheet):
    refuses("has_a_title", lambda: RoleSheet.objects.update(title=" "))
    refuses("has_an_owner", lambda: RoleSheet.objects.update(responsible=""))


def test_the_next_check_lies_after_the_last(sheet):
    refuses("due_after_its_review", lambda: RoleSheet.objects.update(reviewed_on=TODAY, review_due_on=TODAY))


def test_an_own_copy_is_agreed_with_nobody(sheet):
    agency = make_agency(name="みなも")
    refuses("own_copy_is_agreed_with_nobody", lambda: RoleSheet.objects.update(keeper=agency, office=agency))


def test_a_number_stands_once_and_one_version_is_open(sheet):
    version = version_of(sheet)
    refuses(
        "number_once",
        lambda: SheetVersion.objects.bulk_create([SheetVersion(sheet=sheet, number=version.number)]),
    )
    refuses("one_open", lambda: SheetVersion.objects.bulk_create([SheetVersion(sheet=sheet, number=9)]))


def test_one_version_is_published(sheet, manager):
    publish(sheet, by=manager, now=NOW)
    second = SheetVersion(
        sheet=sheet,
        number=2,
        state=VersionState.PUBLISHED,
        agreed_on=TODAY,
        agreed_post="市",
        published_on=TODAY,
    )
    refuses("one_published", lambda: SheetVersion.objects.bulk_create([second]))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("agreed_by_somebody_on_a_day", {"state": VersionState.AGREED}),
        ("agreed_by_somebody_on_a_day", {"agreed_name": "山田"}),
        ("agreed_by_somebody_on_a_day", {"agreed_on": TODAY}),
        ("answered_while_it_is_checked", {"answered_on": TODAY}),
        ("published_on_a_day", {"published_on": TODAY}),
        ("superseded_on_a_day", {"superseded_on": TODAY}),
    ],
)
def test_a_draft_bears_no_day_of_what_has_not_happened(sheet, name, values):
    refuses(name, lambda: SheetVersion.objects.update(**values))


def test_a_published_version_keeps_its_days(sheet, manager):
    publish(sheet, by=manager, now=NOW)
    refuses("published_on_a_day", lambda: SheetVersion.objects.update(published_on=None))
    refuses("superseded_on_a_day", lambda: SheetVersion.objects.update(state=VersionState.SUPERSEDED))


def test_a_saving_is_kept_once(sheet, manager):
    edit = SheetEdit(
        version=version_of(sheet), edition=0, content={}, changed=0, saved_at=NOW, saved_by=manager
    )
    refuses("sheetedit_once", lambda: SheetEdit.objects.bulk_create([edit]))
