"""What the database refuses of entries, whoever asks: each constraint is broken past every service."""

import pytest

from directory.declared.models import (
    ConfirmReminder,
    Declaration,
    Draft,
    EntryLink,
    Offer,
    Vacancy,
    VisibilityWish,
)
from directory.declared.services.links import make_link
from directory.enums import FieldGroup, Level
from directory.models import ServiceKind
from tests.directory.test_models import add, change
from tests.factories.declared import publish
from tests.factories.directory import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def entry(agency, member, staff):
    publish(agency, writer=member, staff=staff)
    return Declaration.objects.get()


@pytest.mark.parametrize(
    "values",
    [{"confirmed_on": TODAY, "confirmed_by": ""}, {"confirmed_on": None, "confirmed_by": "見本"}],
)
def test_an_entry_is_confirmed_by_somebody_on_a_day(entry, values):
    assert change(entry, **values) == "declared_declaration_confirmed_by_somebody"


def test_a_service_is_offered_once(entry):
    again = Offer(declaration=entry, service_id=entry.offers.get().service_id)
    assert add(again) == "declared_offer_service_once"


def test_conditions_are_answered_with_what_is_offered(entry):
    offer = Offer.objects.get()
    assert change(offer, conditions={"same_day": "perhaps"}) == "declared_offer_answers_are_offered"


def test_a_vacancy_is_a_count(entry, agency):
    service = ServiceKind.objects.first()
    many = Vacancy(agency=agency, service=service, free=1000, as_of=TODAY, said_at=NOW)
    assert add(many) == "declared_vacancy_is_a_count"


def test_a_wish_comes_once_for_a_group(agency):
    said = {"agency": agency, "group": FieldGroup.VACANCY, "said_by": "見本", "said_on": TODAY}
    VisibilityWish.objects.create(level=Level.PUBLIC, **said)
    assert add(VisibilityWish(level=Level.STAFF, **said)) == "declared_visibilitywish_once"


def test_the_way_of_drafts_links_and_reminders_is_known(entry, agency, staff):
    assert change(Draft.objects.get(), way="dream") == "declared_draft_way_is_known"
    make_link(agency=agency, way="paper", actor=staff, now=NOW)
    assert change(EntryLink.objects.get(), way="dove") == "declared_entrylink_way_is_known"
    reminder = ConfirmReminder(agency=agency, confirmed_on=TODAY, way="dove", asked_at=NOW)
    assert add(reminder) == "declared_confirmreminder_way_is_known"
