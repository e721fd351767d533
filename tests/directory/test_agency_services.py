"""Agencies are added, changed and merged; deeds stand in the audit chain, refusals leave no trace."""

from datetime import date, timedelta

import pytest
from django.db.models.fields.reverse_related import ForeignObjectRel

from directory.enums import MembershipRole, Sector
from directory.exceptions import AgencyRefused
from directory.models import Agency, AgencyKind, Corporation, Membership
from directory.services.agencies import add_agency, merge_agencies, update_agency
from events.models import Application
from foundation.audit.models import Entry
from tests.factories.accounts import make_person
from tests.factories.directory import NOW, SINCE, join, make_agency, make_member, make_partner
from tests.factories.events import apply, make_session

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
NOBODY = {"number": "", "name": ""}
NUMBER = "7000012050002"


def details(**fields):
    kind = AgencyKind.objects.get(code="group_home")
    return {"kind": kind, "name": "グループホームみなも", "sector": "", "parent": None} | fields


def add(staff, body=NOBODY, **fields):
    return add_agency(details=details(**fields), body=body, actor=staff, now=NOW)


def update(agency, staff, body=NOBODY, **fields):
    return update_agency(agency=agency, details=details(**fields), body=body, actor=staff, now=NOW)


def recorded():
    return [(entry.verb, entry.fields) for entry in Entry.objects.order_by("id")]


def merge(kept, merged, actor):
    merge_agencies(kept=kept, merged=merged, actor=actor, now=NOW)
    merged.refresh_from_db()


def times_at(agency):
    """Return who is at an agency, from when to when, as what."""
    rows = Membership.objects.filter(agency=agency).order_by("person__name", "valid_from")
    return [(row.person.name, row.valid_from, row.valid_to, row.role) for row in rows]


# Adding and changing


def test_the_sector_follows_the_kind_unless_one_is_given(staff):
    assert add(staff).sector == Sector.DISABILITY
    assert add(staff, name="みなもの家", sector=Sector.HOUSING).sector == Sector.HOUSING


def test_adding_records_names_of_fields_and_no_values(staff):
    agency = add(staff, phone="099-000-4567")
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id, entry.subject_id) == ("directory.agency_added", staff.pk, agency.pk)
    assert set(entry.fields) >= {"name", "phone"}
    assert "099" not in entry.body


def test_changing_records_what_changed(staff):
    agency = make_agency(phone="099-000-4567")
    update(agency, staff, phone="099-000-4568", corporation=None)
    assert recorded() == [("directory.agency_changed", ["phone"])]
    agency.refresh_from_db()
    assert (agency.phone, agency.sector) == ("099-000-4568", Sector.DISABILITY)


def test_an_agency_does_not_stand_below_itself(staff):
    city = make_agency(name="市")
    section = make_agency(name="課", parent=make_agency(name="部", parent=city))
    with pytest.raises(AgencyRefused, match="この機関の下にあります"):
        update(city, staff, name="市", parent=section)
    city.refresh_from_db()
    assert (city.parent, recorded()) == (None, [])


def test_a_merged_agency_is_not_changed(staff):
    kept = make_agency(name="みなもの家")
    merged = make_agency(closed_on=TODAY, merged_into=kept)
    with pytest.raises(AgencyRefused, match="統合した機関は変えられません"):
        update(merged, staff, name="別の名前")


# Corporations


def test_a_corporation_is_known_by_its_number(staff):
    known = Corporation.objects.create(name="社会福祉法人 見本会", corporate_number=NUMBER)
    assert add(staff, {"number": NUMBER, "name": ""}).corporation == known
    assert add(staff, {"number": NUMBER, "name": "社会福祉法人 新見本会"}, name="ほか").corporation == known
    known.refresh_from_db()
    assert known.name == "社会福祉法人 新見本会"


def test_a_corporation_without_a_number_is_known_by_its_folded_name(staff):
    known = Corporation.objects.create(name="社会福祉法人 髙橋会")
    assert add(staff, {"number": "", "name": "社会福祉法人高橋会"}).corporation == known
    assert add(staff, {"number": "", "name": "NPO法人 別の会"}, name="ほか").corporation != known
    assert add(staff, NOBODY, name="ひとり").corporation is None


# Merging


def test_a_merged_agency_keeps_its_number_and_points_on(staff):
    first, second, third = (make_agency(name=name) for name in ("一", "二", "三"))
    number = first.public_id
    merge(second, first, staff)
    merge(third, second, staff)
    first.refresh_from_db()
    assert (first.public_id, first.closed_on) == (number, TODAY)
    assert [agency.merged_into for agency in (first, second, third)] == [third, third, None]
    assert recorded()[-1] == ("directory.agency_merged", ["closed_on", "merged_into"])


def test_units_move_to_the_kept_agency(staff):
    kept, merged = make_agency(name="残る"), make_agency(name="移る")
    unit = make_agency(name="課", parent=merged)
    merge(kept, merged, staff)
    unit.refresh_from_db()
    assert unit.parent == kept


def test_applications_move_and_keep_the_name_of_their_day(staff):
    kept, merged = make_agency(name="残る"), make_agency(name="移る")
    application = apply(make_session(), 2, agency=merged, agency_name="")
    merge(kept, merged, staff)
    moved = Application.objects.get(pk=application.pk)
    assert (moved.agency, moved.agency_name) == (kept, "移る")


