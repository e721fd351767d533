"""An agency whose last day is written down before it comes leaves the directory on that day."""

from datetime import timedelta

import pytest

from directory.finding.models import DirectoryEntry
from directory.finding.services import forget_closed_agencies
from foundation.public_pages import version
from tests.factories.directory import NOW, make_agency
from tests.factories.whole_agency import TODAY, index

pytestmark = pytest.mark.django_db(transaction=True)


def listed():
    return set(DirectoryEntry.objects.values_list("agency__name", flat=True))


def number():
    """Return the version of public pages as the database has it."""
    version.forget()
    return version.read()[1]


def test_an_agency_leaves_the_index_on_the_day_on_which_it_closes(clock):
    index(
        make_agency(name="閉じる家", closed_on=TODAY + timedelta(days=3)),
        make_agency(name="続く家"),
    )
    assert forget_closed_agencies(now=NOW + timedelta(days=2)) == 0
    assert listed() == {"閉じる家", "続く家"}
    assert forget_closed_agencies(now=NOW + timedelta(days=3)) == 1
    assert listed() == {"続く家"}
    assert forget_closed_agencies(now=NOW + timedelta(days=4)) == 0


def test_pages_are_laid_out_anew_when_an_agency_closes_and_not_else(clock):
    index(make_agency(name="閉じる家", closed_on=TODAY + timedelta(days=1)))
    before = number()
    forget_closed_agencies(now=NOW)
    assert number() == before
    forget_closed_agencies(now=NOW + timedelta(days=1))
    assert number() > before
