from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from directory.centre_only import services
from directory.centre_only.exceptions import NoSuchRecord, RecordRefused
from directory.centre_only.limits import WHOM_KEPT
from directory.centre_only.models import AcceptanceProfile, ContactRecord, HousingFacts
from directory.enums import FieldGroup, Level
from directory.finding.models import DirectoryEntry
from directory.models import FieldVisibility
from directory.services.agencies import merge_agencies
from foundation.audit.models import Entry
from foundation.limits.queries import limit
from tests.factories.accounts import staff
from tests.factories.directory import NOW, make_agency

__all__ = ["staff"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def record(agency, staff, **values):
    first = {"day": TODAY, "way": "phone", "purpose": "説明"}
    return services.record_contact(agency=agency, values=first | values, actor=staff, now=NOW)


def wish(agency, staff, *, now=NOW, **values):
    return services.record_acceptance(
        agency=agency, values={"state": "willing"} | values, actor=staff, now=now
    )


def said(entry):
    return f"{entry.shown} {entry.tokens} {entry.facet_set.facets} {entry.folded}"


def test_a_wish_is_found_by_staff_alone_until_the_agency_agrees(staff):
    agency = make_agency()
    wish(agency, staff, contact_way="管理者に電話", note="静かな家", cautions="夜は1人")
    public = DirectoryEntry.objects.get(agency=agency, for_public=True)
    of_staff = DirectoryEntry.objects.get(agency=agency, for_staff=True)
    assert ("a:willing" in said(public), "a:willing" in said(of_staff)) == (False, True)
    FieldVisibility.objects.create(
        agency=agency, group=FieldGroup.ACCEPTANCE, level=Level.PUBLIC, agreed_on=TODAY, agreed_by="管理者"
    )
    wish(agency, staff, state="has_accepted")
    assert "a:has_accepted" in said(DirectoryEntry.objects.get(agency=agency, for_public=True))


def test_notes_and_cautions_are_in_no_entry_whatever_was_agreed(staff):
    agency = make_agency()
    FieldVisibility.objects.create(
        agency=agency, group=FieldGroup.ACCEPTANCE, level=Level.PUBLIC, agreed_on=TODAY, agreed_by="管理者"
    )
    wish(agency, staff, note="にわとりを飼う", cautions="夜は1人")
    entries = DirectoryEntry.objects.filter(agency=agency)
    assert [("にわとり" in said(each), "夜は" in said(each)) for each in entries] == [(False, False)]


def test_what_was_heard_today_counts_as_confirmed_today(staff):
    agency = make_agency()
    half_a_year_ago = NOW - timedelta(days=200)
    assert wish(agency, staff, now=half_a_year_ago).confirmed_on == half_a_year_ago.date()
    assert services.confirm_acceptance(agency=agency, actor=staff, now=NOW).confirmed_on == TODAY
    assert AcceptanceProfile.objects.get().state == "willing"


def test_nothing_is_confirmed_that_nobody_has_written_down(staff):
    with pytest.raises(RecordRefused):
        services.confirm_acceptance(agency=make_agency(), actor=staff, now=NOW)
    assert not AcceptanceProfile.objects.exists()


def test_the_audit_names_fields_and_never_words(staff):
    wish(make_agency(), staff, note="静かな家")
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.fields) == (
        "directory.acceptance_recorded",
        ["confirmed_on", "note", "state"],
    )


def test_a_contact_of_tomorrow_is_refused(staff):
    with pytest.raises(RecordRefused):
        record(make_agency(), staff, day=TODAY + timedelta(days=1))
    assert not ContactRecord.objects.exists()


def test_a_next_step_is_done_once(staff):
    made = record(make_agency(), staff, next_step="書類を届ける", next_on=TODAY)
    done = services.finish_next_step(record_id=made.pk, actor=staff, now=NOW)
    assert done.done_on == TODAY
    with pytest.raises(RecordRefused):
        services.finish_next_step(record_id=made.pk, actor=staff, now=NOW)


def test_a_contact_without_a_next_step_has_nothing_to_finish(staff):
    made = record(make_agency(), staff)
    with pytest.raises(RecordRefused):
        services.finish_next_step(record_id=made.pk, actor=staff, now=NOW)


