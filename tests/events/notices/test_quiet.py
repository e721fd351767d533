"""Nothing leaves at night or on a closed day, unless its own day demands it; answers go at once."""

from datetime import timedelta

import pytest

from directory.enums import MembershipRole
from events.services.agency_choice import choose_who_releases
from events.services.changing import cancel_application, cancel_people
from events.services.publishing import cancel_event
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import deliver
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, STARTS_AT, apply, make_session

pytestmark = pytest.mark.django_db
NIGHT = NOW.replace(hour=22)
MORNING = NOW.replace(hour=8) + timedelta(days=1)


def mail(ending):
    return OutgoingMail.objects.get(cause__contains=ending)


@pytest.mark.parametrize(
    ("now", "leaves_at"),
    [
        (NOW, None),
        (NIGHT, MORNING),
        (NOW + timedelta(days=4), MORNING + timedelta(days=5)),  # a Saturday
        (STARTS_AT.replace(hour=22) - timedelta(days=1), None),  # too late by the morning
        (STARTS_AT.replace(hour=6), None),
    ],
)
def test_cancelling_waits_for_the_morning_unless_the_day_demands_it(staff, now, leaves_at):
    session = make_session()
    apply(session)
    cancel_event(event=session.event, reason="大雪のため", actor=staff, now=now)
    assert mail("event-cancelled").leaves_at == leaves_at


def test_answers_go_at_night(staff):
    application = apply(make_session(), now=NIGHT)
    cancel_application(application=application, actor=staff, by_staff=True, now=NIGHT)
    assert set(OutgoingMail.objects.values_list("leaves_at", flat=True)) == {None}


def test_a_mail_does_not_go_before_its_hour(staff):
    session = make_session()
    apply(session)
    cancel_event(event=session.event, reason="大雪のため", actor=staff, now=NIGHT)
    waiting = mail("event-cancelled")
    for now, state in ((MORNING - timedelta(minutes=1), MailState.QUEUED), (MORNING, MailState.SENT)):
        deliver(mail_id=waiting.pk, now=now)
        waiting.refresh_from_db()
        assert waiting.state == state


def test_what_waits_is_let_go_before_something_overtakes_it_and_dropped_when_its_reader_leaves(staff):
    session = make_session(offer_hours=None, venue=1)
    first, waits = apply(session), apply(session, 2, least_people=1)
    cancel_application(application=first, actor=staff, by_staff=True, now=NIGHT)
    assert mail("seat-given").leaves_at == MORNING
    people = {waits.participants.last().pk}
    cancel_people(application=waits, people=people, actor=staff, by_staff=True, now=NIGHT)
    assert mail("seat-given").leaves_at is None
    OutgoingMail.objects.filter(cause__contains="seat-given").update(leaves_at=MORNING)
    cancel_application(application=waits, actor=staff, by_staff=True, now=NIGHT)
    assert not OutgoingMail.objects.filter(cause__contains="seat-given").exists()


def test_the_manager_of_an_agency_is_told_that_something_waits():
    agency = make_agency()
    admin = make_partner(agency=agency, email="admin@example.jp", role=MembershipRole.PARTNER_ADMIN)
    make_partner(agency=agency, email="colleague@example.jp")
    choose_who_releases(agency=agency, manager_releases=True, actor=admin, now=NOW)
    application = apply(make_session(), agency=agency, agency_name="")
    told = OutgoingMail.objects.filter(cause__contains=":held-")
    assert list(told.values_list("to", flat=True)) == ["admin@example.jp"]
    assert f"【受付 {application.number}】確かめてください" in told.get().subject
    assert "/my/applications/" in told.get().text
    assert "佐久間" not in told.get().text


def test_each_letter_says_why_it_came():
    apply(make_session())
    assert "このお知らせは、お申し込みを受け付けたので、お送りしています。" in mail("received").text
