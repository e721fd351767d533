"""Who applies often: a sender has to wait, a mail address gets no more letters, and nobody is told of it."""

import re

import pytest
from django.test import Client

from events.models import Application
from events.paper.models import OwedLetter
from foundation.mail.models import OutgoingMail
from tests.events.apply_form import SEND, confirmed, post
from tests.events.filled import Form
from tests.factories.events import make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_strangers_who_apply_too_often_are_asked_to_wait_and_lose_nothing(settings):
    settings.APPLICATION_RATES = {"sender": "2/h/ip", "recipient": "9/h/key"}
    event = make_event()
    pages = [Form(confirmed(event)) for _ in range(3)]
    answers = [post(event, page.sent(press=SEND)) for page in pages]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "しばらく待ってから送るか、お電話ください" in answers[2].content.decode()
    assert Form(answers[2]).fields["people-0-name"] == ["髙橋 慎"]
    assert Application.objects.count() == 2


def test_one_mail_address_is_not_flooded_and_nobody_learns_who_else_applied_with_it(settings):
    settings.APPLICATION_RATES = {"sender": "9/h/ip", "recipient": "1/h/key"}
    event = make_event()
    pages = [Form(confirmed(event)) for _ in range(2)]
    answers = [post(event, page.sent(press=SEND)) for page in pages]
    assert [answer.status_code for answer in answers] == [303, 303]
    first, second = (Client().get(answer.headers["Location"]).content.decode() for answer in answers)
    assert "R8-0002" in second
    assert without_its_own(first, "R8-0001") == without_its_own(second, "R8-0002")
    assert Application.objects.count() == 2
    assert OutgoingMail.objects.count() == 1


def without_its_own(page, number):
    """Return a done page without the number and the links of its application."""
    return re.sub(r'"[^"]*"', "", page).replace(number, "")


def test_an_answer_on_paper_is_owed_however_often_the_address_was_used(settings):
    settings.APPLICATION_RATES = {"sender": "9/h/ip", "recipient": "1/h/key"}
    event = make_event()
    by_fax = {"reply_way": "fax", "fax": "099-000-4568"}
    pages = [Form(confirmed(event, **by_fax)) for _ in range(2)]
    assert [post(event, page.sent(press=SEND)).status_code for page in pages] == [303, 303]
    assert OwedLetter.objects.count() == 2
