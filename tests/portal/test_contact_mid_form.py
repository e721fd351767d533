"""The switches of the frame, pressed in the middle of the contact form, and the browser's way back."""

import re

import pytest
import time_machine
from django.test import Client

from portal.contact_desk.models import ContactMessage
from tests.factories.events import NOW
from tests.portal.contact_form import FILLED, FORM, fill, mistakes, send, ticket


@pytest.fixture(autouse=True)
def clock(centre):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def visitor():
    return Client()


def test_the_switch_for_readings_brings_back_what_was_typed_without_a_mistake(visitor):
    page = fill(visitor, **{"text": "", "phone": "まだ", "set-furigana": "on"})
    assert (page.status_code, mistakes(page)) == (200, {})
    assert 'value="まだ"' in page.text
    assert visitor.cookies["viewing"].value == "furigana"
    assert '<button form="typed-form" name="set-furigana" value="off">' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert ContactMessage.objects.count() == 0


def test_the_switch_keeps_the_ticket_and_with_it_the_time_of_the_form(visitor):
    signed = ticket(visitor)
    page = fill(visitor, **{"ticket": signed, "set-furigana": "off"})
    assert f'name="ticket" value="{signed}"' in page.text


def test_the_switch_at_the_check_shows_the_check_again_and_sends_nothing(visitor):
    page = fill(visitor, **{"checking": "1", "set-furigana": "on"})
    assert "内容を確かめてください" in page.text
    assert ContactMessage.objects.count() == 0


def test_the_settings_carry_what_was_typed_there_and_back(visitor):
    page = fill(visitor, **{"text": "一行目\n「二行目」", "viewing-open": "1"})
    assert "書いている途中のものは、そのまま残ります" in page.text
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    assert {name: carried[name] for name in FILLED} == FILLED | {"text": "一行目\n「二行目」"}
    carried.pop("csrfmiddlewaretoken", None)
    again = visitor.post(FORM, carried | {"viewing-size": "large", "viewing-choose": "1"})
    assert 'data-size="large"' in again.text
    assert "一行目\n「二行目」</textarea>" in again.text
    assert visitor.cookies["viewing"].value == "large"
    unchanged = visitor.post(FORM, carried | {"viewing-size": "", "viewing-leave": "1"})
    assert 'data-size="large"' in unchanged.text


def test_a_setting_that_is_none_is_refused_and_nothing_typed_is_lost(visitor):
    page = fill(visitor, **{"viewing-size": "gigantic", "viewing-choose": "1"})
    assert page.status_code == 422
    assert f'name="text" value="{FILLED["text"]}"' in page.text


def test_a_switch_from_another_site_is_refused():
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(FORM, {"set-furigana": "on"}).status_code == 403


def test_who_goes_back_after_sending_writes_another_message(visitor, clock):
    signed = ticket(visitor)
    send(visitor, clock, ticket=signed)
    page = fill(visitor, ticket=signed, text="もう一つ、あります。")
    renewed = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    assert renewed != signed
    send(visitor, clock, ticket=renewed, text="もう一つ、あります。")
    assert ContactMessage.objects.count() == 2
