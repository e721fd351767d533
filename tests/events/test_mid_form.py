"""The switches of the frame, pressed in the middle of a form about an event, and the browser's way back."""

import html
import re

import pytest
from django.test import Client

from events.models import Application
from tests.events.application_page import address as page_of
from tests.events.apply_form import RIGHT, SEND, address, confirmed, opened, post
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import apply, make_event, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_an_empty_form_is_kept_by_the_browser_of_a_stranger_alone():
    assert Client().get(address(make_event())).headers["Cache-Control"] == "private, no-cache"


def test_what_somebody_typed_or_an_agency_has_told_is_kept_nowhere():
    event = make_event()
    assert "no-store" in confirmed(event).headers["Cache-Control"]
    partner = sign_in(Client(), make_partner(agency=make_agency()))
    assert "no-store" in partner.get(address(event)).headers["Cache-Control"]


def test_the_switch_for_readings_brings_back_what_was_typed():
    event = make_event()
    data = opened(event).sent(press=("set-furigana", "on"), **RIGHT | {"phone": "x", "note": "杖"})
    client = Client()
    answer = client.post(address(event), data)
    again = Form(answer)
    assert answer.status_code == 200
    assert "field__error" not in answer.content.decode()
    names = set(data) - {"set-furigana", "csrfmiddlewaretoken"}
    assert {name: again.fields[name] for name in names} == {name: data[name] for name in names}
    assert client.cookies["viewing"].value == "furigana"
    assert ("set-furigana", "off") in again.buttons


def test_the_switch_on_the_confirm_page_shows_the_confirm_page_again():
    event = make_event()
    answer = post(event, Form(confirmed(event)).sent(press=("set-furigana", "on")))
    assert SEND in Form(answer).buttons
    assert Application.objects.count() == 0


def test_who_goes_back_after_sending_applies_anew():
    event = make_event()
    form = opened(event)
    data = form.sent(**RIGHT)
    first = Form(post(event, data))
    post(event, first.sent(press=SEND))
    second = Form(post(event, data))
    assert second.fields["form_key"] != first.fields["form_key"]
    post(event, second.sent(press=SEND))
    assert Application.objects.count() == 2


def test_the_switch_brings_back_the_changes_to_an_application_and_changes_nothing():
    application = apply(make_session(), 1, phone="099-000-4567")
    client = Client()
    form = Form(client.get(page_of(application, "change")))
    data = form.sent(press=("set-furigana", "on"), **{"phone": "x", "people-0-name": "宮﨑"})
    answer = client.post(page_of(application, "change"), data)
    again = Form(answer)
    assert answer.status_code == 200
    assert "field__error" not in answer.content.decode()
    assert (again.fields["phone"], again.fields["people-0-name"]) == (["x"], ["宮﨑"])
    assert client.cookies["viewing"].value == "furigana"
    application.refresh_from_db()
    assert application.phone == "099-000-4567"


def ticked(page):
    return [int(pk) for pk in re.findall(r'name="people" value="(\d+)" id="[^"]+" checked', page.text)]


def test_who_is_ticked_to_be_taken_out_stays_ticked_and_nobody_is_taken_out():
    application = apply(make_session(), people=3)
    first, _, third = application.participants.order_by("position")
    client, place = Client(), page_of(application, "cancel")
    switch = f"/viewing/furigana/?next={place}"
    back = client.post(switch, {"people": [first.pk, third.pk], "furigana": "on"}).headers["Location"]
    page = client.get(back)
    assert ticked(page) == [first.pk, third.pk]
    assert "だれを取り消しますか" in page.text
    settings = client.get("/viewing/", {"people": [third.pk], "next": back})
    left = client.post("/viewing/", {"next": next_of(settings)}).headers["Location"]
    assert ticked(client.get(left)) == [third.pk]
    assert application.participants.filter(cancelled_at=None).count() == 3


def test_the_enter_key_among_the_ticks_means_the_chosen_ones():
    page = Client().get(page_of(apply(make_session(), people=2), "cancel")).text
    assert re.search(r'<button class="vh" form="asking-form" name="some" value="1"', page)


def next_of(settings):
    return html.unescape(re.search(r'name="next" value="([^"]*)"', settings.text.partition("<main")[2])[1])
