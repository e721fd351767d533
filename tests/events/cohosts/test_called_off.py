"""A co-host's roster closes when its date or event is off; receipts then name nobody who reads."""

import pytest
from django.test import Client
from django.urls import reverse

from events.cohosts.queries import readers_of
from events.enums import ChangeKind
from events.models import Application
from events.services.publishing import cancel_event, reinstate_event
from events.services.rescheduling import Decided, change_dates
from tests.events.cohosts.test_cohosts import host_of, page_of
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, apply, make_event
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HOST = "見本市基幹相談支援センター"


@pytest.fixture
def agency():
    return make_agency(name=HOST)


def readers():
    """Return of each application who reads of it, as it stands now."""
    return [readers_of(each) for each in Application.objects.select_related("session__event").order_by("pk")]


def test_nobody_reads_of_who_applied_once_the_event_is_cancelled(agency, staff):
    event = make_event()
    host_of(event, agency, staff, shares=True)
    application = apply(event.sessions.get(), agency_name="みなもの家")
    desk = sign_in(Client(), staff)

    def receipt():
        content = desk.get(reverse("event_desk:receipt", args=[application.pk])).content
        return "".join(Printed(content).text.split())

    assert (readers(), f"{HOST}と共有します" in receipt()) == ([[HOST]], True)
    cancel_event(event=event, reason="台風", actor=staff, now=NOW)
    assert (readers(), f"{HOST}と共有します" in receipt()) == ([[]], False)
    reinstate_event(event=event, actor=staff, now=NOW)
    assert readers() == [[HOST]]


@pytest.mark.parametrize(("kind", "is_read"), [(ChangeKind.CANCELLED, False), (ChangeKind.POSTPONED, True)])
def test_a_roster_closes_with_its_own_date_and_stays_while_that_is_put_off(agency, staff, kind, is_read):
    event = make_event(sessions=2)
    host_of(event, agency, staff, shares=True)
    off, on = event.sessions.order_by("pk")
    for session, name in ((off, "みなもの家"), (on, "汐見の家")):
        apply(session, agency_name=name)
    decided = Decided(kind, "台風", NOW.date())
    change_dates(event=event, sessions=[off.pk], decided=decided, actor=staff, now=NOW)
    reader = make_partner(agency=agency)
    page = page_of(reader, event)
    assert ("みなもの家" in page.text, "汐見の家" in page.text) == (is_read, True)
    assert readers() == [[HOST] if is_read else [], [HOST]]
    sent = {"session": off.pk, "form": "csv", "speaks_for": agency.public_id}
    answer = sign_in(Client(), reader).post(page.wsgi_request.path, sent)
    assert answer.headers["Content-Type"].startswith("text/csv") == is_read
