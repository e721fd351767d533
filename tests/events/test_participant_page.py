"""The page of one participant tells where to go, and whoever comes on line the way in on the day."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from events import participant_links
from events.enums import Way
from events.models import Participant
from tests.factories.events import NOW, STARTS_AT, apply, make_session, some_people

pytestmark = pytest.mark.django_db
WAY_IN = "https://meeting.example.jp/room-2"
ENDED = STARTS_AT + timedelta(hours=3)


def page_of(participant, moment):
    with time_machine.travel(moment, tick=False):
        answer = Client().get(participant_links.path(participant))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def two():
    """Somebody at the venue and somebody on line, of one date."""
    session = make_session(online=5)
    apply(session, 1)
    apply(session, some_people(1, way=Way.ONLINE))
    return list(Participant.objects.order_by("id"))


def test_it_says_where_to_go_until_the_end(two):
    at_venue, on_line = two
    assert "見本市民会館 2階 会議室2" in page_of(at_venue, NOW)
    page = page_of(on_line, NOW)
    assert ("見本市民会館" in page, "オンライン" in page) == (False, True)
    after = page_of(at_venue, ENDED)
    assert ("見本市民会館" in after, "参加した方のページ" in after) == (False, True)


def test_the_way_in_is_shown_on_the_day_and_only_to_whoever_comes_on_line(two):
    at_venue, on_line = two
    moments = (NOW, STARTS_AT, ENDED)
    assert [WAY_IN in page_of(on_line, moment) for moment in moments] == [False, True, False]
    assert [WAY_IN in page_of(at_venue, moment) for moment in moments] == [False, False, False]
