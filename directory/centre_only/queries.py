"""Reads of what only the centre knows."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from directory.enums import AcceptanceState, HousingState
from directory.finding.profile import Acceptance, Housing
from directory.finding.truths import Truths
from directory.models import Agency
from directory.models.agency import AgencyQuerySet

from .models import AcceptanceProfile, ContactRecord, HousingFacts

# Kinds of agency that give a roof to people who leave prison or custody (受け入れ先).
HOUSING_KINDS = frozenset({"rehabilitation_facility", "self_reliance_home", "housing_support_corporation"})


def fill_truths(truths: Mapping[int, Truths]) -> None:
    """Say what these agencies wish and how they are registered; never the centre's notes and cautions."""
    for wish in AcceptanceProfile.objects.filter(agency__in=truths):
        truths[wish.agency_id].acceptance = Acceptance(
            wish.state, wish.experienced_since, wish.contact_way, wish.get_state_display()
        )
    for row in HousingFacts.objects.filter(agency__in=truths).select_related("registered_with"):
        truths[row.agency_id].housing = Housing(
            state=row.state,
            registered_on=row.registered_on,
            registered_with=row.registered_with.name if row.registered_with else "",
            meals=row.meals,
            sexes=row.sexes,
            places=row.places,
            spare_use=row.spare_use,
            longest_months=row.longest_months,
            as_of=row.as_of,
            words=row.get_state_display(),
            sexes_words=row.get_sexes_display(),
        )


def acceptance_of(agency: Agency) -> AcceptanceProfile | None:
    """Return what an agency wishes, as the centre wrote it down."""
    return AcceptanceProfile.objects.filter(agency=agency).first()


def housing_of(agency: Agency) -> HousingFacts | None:
    """Return the registration of an agency's house, with the office it is registered with."""
    return HousingFacts.objects.filter(agency=agency).select_related("registered_with").first()


def who_rang(public_id: str) -> Agency | None:
    """Return the agency that a page said rang, None for a number that none has."""
    return Agency.objects.filter(public_id=public_id).first()


def timeline(agency: Agency) -> QuerySet[ContactRecord]:
    """Return what passed between the centre and an agency, the latest first."""
    return ContactRecord.objects.filter(agency=agency).select_related("by__person")


def next_contacts(records: QuerySet[ContactRecord]) -> QuerySet[ContactRecord]:
    """Return what is still to be done with agencies, the oldest day first, so that overdue ones lead."""
    waiting = records.filter(next_on__isnull=False, done_on__isnull=True)
    return waiting.select_related("agency__municipality", "by__person").order_by("next_on", "id")


def to_be_confirmed(*, today: date, holds_days: int) -> QuerySet[AcceptanceProfile]:
    """Return the wishes of open agencies that nobody has confirmed for so long, never confirmed ones first.

    In the order of time and never of willingness: the list ranks nobody.
    """
    confirmed_before = today - timedelta(days=holds_days)
    wishes = AcceptanceProfile.objects.filter(
        Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=confirmed_before),
        agency__in=Agency.objects.current(today=today),
    ).exclude(state=AcceptanceState.UNKNOWN)
    return wishes.select_related("agency__municipality", "agency__kind").order_by(
        F("confirmed_on").asc(nulls_first=True), "agency__folded_kana", "pk"
    )


def housing_bodies(*, today: date, state: str = "") -> QuerySet[HousingFacts]:
    """Return the registrations of open agencies, perhaps of one state, in kana order."""
    found = HousingFacts.objects.filter(agency__in=Agency.objects.current(today=today))
    if state in HousingState.values:
        found = found.filter(state=state)
    return found.select_related("agency__municipality", "agency__kind", "registered_with").order_by(
        "agency__folded_kana", "pk"
    )


def not_yet_asked(*, today: date) -> AgencyQuerySet:
    """Return open agencies whose kind houses people and of whose registration nothing is written down yet."""
    known = HousingFacts.objects.filter(agency=OuterRef("pk"))
    found = Agency.objects.current(today=today).filter(~Exists(known), kind__in=HOUSING_KINDS)
    return found.select_related("kind", "municipality").order_by("folded_kana", "pk")
