"""Renditions by signed addresses: whole, or the bytes that a player asks for."""

import gc
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import InMemoryStorage
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from tests.factories.films import make_ready
from tests.factories.limits import put_limit
from training_media.intake.limits import LINK_OPEN
from training_media.intake.links import address_of
from training_media.intake.models import MediaFile
from training_media.intake.views import serving

pytestmark = pytest.mark.django_db
NOW = timezone.now()
CONTENT = bytes(range(200)) * 5


@pytest.fixture
def recording(staff):
    return make_ready(actor=staff, now=NOW, content=CONTENT)


@pytest.fixture
def ask(recording):
    """Give a function that asks for the 720p file with these headers, as a stranger."""
    client = Client()
    return lambda **headers: client.get(address_of(recording, "720"), headers=headers)


def body(answer):
    return answer.getvalue()


def test_a_whole_rendition_comes_with_what_a_player_needs(ask, recording):
    answer = ask()
    assert (answer.status_code, body(answer)) == (200, CONTENT)
    found = MediaFile.objects.get(recording=recording, rendition="720")
    told = {
        name: answer.headers[name] for name in ("Content-Type", "Content-Length", "Accept-Ranges", "ETag")
    }
    assert told == {
        "Content-Type": "video/mp4",
        "Content-Length": "1000",
        "Accept-Ranges": "bytes",
        "ETag": f'"{found.pk}-1000"',
    }
    assert answer.headers["Cache-Control"].startswith("private,")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-1", 0, 2), ("bytes=990-", 990, 1000), ("bytes=-5", 995, 1000)]
)
def test_the_bytes_that_are_asked_for_come(ask, asked, start, end):
    answer = ask(range=asked)
    assert (answer.status_code, body(answer)) == (206, CONTENT[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/1000"
    assert answer.headers["Content-Length"] == str(end - start)


def test_whoever_asks_for_much_gets_the_next_of_it(ask, monkeypatch):
    monkeypatch.setattr(serving, "MOST_AT_ONCE", 100)
    answer = ask(range="bytes=50-")
    assert (answer.status_code, answer.headers["Content-Range"]) == (206, "bytes 50-149/1000")
    assert body(answer) == CONTENT[50:150]
    assert ask(range="bytes=50-899").headers["Content-Length"] == "100"
    assert ask(range="bytes=50-99").headers["Content-Length"] == "50"


def test_what_a_player_gets_waits_for_no_slow_reader(ask):
    """The web server takes one piece off the thread at once; of several it waits until they are read."""
    for headers in ({}, {"range": "bytes=50-"}):
        answer = ask(**headers)
        assert (answer.streaming, len(list(answer))) == (False, 1)


def test_only_some_who_ask_for_a_long_film_whole_get_it_at_once(ask, monkeypatch):
    monkeypatch.setattr(serving, "MOST_AT_ONCE", 100)
    reading = [ask() for _ in range(serving.WHOLE_AT_ONCE)]
    refused = ask()
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert refused.headers["Cache-Control"] == "no-store"
    assert ask(range="bytes=950-").status_code == 206
    for each in reading:
        body(each)
    assert body(ask()) == CONTENT


@pytest.mark.parametrize("way", ["closed", "closed twice", "forgotten"])
def test_whoever_stops_in_the_middle_gives_the_place_back_once(way):
    taken = [serving.places.acquire(blocking=False) for _ in range(serving.WHOLE_AT_ONCE)]
    assert taken == [True] * serving.WHOLE_AT_ONCE
    pieces = serving.Pieces(BytesIO(CONTENT))
    assert next(pieces) == CONTENT
    for _ in range({"closed": 1, "closed twice": 2}.get(way, 0)):
        pieces.close()
    del pieces
    gc.collect()
    assert [serving.places.acquire(blocking=False) for _ in range(2)] == [True, False]
    serving.places.release(serving.WHOLE_AT_ONCE)


def test_bytes_that_are_not_there_are_refused_with_the_size(ask):
    answer = ask(range="bytes=1000-")
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */1000")


def test_head_tells_the_same_without_a_byte(recording):
    for headers, status, long in (({}, 200, "1000"), ({"range": "bytes=0-9"}, 206, "10")):
        answer = Client().head(address_of(recording, "720"), headers=headers)
        assert (answer.status_code, answer.headers["Content-Length"], answer.content) == (status, long, b"")


def test_a_range_of_a_file_that_has_changed_gets_the_whole(ask, recording):
    found = MediaFile.objects.get(recording=recording, rendition="720")
    date = http_date(found.made_at.timestamp())
    older = http_date(found.made_at.timestamp() - 60)
    for unless, status in ((f'"{found.pk}-1000"', 206), (date, 206), ('"other"', 200), (older, 200)):
        answer = ask(**{"range": "bytes=0-9", "if-range": unless})
        assert (answer.status_code, len(body(answer))) == (status, 10 if status == 206 else 1000)


def test_what_the_browser_has_is_not_sent_again(ask):
    mark = ask().headers["ETag"]
    assert ask(**{"if-none-match": mark}).status_code == 304


def test_an_address_opens_its_own_recording_for_some_hours_and_no_other(recording, staff, manager):
    other = make_ready(actor=staff, now=NOW)
    address, others = address_of(recording, "720"), address_of(other, "720")
    token, others_token = address.split("/")[3], others.split("/")[3]
    forged = token.replace(str(recording.pk), str(other.pk), 1)
    assert token != others_token
    for wrong in (
        address.replace(token, forged),
        address.replace("720", "1080"),
        address.replace(token, "x"),
    ):
        assert Client().get(wrong).status_code == 404
    # Twice its minute, and the limit.
    put_limit(LINK_OPEN, 60, by=manager)
    for minutes, status in ((61, 200), (63, 404)):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
            answer = Client().get(address)
            assert answer.status_code == status
            assert status != 200 or body(answer) == CONTENT


def test_an_address_is_shortened_in_logs(recording):
    from foundation.security import without_keys

    token = address_of(recording, "720").split("/")[3]
    assert token not in without_keys(f"GET {address_of(recording, '720')}")


def test_a_file_that_the_storage_has_lost_is_not_found(ask, recording):
    found = MediaFile.objects.get(recording=recording, rendition="720")
    found.file.storage.delete(found.file.name)
    assert ask().status_code == 404


class SigningStorage(InMemoryStorage):
    """As those of object stores: it signs addresses of its own."""

    querystring_auth = True

    def url(self, name):
        return f"https://store.example/{name}?signature=abc"


def test_a_storage_that_signs_addresses_itself_is_led_to(recording, monkeypatch):
    monkeypatch.setattr(MediaFile._meta.get_field("file"), "storage", SigningStorage())
    answer = Client().get(address_of(recording, "360"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "private, no-store")
    assert answer.url.startswith("https://store.example/recordings/")


@pytest.mark.parametrize("asked", [{}, {"HTTP_RANGE": "bytes=0-9"}])
def test_one_answer_costs_two_queries(recording, asked, django_assert_num_queries):
    address = address_of(recording, "720")
    with django_assert_num_queries(2):
        body(Client().get(address, **asked))
