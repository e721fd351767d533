"""What the manager sets for seminars reaches pages, papers and the form at once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from events.limits import ANSWERED_WITHIN, READABLE_AFTER_THE_END, USUAL_DEADLINE
from events.paper_facts import application_sheet
from tests.events.application_page import address, shown, words
from tests.factories.events import NOW, apply, make_event, make_session
from tests.factories.limits import put_limit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_link_can_be_opened_for_as_long_as_is_set(manager):
    application = apply(make_session())
    put_limit(READABLE_AFTER_THE_END, 14, by=manager)
    ends = application.session.ends_at + timedelta(days=14)
    with time_machine.travel(ends, tick=False):
        assert Client().get(address(application)).status_code == 200
    with time_machine.travel(ends + timedelta(seconds=1), tick=False):
        assert Client().get(address(application)).status_code == 404


def test_the_answer_is_promised_on_page_and_paper_as_it_is_set(manager):
    event = make_event()
    by_phone = apply(event.sessions.get(), reply_way="phone")
    assert "2営業日までにお電話します" in words(shown(by_phone, "done"))
    assert application_sheet(event, now=NOW).order_note.endswith("2営業日までにお返事します。")
    put_limit(ANSWERED_WITHIN, 5, by=manager)
    assert "5営業日までにお電話します" in words(shown(by_phone, "done"))
    assert application_sheet(event, now=NOW).order_note.endswith("5営業日までにお返事します。")


def test_the_form_says_when_the_unwritten_deadline_is(desk, manager):
    address = reverse("event_desk:create")
    assert "最初の開催日の7日前の午後5時" in desk.get(address).text
    put_limit(USUAL_DEADLINE, 10, by=manager)
    assert "最初の開催日の10日前の午後5時" in desk.get(address).text