def test_merging_knows_whatever_points_at_an_agency():
    relations = Agency._meta.get_fields(include_hidden=True)
    pointing = {each.related_model.__name__ for each in relations if isinstance(each, ForeignObjectRel)}
    ours = {"Agency", "Membership", "FieldVisibility", "DirectoryEntry", "DifferentAgencies"}
    rooms = {"OfficialRecord", "RecordProposal", "Declaration", "Vacancy"}
    rooms |= {"AcceptanceProfile", "HousingFacts", "ContactRecord"}
    rooms |= {"EntryLink", "ConfirmReminder", "VisibilityWish"}
    rooms |= {"AccountApplication", "PeopleConfirmation", "TurnQuestion"}
    # A line of a table is judged anew by where its agency went, or is history.
    rooms |= {"TableLine"}
    rooms |= {"MunicipalWindow", "KeyPerson", "Expert", "CoverageNote"}
    rooms |= {"Application", "AgencyChoice", "LectureRequest", "Certificate", "FeedKey", "AgencyAnswer"}
    rooms |= {"Recipient", "Refusal", "Host", "Viewer", "Invitation", "RosterName", "Lead", "Assignment"}
    rooms |= {"MemberAgency", "JoinRequest", "Guest", "Topic", "Post"}
    rooms |= {"OutsideMeeting", "Contact", "HostSending"}
    rooms |= {"StartUpCopy"}
    rooms |= {"Assembly", "Voter", "Proxy", "Resolution", "Recusal", "Vote", "SecretariatTerm"}
    rooms |= {"RoleSheet", "Presence", "Target"}
    assert pointing == ours | rooms


def test_people_move_with_their_time_and_role(staff):
    kept, merged = make_agency(name="残る"), make_agency(name="移る")
    join(make_person(name="A"), merged, role=MembershipRole.PARTNER_ADMIN, until=TODAY)
    join(make_person(name="B"), merged, since=TODAY, role=MembershipRole.COLLEAGUE)
    merge(kept, merged, staff)
    assert times_at(kept) == [("A", SINCE, TODAY, "partner_admin"), ("B", TODAY, None, "colleague")]
    assert times_at(merged) == []


@pytest.mark.parametrize(
    ("here", "there", "together"),
    [
        ((2024, 2026), (2025, 2027), [(2024, 2027)]),
        ((2024, None), (2025, 2026), [(2024, None)]),
        ((2025, 2026), (2024, None), [(2024, None)]),
        ((2024, 2025), (2025, 2026), [(2024, 2025), (2025, 2026)]),
        ((2025, None), (2025, None), [(2025, None)]),
    ],
)
def test_times_at_both_agencies_become_one_without_overlap(here, there, together, staff):
    def day(year):
        return year and date(year, 4, 1)

    kept, merged, person = make_agency(name="残る"), make_agency(name="移る"), make_person(name="A")
    join(person, kept, since=day(here[0]), until=day(here[1]))
    join(person, merged, since=day(there[0]), until=day(there[1]), role=MembershipRole.PARTNER_ADMIN)
    merge(kept, merged, staff)
    times = [(begin, end) for _, begin, end, _ in times_at(kept)]
    assert times == [(day(begin), day(end)) for begin, end in together]


def test_one_long_time_swallows_several_short_ones(staff):
    kept, merged, person = make_agency(name="残る"), make_agency(name="移る"), make_person(name="A")
    for year in (2020, 2022):
        join(person, kept, since=date(year, 4, 1), until=date(year + 1, 4, 1))
    join(person, merged, since=date(2020, 10, 1), until=date(2022, 10, 1))
    merge(kept, merged, staff)
    assert times_at(kept) == [("A", date(2020, 4, 1), date(2023, 4, 1), "partner")]


def test_the_higher_role_remains_and_the_account_follows(staff):
    kept, merged = make_agency(name="残る"), make_agency(name="移る")
    user = make_partner(agency=kept)
    join(user.person, merged, role=MembershipRole.PARTNER_ADMIN)
    merge(kept, merged, staff)
    assert [role for *_, role in times_at(kept)] == ["partner_admin"]
    assert set(user.groups.values_list("name", flat=True)) == {"partner", "partner_admin"}


def test_an_agency_that_opens_later_is_closed_on_the_day_it_would_open(staff):
    kept, merged = make_agency(name="残る"), make_agency(name="移る", opened_on=TODAY + timedelta(days=9))
    merge(kept, merged, staff)
    assert merged.closed_on == merged.opened_on


def test_what_cannot_be_merged_is_refused_in_words(staff):
    body = make_agency(name="本部")
    unit = make_agency(name="課", parent=make_agency(name="部", parent=body))
    gone = make_agency(name="前の名前", closed_on=TODAY, merged_into=body)
    make_member(body)
    for kept, merged, words in (
        (body, body, "同じ機関どうし"),
        (unit, body, "下にある組織"),
        (gone, unit, "すでに統合した"),
        (unit, gone, "すでに統合した"),
    ):
        with pytest.raises(AgencyRefused, match=words):
            merge_agencies(kept=kept, merged=merged, actor=staff, now=NOW)
    assert (Agency.objects.filter(merged_into__isnull=False).count(), recorded()) == (1, [])
