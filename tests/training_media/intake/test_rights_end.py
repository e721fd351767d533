"""Once the rights in a recording have ended, nobody plays it: by no address, no player, no course."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import sign_in
from tests.factories.films import make_ready
from tests.factories.training_media import make_campaign, make_card, make_course, name_people
from tests.factories.watching import BEGIN, WATCH, begin, come_in
from training_media.courses.exceptions import CourseRefused
from training_media.courses.services.making import move_course
from training_media.enums import CourseState
from training_media.intake.links import address_if_there, address_of, addresses_of
from training_media.intake.models import Rights
from training_media.registries import files_of, over_among
from training_media.viewing.models import Sitting
from training_media.watching.models import Statement

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
SENTENCE = "この動画の公開期間は終わりました"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def card(staff):
    """Give the card of an agency for a course whose first part has files and rights that end today."""
    card = make_card(make_campaign(make_course(parts=1), by=staff), by=staff)
    part = card.campaign.course.parts.get()
    part.recording = make_ready(actor=staff, now=NOW, duration=900_000)
    part.save()
    Rights.objects.create(recording=part.recording, until=TODAY, noted_at=NOW)
    name_people(card.agency, "見本 花子", by=staff)
    return card


def recording_of(card):
    return card.campaign.course.parts.get().recording


def end(card):
    Rights.objects.update(until=TODAY - DAY)


def test_the_last_day_is_still_a_day_to_watch_and_the_next_is_not(card):
    recording = recording_of(card)
    assert set(files_of(recording)) == {"720", "360", "audio", "poster"}
    assert over_among([recording.pk], today=TODAY) == set()
    end(card)
    assert (files_of(recording), addresses_of(recording), address_if_there(recording, "720")) == ({}, {}, "")
    assert over_among([recording.pk], today=TODAY) == {recording.pk}


def test_an_address_that_was_given_out_before_leads_nowhere_afterwards(card):
    address = address_of(recording_of(card), "720")
    assert Client().get(address).status_code == 200
    end(card)
    assert Client().get(address).status_code == 404
    Rights.objects.update(until=None)
    assert Client().get(address).status_code == 200


def test_the_day_turns_at_midnight_in_japan(card):
    midnight = timezone.localtime(NOW).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        address = address_of(recording_of(card), "720")
        assert Client().get(address).status_code == 200
    with time_machine.travel(midnight, tick=False):
        assert Client().get(address).status_code == 404


def test_the_player_says_so_begins_no_sitting_and_takes_no_statement(card):
    client = Client()
    come_in(client, card)
    assert "<video" in client.get(f"{WATCH}1/").text
    assert begin(client) != 403
    end(card)
    page = client.get(f"{WATCH}1/").text
    assert (SENTENCE in page, "<video" in page) == (True, False)
    assert SENTENCE in client.get(WATCH).text
    assert client.post(BEGIN).status_code == 403
    client.post(f"{WATCH}1/said/", {"words": ""})
    assert (Sitting.objects.count(), Statement.objects.count()) == (1, 0)


def test_a_course_is_not_opened_with_it_and_one_that_is_open_says_so(card, manager):
    course, client = card.campaign.course, sign_in(Client(), manager)
    course.no_captions_reason = "手話があります"
    course.state = CourseState.CLOSED
    course.save()
    desk = f"/cms/videos/{course.pk}/"
    assert "公開期間の終わった動画があります" not in client.get(desk).text
    end(card)
    assert "公開期間の終わった動画があります" in client.get(desk).text
    with pytest.raises(CourseRefused, match="公開期間の終わった動画があります：「第1部」"):
        move_course(course=course, move="open", actor=manager, now=NOW)
    Rights.objects.update(until=TODAY)
    assert move_course(course=course, move="open", actor=manager, now=NOW).state == CourseState.OPEN
    end(card)
    assert "公開期間の終わった動画があります" in client.get(desk).text


def test_the_desk_reads_why_it_cannot_be_looked_at(card, staff):
    client = sign_in(Client(), staff)
    address = f"/cms/videos/recordings/{recording_of(card).pk}/"
    assert "<video" in client.get(address).text
    end(card)
    page = client.get(address).text
    assert (SENTENCE in page, "<video" in page) == (True, False)