def test_taking_the_next_step_away_takes_its_end_along(staff):
    made = record(make_agency(), staff, next_step="書類を届ける", next_on=TODAY)
    services.finish_next_step(record_id=made.pk, actor=staff, now=NOW)
    values = {"day": TODAY, "way": "visit", "purpose": "説明", "next_step": "", "next_on": None}
    mended = services.correct_contact(record_id=made.pk, values=values, actor=staff, now=NOW)
    assert (mended.done_on, mended.way) == (None, "visit")


def test_a_merged_agency_leaves_its_records_to_the_kept_one(staff):
    kept, merged = make_agency(name="残る家"), make_agency(name="移る家")
    record(merged, staff)
    wish(merged, staff)
    services.record_housing(agency=merged, values={"state": "prospect"}, actor=staff, now=NOW)
    services.record_housing(agency=kept, values={"state": "explained"}, actor=staff, now=NOW)
    merge_agencies(kept=kept, merged=merged, actor=staff, now=NOW)
    assert (ContactRecord.objects.get().agency, AcceptanceProfile.objects.get().agency) == (kept, kept)
    assert HousingFacts.objects.get(agency=kept).state == "explained"


BROKEN_CONTACTS = {
    "centre_only_contact_way_is_offered": {"way": "smoke"},
    "centre_only_contact_next_step_has_a_day": {"next_step": "届ける"},
    "centre_only_contact_done_was_to_do": {"done_on": TODAY},
    "centre_only_contact_goes_forward": {"next_step": "届ける", "next_on": TODAY - timedelta(days=1)},
    "centre_only_contact_has_a_purpose": {"purpose": ""},
}


@pytest.mark.parametrize("name", BROKEN_CONTACTS)
def test_the_database_refuses_a_contact_that_cannot_be(name, staff):
    record(make_agency(), staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ContactRecord.objects.update(**BROKEN_CONTACTS[name])


BROKEN_HOUSES = {
    "centre_only_housing_is_offered": {"sexes": "cats"},
    "centre_only_housing_registered_on_a_day": {"state": "registered"},
    "centre_only_housing_months_are_plausible": {"longest_months": 0},
}


@pytest.mark.parametrize("name", BROKEN_HOUSES)
def test_the_database_refuses_a_registration_that_cannot_be(name, staff):
    services.record_housing(agency=make_agency(), values={"state": "prospect"}, actor=staff, now=NOW)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        HousingFacts.objects.update(**BROKEN_HOUSES[name])


def test_nobody_is_registered_with_itself(staff):
    home = make_agency()
    services.record_housing(agency=home, values={"state": "prospect"}, actor=staff, now=NOW)
    with pytest.raises(IntegrityError, match="own_office"), transaction.atomic():
        HousingFacts.objects.update(registered_with=home)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("centre_only_acceptance_state_is_offered", {"state": "best"}),
        ("centre_only_acceptance_year_is_a_year", {"experienced_since": 3}),
    ],
)
def test_the_database_refuses_a_wish_that_cannot_be(name, broken, staff):
    wish(make_agency(), staff)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        AcceptanceProfile.objects.update(**broken)


def test_the_day_of_registration_is_kept(staff):
    office = make_agency(name="見本保護観察所", kind="probation_office")
    values = {"state": "registered", "registered_on": date(2024, 4, 1), "registered_with": office}
    facts = services.record_housing(agency=make_agency(), values=values, actor=staff, now=NOW)
    assert (facts.registered_on, facts.registered_with) == (date(2024, 4, 1), office)


def test_whom_the_centre_met_is_forgotten_in_time_and_what_was_done_stays(staff):
    agency = make_agency()
    kept = timedelta(days=limit(WHOM_KEPT, on=TODAY))
    old = record(agency, staff, day=TODAY - kept, met_with="相談係の係長", result="見学に行く")
    record(agency, staff, day=TODAY - kept + timedelta(days=1), met_with="管理者")
    assert [services.forget_whom_was_met(now=NOW) for _ in range(2)] == [1, 0]
    old.refresh_from_db()
    assert (old.met_with, old.result) == ("", "見学に行く")
    assert ContactRecord.objects.filter(met_with="管理者").count() == 1
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.subject_id) == ("directory.contact_forgotten", old.pk)


def test_a_record_that_is_not_there_is_named_so(staff):
    for act in (
        lambda: services.finish_next_step(record_id=999_999, actor=staff, now=NOW),
        lambda: services.correct_contact(record_id=999_999, values={"day": TODAY}, actor=staff, now=NOW),
    ):
        with pytest.raises(NoSuchRecord):
            act()
