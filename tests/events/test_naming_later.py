"""「名前を書く」 leads to open boxes; a seat that had no name and still has none stays as it was."""

import pytest
from django.test import Client

from events.models import Participant
from tests.events.application_page import address
from tests.events.filled import Form
from tests.factories.events import apply, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def application():
    return apply(make_session(), 3, named=False)


def test_the_boxes_of_an_unnamed_seat_are_open_at_once(application):
    fields = Form(Client().get(address(application, "change"))).fields
    assert [name for name in fields if name.endswith("-later")] == []


def test_one_name_can_be_written_and_the_others_left_for_later(application):
    there = address(application, "change")
    form = Form(Client().get(there))
    name = {"people-1-name": "髙橋 慎", "people-1-name_kana": "タカハシ シン"}
    assert Client().post(there, form.sent(**name)).status_code == 303
    people = Participant.objects.order_by("position")
    assert [person.name for person in people] == ["", "髙橋 慎", ""]
    form = Form(Client().get(there))
    emptied = Client().post(there, form.sent(**{"people-1-name": ""}))
    assert (emptied.status_code, "お名前を書くか、「あとで決める」" in emptied.text) == (422, True)


def test_a_reading_without_a_name_is_not_thrown_away(application):
    there = address(application, "change")
    sent = Form(Client().get(there)).sent(**{"people-0-name_kana": "タカハシ"})
    assert Client().post(there, sent).status_code == 422
