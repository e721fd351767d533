"""Whom a body named is appointed, or somebody else with a reason."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outreach.study_groups.committees.models import Appointment, Recommendation
from outreach.study_groups.enums import CommunityKind
from tests.factories.accounts import sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import hold, make_plan

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DAY = timedelta(days=1)
HOME = "/groups/kentou/"


@pytest.fixture
def committee(transactional_db):
    place_first_site()
    return make_committee(kind=CommunityKind.STEERING_COMMITTEE)


@pytest.fixture
def head(committee, manager):
    return sign_in(Client(), manager)


def test_ending_a_term_and_taking_an_appointment_back_say_first_what_they_do(committee, head):
    running = make_term(make_seat(committee), make_expert().person)
    coming = make_term(
        make_seat(committee, name="司法"),
        make_expert(name="次の人").person,
        since=TODAY + DAY,
        signed=False,
    )
    asked = {
        f"appointments/{running.pk}/end/": "席は空きます",
        f"appointments/{coming.pk}/cancel/": "なかったことになり",
    }
    assert [words in head.get(f"{HOME}{page}").text for page, words in asked.items()] == [True, True]
    assert Appointment.objects.filter(ended_on=None, cancelled_on=None).count() == 2


def test_calling_a_session_off_says_first_whom_it_tells(committee, head, manager):
    now = timezone.now()
    row = make_plan(committee, by=manager, now=now).rows.get()
    assert "だれにも知らせません" in head.get(f"{HOME}rows/{row.pk}/off/").text
    hold(row, by=manager, now=now)
    assert "案内した回の中止は、取り消せません" in head.get(f"{HOME}rows/{row.pk}/cancel/").text


def day(value):
    return f"{value:%Y/%m/%d}"


@pytest.mark.parametrize("address", ["appoint/", "appoint/?recommendation={}"])
def test_whom_a_body_named_is_offered_and_somebody_else_takes_a_reason_that_stays(committee, head, address):
    seat, agency = make_seat(committee), make_agency(name="見本病院")
    other = make_expert(name="ちがう 人", agency=agency)
    asked = Recommendation.objects.create(
        seat=seat,
        body="青波県医師会",
        number="R8-推1",
        asked_on=TODAY,
        reply_by=TODAY + DAY,
        term_since=TODAY,
        term_until=TODAY + 300 * DAY,
        state="recommended",
        answered_on=TODAY,
        name="見本 医師",
    )
    give = f"{HOME}seats/{seat.pk}/{address.format(asked.pk)}"
    assert 'value="見本 医師"' in head.get(give).text
    term = {"since": day(TODAY), "until": day(TODAY + 300 * DAY), "lettered_on": day(TODAY)}
    typed = term | {"name": other.person.name, "agency": "見本病院"}
    refused = head.post(give, typed)
    assert (refused.status_code, "推薦した方と、お名前がちがいます" in refused.text) == (422, True)
    assert Appointment.objects.count() == 0
    assert head.post(give, typed | {"departs_because": "stepped_back"}).status_code == 303
    asked.refresh_from_db()
    assert (asked.state, asked.appointment.person, asked.departs_because) == (
        *("appointed", other.person, "stepped_back"),
    )
    assert "推薦された方が辞退した" in head.get(f"{HOME}recommendations/").text
