"""Two agencies become one: nothing is shown then that one of the two had not agreed to show."""

import pytest
from django.test import Client

from directory.enums import FieldGroup, Level
from directory.models import AgencyKind, FieldVisibility
from directory.services.agencies import merge_agencies
from tests.factories.directory import NOW, make_agency
from tests.factories.whole_agency import fill, index

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
# What is for the centre or for partners alone, until an agency agrees to more.
KEPT_BACK = (FieldGroup.VACANCY, FieldGroup.CONDITIONS, FieldGroup.HOUSING, FieldGroup.ACCEPTANCE)
WORDS = ("空き：2人", "窓口の山田係", "空き部屋の印", "まず電話")


@pytest.fixture
def open_home(staff, today):
    """Give an agency that agreed to show everybody everything, and has written nothing of itself."""
    home = make_agency(name="みなもの家")
    for group in KEPT_BACK:
        FieldVisibility.objects.create(
            agency=home, group=group, level=Level.PUBLIC, agreed_on=TODAY, agreed_by="山田"
        )
    index(home)
    return home


def merge(kept, merged, staff):
    merge_agencies(kept=kept, merged=merged, actor=staff, now=NOW)
    return Client().get(f"/directory/{kept.public_id}/")


def agreed(agency):
    return dict(FieldVisibility.objects.filter(agency=agency).values_list("group", "level"))


def test_the_kept_agencys_word_does_not_cover_what_the_merged_one_brings(open_home, staff):
    page = merge(open_home, fill(make_agency(name="移る家")), staff)
    assert page.status_code == 200
    assert [word for word in WORDS if word in page.text] == []


def test_what_brings_nothing_leaves_what_was_agreed(open_home, staff):
    merge(open_home, make_agency(name="移る家"), staff)
    assert agreed(open_home) == dict.fromkeys(KEPT_BACK, Level.PUBLIC)


def test_what_the_merged_agency_agreed_to_hide_stays_hidden(open_home, staff):
    merged = make_agency(name="移る家")
    FieldVisibility.objects.create(agency=merged, group=FieldGroup.ADDRESS, level=Level.STAFF)
    merge(open_home, merged, staff)
    assert agreed(open_home)[FieldGroup.ADDRESS] == Level.STAFF


def test_an_agency_of_a_hidden_kind_does_not_come_out_by_being_merged(open_home, staff):
    AgencyKind.objects.filter(code="self_reliance_home").update(level=Level.STAFF)
    hidden = fill(make_agency(name="移る家", kind="self_reliance_home"))
    assert Client().get(f"/directory/{hidden.public_id}/").status_code == 404
    assert merge(open_home, hidden, staff).status_code == 404
