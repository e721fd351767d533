"""「このままで正しい」 said by phone, FAX or letter is typed in by staff, with the way and the day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from directory.declared.models import Declaration
from directory.declared.rules import may_be_said_on
from foundation.audit.models import Entry
from tests.factories.declared import publish
from tests.factories.directory import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def old(agency, member, staff):
    publish(agency, writer=member, staff=staff, now=NOW - timedelta(days=300))
    return agency


def typed(**said):
    return {"said_by": "佐久間", "heard": "fax", "heard_on": "2026-11-20"} | said


def test_one_press_says_it_with_the_way_and_the_day(desk, staff, old):
    address = f"/cms/entries/agencies/{old.public_id}/"
    assert f'href="{address}#heard"' in desk.get("/cms/entries/stale/").content.decode()
    page = desk.get(address).content.decode()
    assert 'value="佐久間"' in page
    assert 'value="2026-11-24"' in page
    assert desk.post(address, typed()).status_code == 303
    row = Declaration.objects.get()
    assert (row.confirmed_on, row.confirmed_by, row.confirmed_way) == (date(2026, 11, 20), "佐久間", "fax")
    assert "センターがFAXで聞きました" in desk.get(address).content.decode()
    last = Entry.objects.latest("pk")
    assert (last.verb, last.actor_id) == ("directory.entry_confirmed", staff.pk)


def test_what_the_agency_says_itself_later_was_not_heard_by_us(desk, browser, old):
    desk.post(f"/cms/entries/agencies/{old.public_id}/", typed())
    browser.post("/my/agency/")
    row = Declaration.objects.get()
    assert (row.confirmed_on, row.confirmed_way) == (TODAY, "")


@pytest.mark.parametrize(
    ("days", "last", "is_allowed"), [(0, None, True), (1, None, False), (-5, 5, True), (-5, 4, False)]
)
def test_a_word_is_of_no_day_to_come_and_not_older_than_the_last(days, last, is_allowed):
    known = TODAY - timedelta(days=last) if last else None
    assert may_be_said_on(TODAY + timedelta(days=days), today=TODAY, last=known).allowed == is_allowed


def test_an_older_word_than_the_last_is_refused_and_said_why(desk, old):
    answer = desk.post(f"/cms/entries/agencies/{old.public_id}/", typed(heard_on="2025-11-20"))
    assert answer.status_code == 422
    assert "もっと新しい日に、正しいと確かめてあります。" in answer.content.decode()


def test_a_way_without_a_day_is_refused_by_the_database(old):
    wrong = pytest.raises(IntegrityError, match="declared_declaration_heard_what_was_confirmed")
    with wrong, transaction.atomic():
        Declaration.objects.update(confirmed_on=None, confirmed_by="", confirmed_way="fax")


def test_a_version_holds_no_way(old, desk, member, staff):
    desk.post(f"/cms/entries/agencies/{old.public_id}/", typed())
    row = Declaration.objects.get()
    assert row.latest_revision.as_object().confirmed_way == "fax"
    publish(old, writer=member, staff=staff)
    assert Declaration.objects.get().confirmed_way == ""
