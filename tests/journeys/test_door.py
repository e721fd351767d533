"""相談員A stands at the door with a phone: twenty people, twenty presses, also without scripts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import PublicRole
from events.attendance.models import DoorFact
from events.attendance.queries import counted, door_rows
from events.attendance.services.grouping import make_groups
from events.models import Application
from events.services.attendance import mark_attendance
from tests.factories.accounts import make_user, sign_in
from tests.factories.events import apply, make_event, some_people

AGENCIES, OF_EACH = 5, 4
CAME, LEFT = re.compile("^来た"), re.compile("^帰った")


@pytest.fixture
def staff(transactional_db):
    return make_user(name="相談員A", email="staff-a@example.jp", roles=[PublicRole.STAFF])


@pytest.fixture
def session(staff):
    """Make a date that begins now, with twenty people of five agencies."""
    now = timezone.now()
    session = make_event(now=now - timedelta(days=20), starts_at=now, venue=30).sessions.get()
    for number in range(AGENCIES):
        people = some_people(OF_EACH)
        apply(session, people, agency_name=f"見本の家{number}", now=now - timedelta(days=15))
    return session


@pytest.fixture(params=["page", "page_without_scripts"])
def phone(request, staff, live_server):
    """Give the browser of 相談員A's phone, once as usual and once without scripts."""
    page = request.getfixturevalue(request.param)
    cookies = sign_in(Client(), staff).cookies.items()
    page.context.add_cookies(
        [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in cookies]
    )
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_twenty_people_take_twenty_presses(phone, session, live_server):
    phone.goto(live_server.url + reverse("day_desk:door", args=[session.pk]))
    presses = 0
    for waiting in range(AGENCIES * OF_EACH, 0, -1):
        expect(phone.get_by_role("button", name=CAME)).to_have_count(waiting)
        phone.get_by_role("button", name=CAME).first.click()
        presses += 1
    expect(phone.get_by_role("button", name=CAME)).to_have_count(0)
    assert counted(door_rows(session))["here"] == 20
    assert presses == 20


def test_a_code_takes_one_press_for_a_whole_group(phone, session, live_server):
    application = Application.objects.earliest("id")
    phone.goto(live_server.url + reverse("day_desk:code", args=[application.public_id]))
    assert not DoorFact.objects.exists()
    phone.get_by_role("button", name="4人みんな来た").click()
    expect(phone.get_by_role("button", name=LEFT)).to_have_count(4)
    phone.get_by_role("button", name=re.compile("^帰った.*見本 1）")).click()
    expect(phone.get_by_role("button", name=re.compile("^もどった.*見本 1）"))).to_be_visible()
    assert counted(door_rows(session)) == {"not_yet": 16, "here": 3, "left": 1, "absent": 0}


def test_somebody_is_found_by_a_word_and_walks_in_when_there_is_nothing(phone, session, live_server):
    phone.goto(live_server.url + reverse("day_desk:door", args=[session.pk]))
    phone.get_by_label("名前・事業所・番号でさがす").fill("見本の家3")
    phone.get_by_role("button", name="さがす").click()
    expect(phone.get_by_role("button", name=CAME)).to_have_count(4)
    phone.get_by_role("link", name="当日申込を入れる").click()
    phone.get_by_label("お名前").first.fill("岬 花")
    phone.get_by_label("フリガナ").first.fill("みさき はな")
    phone.get_by_label("事業所の名前").fill("汐見の家")
    phone.get_by_label("連絡のとれる電話番号").fill("076-000-1234")
    phone.get_by_role("button", name="席を取って、来たことにする").click()
    expect(phone.get_by_role("button", name=re.compile("^帰った.*岬 花）"))).to_be_visible()


@pytest.mark.parametrize("name", ["door", "walk_in", "times", "groups", "make_groups"])
def test_each_screen_of_the_day_is_accessible(page, session, staff, live_server, axe, name):
    make_groups(session=session, counts={"venue": 4}, seed=3, actor=staff, now=timezone.now())
    one = door_rows(session)[0].participant.pk
    mark_attendance(session=session, marks={one: "absent"}, actor=staff, now=timezone.now())
    cookies = sign_in(Client(), staff).cookies.items()
    page.context.add_cookies(
        [{"name": key, "value": morsel.value, "url": live_server.url} for key, morsel in cookies]
    )
    page.goto(live_server.url + reverse(f"day_desk:{name}", args=[session.pk]))
    axe(page)
