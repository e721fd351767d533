"""How long receivers take, and why they say no: by hand, for a year of a few requests."""

from datetime import timedelta

import pytest

from foundation.centre.queries import current_centre
from foundation.japanese.business_days import business_days_between
from foundation.japanese.dates import fiscal_year, fiscal_year_span
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.disclosure.enums import ReceiverCategory
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff
from handoff.machine.replies import ReplyLine, replies
from tests.factories.cases import (
    NOW,
    TODAY,
    acting,
    do,
    make_case,
    make_draft,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency

pytestmark = pytest.mark.django_db
SPAN = fiscal_year_span(fiscal_year(TODAY))


@pytest.fixture
def centre():
    return staff_of_centre()


@pytest.fixture
def city():
    return make_agency(name="見本市 障害福祉課", category=ReceiverCategory.MUNICIPALITY)


@pytest.fixture
def people(city):
    return staff_of_agency(city)


def sent(centre, city, *, now=NOW):
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"], now=now)
    do(handoff, Deed.APPROVE, centre["lead"], now=now)
    return handoff


def counted(span=SPAN):
    with opened(CLOCK, now=NOW):
        return replies(Handoff.objects.all(), span)


def test_days_are_business_days_since_the_sending(centre, city, people):
    quick, slow, _ = (sent(centre, city) for _ in range(3))
    do(quick, Deed.ACKNOWLEDGE, people["coordinator"], now=NOW)
    do(slow, Deed.ACKNOWLEDGE, people["coordinator"], now=NOW + timedelta(days=7))
    do(slow, Deed.DECLINE, people["coordinator"], now=NOW + timedelta(days=14), code="staff")
    told = counted()
    week, fortnight = (
        business_days_between(TODAY, TODAY + timedelta(days=days), current_centre().hours.closures)
        for days in (7, 14)
    )
    assert 0 < week < fortnight < 11
    assert told.lines == [
        ReplyLine(
            label=ReceiverCategory.MUNICIPALITY.label,
            sent=3,
            accepted=0,
            declined=1,
            days_to_look=round(week / 2, 1),
            days_to_answer=fortnight,
        )
    ]
    assert told.reasons == [("人手が足りない", 1)]


def test_another_year_counts_nothing_and_a_stranger_neither(centre, city, people):
    sent(centre, city)
    assert counted(fiscal_year_span(fiscal_year(TODAY) - 1)).lines == []
    with opened(acting(staff_of_centre()["worker"]), now=NOW):
        assert replies(Handoff.objects.all(), SPAN).lines == []


@pytest.mark.parametrize("count", [1, 3])
def test_three_queries_however_many(centre, city, people, django_assert_num_queries, count):
    for _ in range(count):
        sent(centre, city)
    with opened(CLOCK, now=NOW), django_assert_num_queries(3):
        replies(Handoff.objects.all(), SPAN)
