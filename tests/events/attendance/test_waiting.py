"""Whoever waits and stands at the door gets the seat that stayed empty, before any walk-in."""

import pytest
from django.urls import reverse

from events.attendance.models import DoorFact
from events.enums import ApplicationState
from events.models import Application, SeatEntry
from events.queries import rebuilt_seats, taken_seats
from events.services.changing import cancel_application
from foundation.audit.models import Entry
from tests.events.attendance.test_screens import address, standing, walk_in
from tests.events.attendance.the_day import at, make_day, person_of, seat
from tests.factories.directory import make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(clock):
    """A full date with a house of two in line and one more behind it; one seat comes free as it begins."""
    session = make_day(people=0, venue=2)
    first = seat(session, 1, names=["席のある人"])
    seat(session, 1, names=["もう一人"], agency_name="汐見の家")
    seat(session, 2, names=["待つ 一", "待つ 二"], agency_name="岬の家")
    seat(session, 1, names=["待つ 三"], agency_name="浜の家")
    cancel_application(application=first, actor=None, by_staff=True, now=at(13, 35))
    clock(13, 40)
    return session


def give(door, session, name):
    return door.post(address("seat", session), {"person": person_of(session, name).pk}, follow=True)


def waiting(answer):
    return [(row.place, row.name, row.has_free_seat) for row in answer.context["waiting"]]


def test_the_door_shows_the_line_in_its_order(door, session, clock):
    clock(13, 40)
    page = door.get(address("door", session))
    assert waiting(page) == [(1, "待つ 一", True), (1, "待つ 二", True), (2, "待つ 三", True)]
    assert page.text.count("席を渡す<") == 3


def test_one_press_gives_the_seat_to_whoever_is_here_and_says_that_they_came(door, session, clock):
    clock(13, 40)
    answer = give(door, session, "待つ 二")
    assert "席を渡しました。来たことも書きました。" in answer.text
    assert standing(session) == {"もう一人": "not_yet", "待つ 二": "here"}
    assert waiting(answer) == [(1, "待つ 一", False), (2, "待つ 三", False)]
    assert "席を渡す<" not in answer.text
    assert person_of(session, "待つ 二").application.state == ApplicationState.PARTLY
    assert rebuilt_seats(session) == taken_seats(session) == {"venue": 2}
    assert Entry.objects.filter(verb="attendance.seated_from_line").count() == 1


def test_a_seat_is_given_once_and_to_nobody_who_does_not_wait(door, session, clock):
    clock(13, 40)
    give(door, session, "待つ 三")
    assert person_of(session, "待つ 三").application.state == ApplicationState.CONFIRMED
    assert "空いている席が、もうありません" in give(door, session, "待つ 一").text
    assert "もう空きを待っていません" in give(door, session, "待つ 三").text
    assert DoorFact.objects.count() == 1


@pytest.mark.parametrize(
    ("hour", "minute", "told"), [(13, 25, "自動で渡ります。13:30からは"), (16, 30, "終わりました")]
)
def test_before_the_beginning_the_line_moves_by_itself_and_after_the_end_not_at_all(
    door, session, clock, hour, minute, told
):
    clock(hour, minute)
    entries = SeatEntry.objects.count()
    answer = give(door, session, "待つ 一")
    assert told in answer.text
    assert ("席を渡す<" in answer.text, SeatEntry.objects.count()) == (False, entries)


def test_a_walk_in_who_waits_is_led_to_the_line_and_the_form_says_that_people_wait(door, clock):
    agency = make_agency(name="岬の家", phone="000-000-1234")
    session = make_day(people=1, venue=1)
    seat(session, 1, names=["岬 花"], agency=agency, agency_name="")
    cancel_application(application=Application.objects.first(), actor=None, by_staff=True, now=at(13, 35))
    clock(13, 40)
    page = door.get(address("walk_in", session))
    assert "空きを待っている方がいます" in page.text
    assert f"{address('door', session)}#waiting" in page.text
    person = person_of(session, "岬 花")
    kana = {"people-0-name_kana": person.name_kana}
    refused = walk_in(door, session, ["岬 花"], agency_name="岬の家", **kana)
    assert (refused.status_code, "「空きを待っている方」で席を渡します" in refused.text) == (422, True)


def test_where_all_wait_for_a_decision_the_door_says_so(door, clock):
    session = make_day(people=3, admission="approval")
    assert "決定を待っている方が 3人います" in door.get(address("door", session)).text


def test_an_unnamed_person_can_be_named_from_the_door(door):
    session = make_day(people=0)
    application = seat(session, 1, names=[""])
    there = reverse("event_desk:application_change", args=[application.pk])
    assert f'<a href="{there}">名前を書く' in door.get(address("door", session)).text
