"""Until when an applicant changes and cancels is said as it is done: once decided, until the beginning."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from events import letters
from events.enums import Admission
from events.selection import Criteria, Verdict
from events.services.deciding import decide_session
from tests.events.application_page import address, fresh, shown, words
from tests.factories.events import NOW, STARTS_AT, apply, make_session
from tests.foundation.printed import Printed

pytestmark = pytest.mark.django_db
AFTER_DEADLINE = STARTS_AT - timedelta(days=6)


def receipt(application):
    return Printed(Client().get(address(application, "receipt")).content).text


@pytest.mark.parametrize(("decided", "moment"), [(True, AFTER_DEADLINE), (False, NOW)])
def test_page_form_and_receipt_say_the_moment_until_which_it_is_really_open(staff, decided, moment):
    admission = Admission.AFTER_DEADLINE if decided else Admission.FIRST_COME
    session = make_session(admission=admission)
    application = apply(session, 2, named=False)
    if decided:
        criteria, verdicts = Criteria(agency_cap=3), {application.pk: Verdict.CHOSEN}
        decide_session(session=session, verdicts=verdicts, criteria=criteria, actor=staff, now=AFTER_DEADLINE)
    application = fresh(application)
    until = letters.moment_words(STARTS_AT if decided else session.event.deadline_at)
    with time_machine.travel(moment, tick=False):
        page, form, paper = shown(application), shown(application, "change"), receipt(application)
    assert f"変更と取り消しは、{until}まで" in page
    assert f"{until}までにお願いします" in page
    assert f"名前は、{until}まで" in form
    assert f"{until}までに" in paper


def test_after_the_deadline_nobody_is_asked_for_a_name_by_a_moment_that_has_passed(staff):
    session = make_session()
    application = apply(session, 2, named=False)
    with time_machine.travel(AFTER_DEADLINE, tick=False):
        page = words(shown(application))
    assert "名前を知らせてください" not in page
    assert "締切を過ぎたので、ここでは取り消せません" in page
