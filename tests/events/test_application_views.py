"""The page of one application behind its signed link: how it stands, papers, calendar."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from events import links
from events.models import Session
from events.services.applying import PersonRequest
from events.services.changing import cancel_application
from events.services.publishing import cancel_event
from foundation.calendar.ics import URI_CHARACTERS
from tests.events.application_page import address, shown, words
from tests.factories.accounts import make_user
from tests.factories.events import NOW, apply, make_event, make_session, some_people
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PAGES = ["application", "done", "change", "cancel", "receipt", "application_calendar"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "forge", [lambda token: token[:-1], lambda token: "x" + token, lambda token: token.split(":")[0]]
)
def test_a_forged_link_is_answered_by_what_to_do(name, forge):
    token = forge(links.token(apply(make_session())))
    response = Client().get(reverse(f"events:{name}", args=[token]))
    assert response.status_code == 404
    assert "お電話でも、申し込みを確かめたり" in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_link_ends_ninety_days_after_the_event(name):
    application = apply(make_session())
    ends = application.session.ends_at + timedelta(days=90)
    with time_machine.travel(ends, tick=False):
        assert Client().get(address(application, name)).status_code in (200, 303)
    with time_machine.travel(ends + timedelta(seconds=1), tick=False):
        assert Client().get(address(application, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_an_application_is_kept_by_any_cache(name):
    response = Client().get(address(apply(make_session()), name))
    assert "no-store" in response.headers["Cache-Control"]


def test_a_seat_is_told_in_words_with_people_and_number():
    application = apply(
        make_session(online=5), [PersonRequest("venue", "髙橋 慎", "タカハシ シン", "世話人")]
    )
    page = words(shown(application))
    parts = [
        "受付番号R8-0001",
        "1人分の席があります",
        "髙橋慎会場タカハシシン世話人",
        "佐久間礼子",
        "000-000-4567",
    ]
    assert [part for part in parts if part not in page] == []


def test_whoever_waits_reads_the_place_in_line():
    session = make_session(venue=2)
    apply(session, 2)
    apply(session, 1)
    application = apply(session, 2)
    page = words(shown(application))
    assert "空きを待っています（2番目、2人）" in page
    assert "空きを待つ列の、2番目です" in page
    assert "カレンダーに入れる" not in page


@pytest.mark.parametrize(
    ("way", "state", "shows"),
    [("online", "confirmed", True), ("venue", "confirmed", False), ("online", "waiting", False)],
)
def test_the_online_address_is_for_those_with_a_seat_on_line(way, state, shows):
    session = make_session(venue=5, online=1)
    Session.objects.update(online_opens_at=NOW)
    if state == "waiting":
        apply(session, way="online")
    application = apply(session, way=way)
    assert application.state == state
    pages = shown(application) + shown(application, "done")
    assert ("meeting.example.jp" in pages) == shows


def test_the_online_address_goes_with_a_cancelled_seat():
    application = apply(make_session(venue=None, online=5), way="online")
    Session.objects.update(online_opens_at=NOW)
    assert "meeting.example.jp" in shown(application)
    cancel_application(application=application, actor=None, by_staff=False, now=NOW)
    assert "meeting.example.jp" not in shown(application)


def test_the_page_of_a_cancelled_event_says_so_and_offers_nothing():
    application = apply(make_session(venue=None, online=5), way="online")
    Session.objects.update(online_opens_at=NOW)
    event = application.session.event
    cancel_event(event=event, reason="雪のため", actor=make_user(roles=["staff"]), now=NOW)
    page = shown(application)
    assert "雪のため" in page
    offers = ("change/", "cancel/", "event.ics", "meeting.example.jp")
    assert [offer for offer in offers if offer in page] == []


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, "minamo@example.jpに送りました"),
        ({"reply_way": "fax", "fax": "099-000-4568"}, "FAXで、受付票を送ります"),
        ({"reply_way": "phone", "email": ""}, "お電話で、お返事します"),
    ],
)
def test_the_last_page_says_how_the_answer_comes(fields, answer):
    page = words(shown(apply(make_session(), **fields), "done"))
    assert "受付番号R8-0001席を1つ取りました。" in page
    assert answer in page


def test_the_last_page_says_what_comes_next():
    page = words(shown(apply(make_session(), 2, named=False), "done"))
    parts = [
        "12月4日（金）までに、あと2人の名前を知らせてください",
        "12月8日（火）と12月10日（木）に、もう一度お知らせします",
    ]
    assert [part for part in parts if part not in page] == []


def test_the_last_page_of_a_cancelled_application_leads_to_its_page():
    application = apply(make_session())
    cancel_application(application=application, actor=None, by_staff=False, now=NOW)
    assert Client().get(address(application, "done")).headers["Location"] == address(application)


def test_the_receipt_tells_how_it_stands():
    session = make_session(venue=2, online=5)
    application = apply(session, some_people(2))
    waiting = apply(session, 1, named=False, agency_name="")
    printed = Printed(Client().get(address(application, "receipt")).content)
    assert [
        part
        for part in ("受付票", "R8-0001", "2人分の席があります", "見本市民会館")
        if part not in printed.text
    ] == []
    assert "つなぎ方は別にお知らせします" not in printed.text
    other = Printed(Client().get(address(waiting, "receipt")).content)
    assert [
        part
        for part in ("佐久間礼子様", "空きを待っています（1番目、1人）", "あとで決める")
        if part not in other.text
    ] == []
    assert "御中" not in other.text


def test_a_seat_is_put_into_the_calendar_with_the_way_to_its_page():
    application = apply(make_session(online=5), way="online")
    response = Client().get(address(application, "application_calendar"))
    content = response.content.decode().replace("\r\n ", "")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{application.session.calendar_uid}" in content
    assert f"URL:{links.address(application)}" in content or ":" in URI_CHARACTERS
    assert "meeting.example.jp" not in content


def test_without_a_seat_there_is_nothing_to_put_into_a_calendar():
    session = make_session(venue=1)
    apply(session)
    waiting = apply(session)
    response = Client().get(address(waiting, "application_calendar"))
    assert (response.status_code, response.headers["Location"]) == (303, address(waiting))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_three_people_as_for_one(people, django_assert_num_queries):
    application = apply(make_session(), people)
    Session.objects.update(venue_route="駅から8分")
    with django_assert_num_queries(11):
        shown(application)


def test_an_event_page_never_shows_who_applied():
    event = make_event()
    apply(
        event.sessions.get(), [PersonRequest("venue", "髙橋 慎", "タカハシ シン")], agency_name="ひみつの家"
    )
    page = Client().get(event.get_absolute_url()).content.decode()
    assert [word for word in ("髙橋", "タカハシ", "佐久間", "ひみつの家") if word in page] == []


def test_a_receipt_for_names_that_fill_more_than_a_page_is_a_longer_receipt():
    people = [PersonRequest("venue", f"{'長' * 58}{number}", "ナガ" * 40) for number in range(20)]
    application = apply(make_session(most_people=20), people)
    answer = Client().get(address(application, "receipt"))
    assert (answer.status_code, len(Printed(answer.content).document) > 1) == (200, True)
