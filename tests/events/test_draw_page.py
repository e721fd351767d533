"""The page of a draw: anybody can repeat it, nobody is named, and later changes do not rewrite it."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.enums import Admission, Audience
from events.models import AgencyChoice, Application, Session
from events.services.changing import cancel_application, cancel_people
from events.services.deciding import draw_lots
from events.services.ordering import move_in_line
from tests.events.application_page import words
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency
from tests.factories.events import NOW, STARTS_AT, apply, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
AFTER_DEADLINE = STARTS_AT - timedelta(days=6)
ROW = re.compile(
    r'<span class="num">(R8-\d+)</span></th>\s*'
    r'<td data-label="人数">([^<]*)</td>\s*<td data-label="結果">([^<]*)<'
)


def drawn(staff, sizes=(1, 2, 3, 1, 2, 1), **options):
    session = make_session(**{"venue": 5, "admission": Admission.LOTTERY} | options)
    applications = [apply(session, people) for people in sizes]
    draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)
    return Session.objects.get(pk=session.pk), applications


def address(session):
    return f"{session.event.get_absolute_url()}draw/{session.pk}/"


def read(session):
    response = Client().get(address(session), {"uncached": "1"})
    assert response.status_code == 200
    return response.content.decode()


def test_anybody_repeats_the_draw_from_what_the_page_shows(staff):
    session, _ = drawn(staff)
    html = read(session)
    seed = re.search(r"<code>([0-9a-f]{16})</code>", html).group(1)
    rows = [(number, int(people.removesuffix("人")), result) for number, people, result in ROW.findall(html)]
    assert len(rows) == 6
    left, again = 5, []
    for number, people, _ in sorted(
        rows, key=lambda row: hashlib.sha256(f"{seed}:{row[0]}".encode()).hexdigest()
    ):
        again.append((number, people, "席" if people <= left else "空き待ち"))
        left -= people if people <= left else 0
    assert rows == again


def test_the_title_names_the_day_of_a_date_in_the_morning(staff):
    session, _ = drawn(staff, sizes=(1,), starts_at=STARTS_AT.replace(hour=8, minute=30))
    assert "（12月11日）" in re.search(r"<title>([^<]*)", read(session)).group(1)


def test_nobody_is_named(staff):
    session, applications = drawn(staff)
    html = read(session)
    private = ["見本 1", "佐久間", "minamo@", *(each.agency_name for each in applications)]
    assert [word for word in private if word in html] == []


def test_what_happens_later_does_not_rewrite_the_draw(staff):
    session, _ = drawn(staff)
    before = ROW.findall(read(session))
    seated = Application.objects.filter(session=session, state="confirmed").first()
    waiting = list(Application.objects.filter(session=session, state="waiting").order_by("line_step"))
    move_in_line(
        application=waiting[-1], before=waiting[0], reason="遠方のため", actor=staff, now=AFTER_DEADLINE
    )
    cancel_application(
        application=seated, actor=staff, by_staff=True, now=AFTER_DEADLINE + timedelta(hours=1)
    )
    several = Application.objects.exclude(state="cancelled").filter(session=session, participants__position=2)
    group = several.first()
    cancel_people(
        application=group,
        people={group.participants.get(position=2).pk},
        actor=staff,
        by_staff=True,
        now=AFTER_DEADLINE + timedelta(hours=2),
    )
    apply(session, 1, channel="phone", by_staff=True, now=AFTER_DEADLINE + timedelta(hours=3))
    assert ROW.findall(read(session)) == before


def test_what_left_before_or_never_came_was_not_in_the_draw(staff):
    session = make_session(venue=5, admission=Admission.LOTTERY)
    agency = make_agency()
    AgencyChoice.objects.create(agency=agency, manager_releases=True, changed_by=staff, changed_at=NOW)
    left, held, drawn_one = apply(session), apply(session, agency=agency), apply(session)
    cancel_application(application=left, actor=None, by_staff=False, now=NOW)
    draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)
    cancel_application(application=held, actor=staff, by_staff=True, now=AFTER_DEADLINE + timedelta(hours=1))
    session.refresh_from_db()
    assert [row[0] for row in ROW.findall(read(session))] == [drawn_one.number]


def test_a_group_that_got_some_of_its_seats_says_so(staff):
    session = make_session(venue=2, admission=Admission.LOTTERY)
    apply(session, 3, least_people=1)
    draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)
    session.refresh_from_db()
    assert [row[2] for row in ROW.findall(read(session))] == ["一部の席"]


def test_before_the_draw_and_of_other_events_there_is_no_page(staff):
    undrawn = make_session(admission=Admission.LOTTERY)
    session, _ = drawn(staff)
    assert Client().get(address(undrawn)).status_code == 404
    other = f"{undrawn.event.get_absolute_url()}draw/{session.pk}/"
    assert Client().get(other).status_code == 404


def test_the_draw_of_invited_people_is_for_staff_alone(staff):
    session = make_session(venue=5, admission=Admission.LOTTERY, audience=Audience.INVITED)
    apply(session, 1, channel="phone", by_staff=True)
    draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)
    assert Client().get(address(session)).status_code == 404
    assert sign_in(Client(), staff).get(address(session)).status_code == 200


def test_the_page_of_the_event_leads_to_its_draw(staff):
    session, _ = drawn(staff)
    page = Client().get(session.event.get_absolute_url(), {"uncached": "1"}).content.decode()
    assert f'href="{address(session)}"' in page
    assert "決め方は「くじの順」です" in words(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_lots_as_for_one(staff, count):
    session, _ = drawn(staff, sizes=[1] * count)
    read(session)
    with CaptureQueriesContext(connection) as captured:
        read(session)
    assert len([each for each in captured if 'FROM "events_' in each["sql"]]) == 5
