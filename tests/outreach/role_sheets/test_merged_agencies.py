"""Sheets of an agency that became part of another are the other's."""

import pytest
from django.utils import timezone

from directory.services.agencies import merge_agencies
from outreach.role_sheets.models import RoleSheet
from outreach.role_sheets.services.making import copy_to_own
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.role_sheets import make_role_sheet, publish

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


def test_what_an_agency_checks_and_keeps_goes_over(transactional_db, manager, partner):
    place_first_site()
    kept, merged = make_agency(name="残る課"), make_agency(name="移る課")
    sheet = make_role_sheet(by=manager, now=NOW, office=merged)
    own = copy_to_own(version=publish(sheet, by=manager, now=NOW), agency=merged, actor=partner, now=NOW)
    merge_agencies(kept=kept, merged=merged, actor=manager, now=NOW)
    assert RoleSheet.objects.get(pk=sheet.pk).office == kept
    assert RoleSheet.objects.get(pk=own.pk).keeper == kept
