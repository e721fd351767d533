"""The applicant's own page once the date has begun or is over: nobody waits, and who came is told."""

from datetime import timedelta

import pytest
import time_machine

from events.enums import ApplicationState
from events.models import Application, Participant
from events.services.attendance import mark_attendance
from tests.events.application_page import fresh, shown, words
from tests.factories.events import STARTS_AT, apply, make_session

pytestmark = pytest.mark.django_db
ENDED = STARTS_AT + timedelta(hours=3)


def read(application, moment):
    with time_machine.travel(moment, tick=False):
        return words(shown(fresh(application)))


@pytest.mark.parametrize(("moment", "told"), [(STARTS_AT, "もう始まりました"), (ENDED, "終わりました")])
def test_whoever_waited_in_vain_reads_that_no_seat_was_given_and_waits_no_more(moment, told):
    session = make_session(venue=2)
    apply(session)
    page = read(apply(session, 2), moment)
    assert ("席を取れませんでした" in page, "2人分の席を、用意できませんでした" in page) == (True, True)
    assert f"この回は、{told}" in page
    assert [word for word in ("番目", "空きを待って", "空きませんでした") if word in page] == []


def test_whoever_had_some_of_the_seats_reads_who_had_one():
    session = make_session(venue=1)
    page = read(apply(session, 2, least_people=1), STARTS_AT)
    assert "1人分の席がありました" in page
    assert (page.count("席があります"), page.count("席がありません")) == (1, 1)
    assert "空きを待っています" not in page


def test_after_the_end_the_page_says_who_came_in_place_of_that_seats_are_sure(staff):
    session = make_session()
    application = apply(session, 2)
    assert Application.objects.get().state == ApplicationState.CONFIRMED
    assert "この回は、終わりました" in read(application, ENDED)
    first, second = Participant.objects.order_by("position")
    marks = {first.pk: "attended", second.pk: "absent"}
    mark_attendance(session=session, marks=marks, actor=staff, now=ENDED)
    page = read(application, ENDED)
    assert "1人が参加しました" in page
    assert ("出席" in page, "欠席" in page) == (True, True)
