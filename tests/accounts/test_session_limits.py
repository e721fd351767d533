"""Sessions end in time. The clock is moved, never waited for."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages

from tests.factories.accounts import sign_in

ACCOUNT = "/accounts/"
START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def minutes(number):
    return dt.timedelta(minutes=number)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def test_sixty_idle_minutes_are_allowed(client, partner, clock):
    sign_in(client, partner)
    client.get(ACCOUNT)
    clock.shift(minutes(60))
    assert client.get(ACCOUNT).status_code == 200


def test_a_session_ends_after_more_than_sixty_idle_minutes(client, partner, clock):
    sign_in(client, partner)
    client.get(ACCOUNT)
    clock.shift(minutes(60) + dt.timedelta(seconds=1))
    answer = client.get(ACCOUNT)
    assert answer.url == "/accounts/login/?next=/accounts/"
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "しばらく操作がなかったので、ログアウトしました。もう一度ログインしてください。"
    ]


def test_looking_at_pages_keeps_a_session_open(client, partner, clock):
    sign_in(client, partner)
    for _ in range(4):
        assert client.get(ACCOUNT).status_code == 200
        clock.shift(minutes(50))
    assert client.get(ACCOUNT).status_code == 200


def test_the_busiest_session_ends_after_twelve_hours(client, partner, clock):
    sign_in(client, partner)
    for _ in range(24):
        assert client.get(ACCOUNT).status_code == 200
        clock.shift(minutes(30))
    assert client.get(ACCOUNT).status_code == 200
    clock.shift(dt.timedelta(seconds=1))
    assert client.get(ACCOUNT).url == "/accounts/login/?next=/accounts/"


def test_a_session_is_written_at_most_once_a_minute(client, partner, clock):
    sign_in(client, partner)
    client.get(ACCOUNT)
    first = client.session["seen_at"]
    clock.shift(dt.timedelta(seconds=59))
    client.get(ACCOUNT)
    assert client.session["seen_at"] == first
    clock.shift(dt.timedelta(seconds=1))
    client.get(ACCOUNT)
    assert client.session["seen_at"] == first + 60
