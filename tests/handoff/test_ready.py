"""`/readyz` of this door names its keys, its files and its scanner beside what every door needs."""

import pytest
from django.db import connection

from tests.factories.scanner import scanner_running

pytestmark = pytest.mark.django_db
OWN = ("keys", "files", "scanner")


@pytest.fixture(autouse=True)
def worker():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def ready(client):
    answer = client.get("/readyz")
    return answer.status_code, [name for name in OWN if answer.json()[name] != "ok"]


def test_all_is_well(client):
    assert ready(client) == (200, [])


@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [
        ("CASE_KEYS", "", "keys"),
        ("KEY_STORE", "/nowhere", "keys"),
        ("DOCUMENT_FOLDER", "/nowhere", "files"),
        ("VIRUS_SCANNER", "unix:/nowhere/clamd.sock", "scanner"),
    ],
)
def test_a_part_that_fails_is_named(client, settings, setting, value, part):
    # The door has started with everything whole: what fails later is what is asked here.
    assert ready(client) == (200, [])
    setattr(settings, setting, value)
    status, failing = ready(client)
    assert status == 503
    assert part in failing


def test_a_disk_without_room_is_named(client, monkeypatch):
    monkeypatch.setattr("foundation.health.LEAST_FREE_BYTES", 1 << 60)
    assert ready(client) == (503, ["keys", "files"])


def test_a_scanner_that_answers_is_well(client, settings, tmp_path_factory):
    with scanner_running(tmp_path_factory.mktemp("c")) as name:
        settings.VIRUS_SCANNER = name
        assert ready(client) == (200, [])
