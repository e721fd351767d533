"""Over real HTTP: an upload whose line breaks three times completes."""

import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import sign_in
from training_media.intake.enums import Stage
from training_media.intake.files import source_path
from training_media.intake.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = bytes(range(251)) * 4000
PIECE = 300_000
# How many bytes of a piece come before the line breaks.
BREAKS = {1: 0, 2: 123_457, 4: 299_999}
COMPLETE = "POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n\r\n"


@pytest.fixture
def ask(staff, live_server):
    client = sign_in(Client(), staff)
    token = client.get(reverse("intake_desk:new")).context["csrf_token"]
    cookies = "; ".join(f"{name}={client.cookies[name].value}" for name in client.cookies)
    host = urlsplit(live_server.url).netloc
    headers = {"Cookie": cookies, "X-CSRFToken": str(token), "Origin": live_server.url}
    settings_names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    assert all(name in cookies for name in settings_names)

    def ask(method, path, body=b"", **more):
        connection = http.client.HTTPConnection(host, timeout=20)
        connection.request(method, path, body=body, headers=headers | more)
        answer = connection.getresponse()
        found = answer.status, json.loads(answer.read() or b"{}")
        connection.close()
        return found

    def break_off(path, body, sent, **more):
        """Say that a whole piece comes, send some of it, and hang up."""
        given = headers | more | {"Content-Length": str(len(body))}
        lines = "\r\n".join(f"{name}: {value}" for name, value in given.items())
        with socket.create_connection(tuple(host.split(":"))) as line:
            line.sendall(COMPLETE.format(path=path, host=host, headers=lines).encode() + body[:sent])

    ask.break_off = break_off
    return ask


def test_an_upload_that_breaks_three_times_completes(ask):
    facts = f"name=a.mp4&size={len(CONTENT)}&modified=1&title="
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, begun = ask("POST", reverse("intake_desk:begin"), facts, **form)
    assert (status, begun["received"]) == (200, 0)
    path, broken, turns, done = begun["address"], dict(BREAKS), 0, False
    while not done:
        turns += 1
        _, there = ask("GET", path)
        place = there["received"]
        piece = CONTENT[place : place + PIECE]
        more = {"Upload-Offset": str(place), "Content-Type": "application/offset+octet-stream"}
        if turns in broken:
            ask.break_off(path, piece, broken.pop(turns), **more)
            continue
        status, answer = ask("POST", path, piece, **more)
        # What came of a broken piece may be written between the question and this one.
        assert status in (200, 409)
        done = status == 200 and answer["done"]
    assert broken == {}
    upload = Upload.objects.get()
    assert upload.stage == Stage.WAITING
    assert source_path(upload).read_bytes() == CONTENT
